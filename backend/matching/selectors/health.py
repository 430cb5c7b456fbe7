"""How the index is doing, for operators: what waits, since when, what was refused, and what stands behind each name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from backend.matching import engine as engines
from backend.matching.models import DeadLetter, DirtyObject, IndexAlarm
from search.errors import SearchUnavailable
from search.health import IndexHealth, health
from search.records import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexingHealth:
    """`lag_seconds` is the age of the oldest mark; 0 when nothing waits. `indices` is empty while the engine is away.

    `alarm_since` is the oldest change that waited when operators were told that the index stands still; None when it moves.
    """

    is_engine_up: bool
    engine: str
    version: str
    documents: int
    dirty: int
    dirty_by_kind: dict[str, int]
    lag_seconds: float
    alarm_since: datetime | None
    dead_letters: int
    indices: tuple[IndexHealth, ...]


def indexing_health(*, now: datetime) -> IndexingHealth:
    """Never fails because the engine is away."""
    waiting = DirtyObject.objects.aggregate(count=Count("pk"), oldest=Min("marked_at"))
    by_kind = dict(DirtyObject.objects.values_list("kind").annotate(count=Count("pk")))
    try:
        found = health(engines.current())
    except SearchUnavailable:
        found = None
    return IndexingHealth(
        is_engine_up=found is not None,
        engine=found.name if found else "",
        version=found.version if found else "",
        documents=found.documents if found else 0,
        dirty=waiting["count"],
        dirty_by_kind={kind.value: by_kind.get(kind.value, 0) for kind in ObjectKind},
        lag_seconds=max(0.0, (now - waiting["oldest"]).total_seconds()) if waiting["oldest"] else 0.0,
        alarm_since=IndexAlarm.objects.filter(ended_at=None).values_list("since", flat=True).first(),
        dead_letters=DeadLetter.objects.count(),
        indices=found.indices if found else (),
    )


def dead_letters() -> QuerySet[DeadLetter]:
    """What the index refused, newest first, with the reason."""
    return DeadLetter.objects.order_by("-failed_at", "-pk")
