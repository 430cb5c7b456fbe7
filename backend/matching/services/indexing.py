"""Working off the marks: read the objects as they are now, write them with their version, forget the mark if it is the same still.

No row is locked and no transaction open while the engine is spoken to. Two indexers at once do no harm: the engine keeps
the larger version, and a mark is deleted only with the version that was written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import F, Q, QuerySet

from backend.matching import engine as engines
from backend.matching import models_of_deals
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.projections import deal_records, investor_records, saved_search_records, thesis_records
from backend.matching.services import settling
from backend.matching.services.marks import mark_dirty
from search import bulk, indices
from search.bulk import Rejected
from search.engine import Engine
from search.errors import SearchUnavailable
from search.records import ObjectKind, Record, Removal

log = structlog.get_logger(__name__)

# Documents of one batch are made while the engine takes those before; at its end it is waited for.
BATCH = 2_000
# An overloaded engine is pressed again after this long, doubled with every try up to 32 seconds: with the sweep's 15 all that
# waited is written within a minute of its taking writes again.
_FIRST_WAIT = timedelta(seconds=2)
_MOST_DOUBLINGS = 4
# What is ranked by the model.
RANKED = (ObjectKind.INVESTOR, ObjectKind.DEAL)

Versions = Mapping[UUID, int]


@dataclass(slots=True)
class Drained:
    """What became of the marks: objects the index now agrees with, set aside with a reason, and put back for later."""

    indexed: int = 0
    rejected: int = 0
    busy: int = 0
    is_engine_away: bool = False


def drain(*, now: datetime, kinds: Iterable[ObjectKind] = tuple(ObjectKind)) -> Drained:
    """Work off what is marked, oldest first. While the engine is away nothing is lost and no try is counted."""
    result = Drained()
    try:
        make_missing(engines.current())
        while marks := _due(kinds, now):
            # Anew for each batch: another ranking may have come into force meanwhile.
            settled = _work_off(engines.current(), marks, result, now=now)
            if not settled:
                # The engine took none of them; going on at once would only press it harder.
                break
    except SearchUnavailable as problem:
        result.is_engine_away = True
        log.warning("indexing_waits_for_engine", code=problem.code, waiting=DirtyObject.objects.count())
    return result


def make_missing(engine: Engine) -> None:
    """Make indices that are not there. What one that was lost had been told is marked, as news to nobody. Raises SearchUnavailable.

    Marked first: whoever dies in between leaves the index missing, for the next one to do both.
    """
    lost = indices.missing(engine)
    for kind in lost:
        told = IndexedObject.objects.filter(kind=kind.value)
        mark_dirty(kind, told.values_list("object_id", flat=True), is_news=False)
    if lost:
        indices.create_missing(engine)


def is_due(*, now: datetime) -> bool:
    """Whether any mark waits to be worked off."""
    return _waiting(tuple(ObjectKind), now).exists()


def _due(kinds: Iterable[ObjectKind], now: datetime) -> list[DirtyObject]:
    return list(_waiting(kinds, now).order_by("version")[:BATCH])


def _waiting(kinds: Iterable[ObjectKind], now: datetime) -> QuerySet[DirtyObject]:
    marks = DirtyObject.objects.filter(kind__in=[kind.value for kind in kinds])
    return marks.filter(Q(retry_at=None) | Q(retry_at__lte=now))


def _work_off(engine: Engine, marks: Sequence[DirtyObject], result: Drained, *, now: datetime) -> int:
    items, unreadable = project(marks, now=now)
    report = bulk.write(engine, items)
    rejected = [*unreadable, *report.rejected]
    indexed = settling.forget(report.done)
    _mark_for_another_model(engine, report.done)
    _take_away(engine, rejected)
    result.indexed += indexed
    result.busy += len(report.busy)
    result.rejected += settling.set_aside(rejected)
    _put_back(report.busy, marks, now=now)
    return indexed + len(rejected)


def _mark_for_another_model(engine: Engine, done: Sequence[settling.Written]) -> None:
    """What was written by a model that is in force no more is written again; that is no news.

    Whoever puts a model in force marks what was told until then, so that one of the two sees what the other has done.
    """
    if done and models_of_deals.current().version != engine.model.version:
        for kind in RANKED:
            mark_dirty(kind, [UUID(pk) for written, pk, _ in done if written is kind], is_news=False)


def _take_away(engine: Engine, rejected: Sequence[Rejected]) -> None:
    """What the index refuses is not found as it was before either: what it said then may be nobody's business now.

    Raises SearchUnavailable when the engine does not take that; then the marks stay.
    """
    if rejected:
        report = bulk.write(engine, [Removal(kind=one.kind, id=one.id, version=one.version) for one in rejected])
        if report.busy or report.rejected:
            raise SearchUnavailable("search.too_slow")


def project(marks: Iterable[DirtyObject], *, now: datetime) -> tuple[list[Record | Removal], list[Rejected]]:
    """The document of each marked object as it is now, or its removal; and objects no document can be made of."""
    versions: dict[ObjectKind, dict[UUID, int]] = defaultdict(dict)
    for mark in marks:
        versions[ObjectKind(mark.kind)][mark.object_id] = mark.version
    items: list[Record | Removal] = []
    unreadable: list[Rejected] = []
    for kind, wanted in versions.items():
        try:
            items.extend(_with_removals(kind, wanted, now=now))
        except (ValueError, ArithmeticError, TypeError, LookupError):
            # One unreadable row must not keep the others of its batch out of the index.
            for object_id, version in wanted.items():
                _project_one(kind, object_id, version, items, unreadable, now=now)
    return items, unreadable


def _project_one(
    kind: ObjectKind,
    object_id: UUID,
    version: int,
    items: list[Record | Removal],
    unreadable: list[Rejected],
    *,
    now: datetime,
) -> None:
    try:
        items.extend(_with_removals(kind, {object_id: version}, now=now))
    except (ValueError, ArithmeticError, TypeError, LookupError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        unreadable.append(Rejected(kind, str(object_id), version, reason))


def _with_removals(kind: ObjectKind, wanted: Versions, *, now: datetime) -> list[Record | Removal]:
    items: list[Record | Removal] = list(records(kind, wanted, now=now))
    kept = {item.id for item in items}
    gone = ((str(object_id), version) for object_id, version in wanted.items() if str(object_id) not in kept)
    return [*items, *(Removal(kind=kind, id=object_id, version=version) for object_id, version in gone)]


def records(kind: ObjectKind, versions: Versions, *, now: datetime) -> Iterator[Record]:
    """The records of those objects that may be found."""
    match kind:
        case ObjectKind.DEAL:
            yield from deal_records(versions)
        case ObjectKind.INVESTOR:
            yield from investor_records(versions, now=now)
        case ObjectKind.CRITERIA:
            yield from thesis_records(versions, now=now)
            yield from saved_search_records(versions, now=now)


def _put_back(busy: Sequence[tuple[ObjectKind, str, int]], marks: Iterable[DirtyObject], *, now: datetime) -> None:
    """Wait longer each time; a new change of the object ends the wait."""
    later = {(kind.value, object_id) for kind, object_id, _ in busy}
    for mark in marks:
        if (mark.kind, str(mark.object_id)) in later:
            wait = _FIRST_WAIT * 2 ** min(mark.attempts, _MOST_DOUBLINGS)
            same = DirtyObject.objects.filter(pk=mark.pk, version=mark.version)
            same.update(attempts=F("attempts") + 1, retry_at=now + wait)
