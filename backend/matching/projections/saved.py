"""Saved searches as records, to be found by a pitch."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from backend.matching import knowledge
from backend.matching.eligibility import asking_searches
from backend.matching.errors import SearchRefused
from backend.matching.saved_questions import request_of
from search.records import SavedSearchRecord


def saved_search_records(versions: Mapping[UUID, int], *, now: datetime) -> Iterator[SavedSearchRecord]:
    """Records of those saved searches that may be asked. Raises ValueError for one that makes no sense any more."""
    known = knowledge.current()
    for saved in asking_searches().filter(pk__in=list(versions)):
        try:
            request = request_of(saved.question, known, today=timezone.localdate(now))
        except SearchRefused as problem:
            raise ValueError(problem.code) from problem
        owner = str(saved.owner_id)
        yield SavedSearchRecord(
            id=str(saved.pk), version=versions[saved.pk], owner_id=owner, request=request, readers=(owner,)
        )
