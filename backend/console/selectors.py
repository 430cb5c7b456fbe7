"""The queue across its kinds, oldest first, and the trail of the whole street."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.console import registry
from backend.console.enums import QueueKind
from backend.console.registry import QueueItem
from backend.core.clock import midnight
from backend.core.models import AuditEntry
from backend.organizations.enums import ReviewState

# What the street promises whoever waits.
ANSWERED_WITHIN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class QueuePage:
    items: Sequence[QueueItem]
    count: int
    counts: dict[QueueKind, int]


def due_at(item: QueueItem) -> datetime:
    return item.submitted_at + ANSWERED_WITHIN


def queue_page(viewer: User, *, kind: QueueKind | None, state: ReviewState, number: int, size: int) -> QueuePage:
    """One page of the merged queue. Ask `console.use` before."""
    last = number * size
    lanes = [queue.page(viewer, state, last) for queue in registry.queues(kind)]
    merged = merge(*lanes, key=lambda item: (item.submitted_at, item.id))
    counts = {queue.kind: queue.count(viewer, state) for queue in registry.queues(kind)}
    return QueuePage(list(islice(merged, last - size, last)), sum(counts.values()), counts)


def visible_trail(
    *,
    actor: UUID | None = None,
    action: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Every act on the street, newest first; both days are within. Ask `console.use` before."""
    rows = AuditEntry.objects.select_related("actor").order_by("-id")
    if actor is not None:
        rows = rows.filter(actor_id=actor)
    if action:
        rows = rows.filter(action__startswith=action)
    if subject:
        rows = rows.filter(subject_id=subject)
    if since is not None:
        rows = rows.filter(at__gte=midnight(since))
    if until is not None:
        rows = rows.filter(at__lt=midnight(until + timedelta(days=1)))
    return rows
