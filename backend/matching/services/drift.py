"""Comparing index and database: the same objects, each found or not found alike, none older than its mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from backend.matching import engine as engines
from backend.matching.eligibility import asking_searches, public_investors, public_pitches, public_theses
from backend.matching.models import DeadLetter, DirtyObject, IndexedObject
from backend.matching.selectors.staleness import lapsed
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import documents_of
from search import indices
from search.engine import Engine
from search.records import ObjectKind

# A document that was made before a verification ended may be told of as late as this after it.
_UNDER_WAY = timedelta(hours=1)


@dataclass(slots=True)
class Drift:
    """What differs for one kind. Marked objects are still on their way and set-aside ones have their reason: neither counts."""

    kind: ObjectKind
    missing: list[UUID] = field(default_factory=list)
    surplus: list[UUID] = field(default_factory=list)
    stale: list[UUID] = field(default_factory=list)
    compared: int = 0

    @property
    def differing(self) -> list[UUID]:
        return [*self.missing, *self.surplus, *self.stale]


def find(*, now: datetime, kinds: Iterable[ObjectKind] = tuple(ObjectKind)) -> list[Drift]:
    """Compare every object. Raises SearchUnavailable. Reads both sides whole; changes nothing."""
    engine = engines.current()
    indices.refresh(engine)
    return [_compare(kind, _held(engine, kind), now=now) for kind in kinds]


def repair(*, now: datetime, kinds: Iterable[ObjectKind] = tuple(ObjectKind)) -> list[Drift]:
    """Mark everything that differs, so that the indexer writes it again. Raises SearchUnavailable."""
    engine = engines.current()
    indices.refresh(engine)
    found = []
    for kind in kinds:
        held = _held(engine, kind)
        drift = _compare(kind, held, now=now)
        if drift.differing:
            _catch_up(max(version for version, _ in held.values()) if held else 0)
            mark_dirty(kind, drift.differing)
        found.append(drift)
    return found


def mark_unknown(kind: ObjectKind, *, now: datetime) -> int:
    """Mark what may be found but was never indexed, as after a bulk load; it is news to nobody. Returns how many."""
    known = IndexedObject.objects.filter(kind=kind.value).values_list("object_id", flat=True)
    waiting = DirtyObject.objects.filter(kind=kind.value).values_list("object_id", flat=True)
    return mark_dirty(kind, findable(kind, now=now) - {*known, *waiting}, is_news=False)


def mark_lapsed(*, now: datetime) -> int:
    """Mark what hangs on verifications that ended lately: no event tells of the passing of time.

    What the index was told well after the end knows of it. Returns of how many organizations anything was marked.
    """
    ended = lapsed(now).values_list("pk", "verified_until")
    return sum(_mark_lapsed(pk, until) for pk, until in ended if until is not None)


@transaction.atomic
def _mark_lapsed(organization_id: UUID, until: datetime) -> bool:
    marked = 0
    for kind, ids in documents_of(organization_id).items():
        told = IndexedObject.objects.filter(kind=kind.value, object_id__in=ids, told_at__lt=until + _UNDER_WAY)
        marked += mark_dirty(kind, told.values_list("object_id", flat=True))
    return marked > 0


def findable(kind: ObjectKind, *, now: datetime) -> set[UUID]:
    """Everything of a kind that may be indexed, by id."""
    match kind:
        case ObjectKind.DEAL:
            return set(public_pitches().values_list("pk", flat=True))
        case ObjectKind.INVESTOR:
            return set(public_investors(now).values_list("pk", flat=True))
        case ObjectKind.CRITERIA:
            asking = asking_searches().values_list("pk", flat=True)
            return {*public_theses(now).values_list("pk", flat=True), *asking}


def _held(engine: Engine, kind: ObjectKind) -> dict[UUID, tuple[int, bool]]:
    """What the index holds: version, and whether it can be found."""
    return {UUID(one.id): (one.version, not one.is_removed) for one in indices.stored_versions(engine, kind)}


def _compare(kind: ObjectKind, held: Mapping[UUID, tuple[int, bool]], *, now: datetime) -> Drift:
    # The marks are read first: an object whose mark goes away meanwhile is then counted as on its way, never as lost.
    on_their_way = {
        *DirtyObject.objects.filter(kind=kind.value).values_list("object_id", flat=True),
        *DeadLetter.objects.filter(kind=kind.value).values_list("object_id", flat=True),
    }
    wanted = findable(kind, now=now)
    told = dict(IndexedObject.objects.filter(kind=kind.value).values_list("object_id", "version"))
    found = {pk for pk, (_, is_found) in held.items() if is_found}
    return Drift(
        kind=kind,
        missing=sorted(wanted - found - on_their_way),
        surplus=sorted(found - wanted - on_their_way),
        stale=sorted(pk for pk in wanted & found - on_their_way if held[pk][0] != told.get(pk)),
        compared=len(wanted | found),
    )


def _catch_up(version: int) -> None:
    """After the database came back from an older copy the index may be ahead: number on from there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('matching_document_version', greatest(%s, (SELECT last_value FROM matching_document_version)))",
            [version],
        )
