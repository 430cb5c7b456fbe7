"""Reading saved searches: one's own alone, with how many deals answer them and how many are new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.core.listing import Sorts, by_name
from backend.matching import engine as engines
from backend.matching import knowledge
from backend.matching.enums import Asker
from backend.matching.errors import SearchRefused
from backend.matching.models import Alert, SavedSearch
from backend.matching.saved_questions import request_of
from backend.matching.selectors import full, reduced_deals
from backend.matching.selectors.calls import readable
from backend.matching.selectors.clauses import read
from backend.matching.selectors.visibility import findable_pitches
from search import searching
from search.errors import SearchUnavailable
from search.knowledge import Knowledge
from search.records import ObjectKind
from search.request import SearchRequest, Target

SEARCHED = ("name",)
SORTS: Sorts = {
    "newest": lambda: ["-created_at"],
    "name": lambda: [by_name("name")],
}


@dataclass(frozen=True, slots=True)
class Counted:
    """`hits` none: the question makes no sense any more, because a sector left the tree."""

    saved: SavedSearch
    hits: int | None
    new: int


def own_searches(person: User) -> QuerySet[SavedSearch]:
    """The person's own that are not deleted. Nobody sees those of others."""
    return SavedSearch.objects.filter(owner=person, deleted_at=None)


def counted(person: User, rows: Sequence[SavedSearch], *, now: datetime) -> list[Counted]:
    """Each with the deals the person may find by it now, and those found for it since they last looked."""
    known = knowledge.current()
    requests: list[SearchRequest | None] = []
    for row in rows:
        try:
            requests.append(request_of(row.question, known, today=timezone.localdate(now)))
        except SearchRefused:
            requests.append(None)
    hits, new = _hits(person, requests, known, now=now), _new(person, rows, now=now)
    return [Counted(row, count, new[row.pk]) for row, count in zip(rows, hits, strict=True)]


def hits_of(person: User, saved: SavedSearch, *, now: datetime) -> QuerySet[Alert]:
    """What was found for it and may still be found by the person, newest first."""
    rows = _finds(person, now).filter(search=saved, asker=Asker.SEARCH)
    return rows.select_related("search", "pitch__organization__logo").order_by("-found_at", "-pk")


def _new(person: User, rows: Sequence[SavedSearch], *, now: datetime) -> Counter[UUID]:
    since = _finds(person, now).filter(search__in=[row.pk for row in rows], found_at__gt=F("search__visited_at"))
    return Counter(dict(since.values_list("search").annotate(Count("pk")).order_by()))


def _finds(person: User, now: datetime) -> QuerySet[Alert]:
    return Alert.objects.filter(readable(person, now), pitch__in=findable_pitches(person).values("pk"))


def _hits(
    person: User, requests: Sequence[SearchRequest | None], known: Knowledge, *, now: datetime
) -> list[int | None]:
    try:
        engine = engines.current(known)
        scope = full.scope_of(person, ObjectKind.DEAL, now)
        asked = [one for one in requests if one is not None]
        found = iter(searching.counts(engine, Target.DEALS, asked, scope))
        return [None if one is None else next(found) for one in requests]
    except SearchUnavailable:
        return [None if one is None else reduced_deals.count(person, read(one, known)) for one in requests]
