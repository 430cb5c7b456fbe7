"""An operator's second try for what the index refused."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.matching.models import DeadLetter
from backend.matching.services.marks import mark_dirty
from search.records import ObjectKind


@transaction.atomic
def retry_dead_letters(*, actor: Actor) -> int:
    """Mark everything that was set aside, to be indexed again; returns how many. Raises NotPermitted."""
    require(actor, "matching.retry_index")
    ids: dict[ObjectKind, list[UUID]] = defaultdict(list)
    for kind, object_id in DeadLetter.objects.values_list("kind", "object_id"):
        ids[ObjectKind(kind)].append(object_id)
    count = sum(mark_dirty(kind, sorted(ids[kind])) for kind in ObjectKind if kind in ids)
    if count:
        audit.record(actor, "matching.dead_letters_retried", count=count)
    return count
