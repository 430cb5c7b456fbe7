"""Building an index anew beside the live one, while changes go on, and swapping it in.

Documents are copied with the version the live index was last told or a mark waits with, read before the rows are: a process
that chose the old index alone, just before there was a new one, is made good by it. Whatever changes later carries a larger
number and is written to both indices by the ordinary indexer, so neither order can lose it. A rebuild that was killed leaves
nothing but an index under the name of the next one, which the next rebuild drops.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from backend.matching import engine as engines
from backend.matching import locks, models_of_deals
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.services import drift, indexing
from backend.matching.services.marks import mark_dirty
from search import bulk, indices
from search.engine import Engine
from search.errors import SearchUnavailable
from search.indices import NewIndex
from search.matching.model import Model
from search.records import ObjectKind

log = structlog.get_logger(__name__)

_BATCH = 500


class RebuildRunning(Exception):
    """Another process is rebuilding."""


def needed(engine: Engine) -> tuple[ObjectKind, ...]:
    """Kinds whose live index was built from another mapping or model. Missing ones are made. Raises SearchUnavailable."""
    indexing.make_missing(engine)
    return indices.outdated(engine)


def is_empty() -> bool:
    """Whether nothing was ever indexed."""
    return not IndexedObject.objects.exists()


def rebuild(
    kinds: tuple[ObjectKind, ...],
    *,
    now: datetime,
    model: Model | None = None,
    also: Callable[[], None] = lambda: None,
) -> dict[ObjectKind, int]:
    """Rebuild and swap, one kind after the other; returns how many objects each knows.

    With another `model` the new indices are built by it, and it becomes the current one once they are in place; `also` is
    done in the same transaction. Raises SearchUnavailable, RebuildRunning.
    """
    engine = engines.current()
    built = engine if model is None else replace(engine, model=model)
    with only_one():
        indexing.make_missing(engine)
        filled = {kind: _fill(built, kind, now=now) for kind in kinds}
        for kind, one in filled.items():
            indices.finish_rebuild(built, one.target)
            # Refused by the new index, taken by the old one: the indexer sets them aside with the reason.
            mark_dirty(kind, one.refused)
        if model is not None:
            _put_in_force(model, also)
            _write_again(kinds, since=now)
        indices.drop_orphans(engine)
    return {kind: IndexedObject.objects.filter(kind=kind.value).count() for kind in kinds}


def put_in_force(model: Model, *, now: datetime, also: Callable[[], None] = lambda: None) -> None:
    """Rank by another model once everything it ranks is built by it. Raises SearchUnavailable, RebuildRunning.

    Where there is no engine, or nothing in it yet, there is nothing to build.
    """
    if settings.ELASTICSEARCH_URL and not is_empty():
        rebuild(indexing.RANKED, now=now, model=model, also=also)
        return
    with only_one():
        _put_in_force(model, also)


def renew(*, now: datetime) -> bool:
    """Learn the past deals anew and rebuild what is ranked by them; False when nothing changed.

    The ranking in force stays in force. Raises SearchUnavailable, RebuildRunning.
    """
    with only_one():
        model = models_of_deals.learn(now=now)
        if model.version == models_of_deals.current().version:
            return False
        rebuild(indexing.RANKED, now=now, model=model)
    return True


@contextmanager
def only_one() -> Iterator[None]:
    """Inside, nobody else changes the model or swaps indices. Raises RebuildRunning."""
    with locks.alone(locks.REBUILD) as is_mine:
        if not is_mine:
            raise RebuildRunning
        yield


def _put_in_force(model: Model, also: Callable[[], None]) -> None:
    with transaction.atomic():
        models_of_deals.make_current(model)
        also()


@dataclass(slots=True)
class _Filled:
    """The next index of a kind, how many documents it got, and the objects it would not take."""

    target: NewIndex
    copied: int = 0
    refused: list[UUID] = field(default_factory=list)


def _fill(engine: Engine, kind: ObjectKind, *, now: datetime) -> _Filled:
    filled = _Filled(indices.begin_rebuild(engine, kind))
    drift.mark_unknown(kind, now=now)
    for batch in _batches(kind):
        _copy(engine, filled, batch, now=now)
    if indexing.drain(now=now, kinds=[kind]).is_engine_away:
        raise SearchUnavailable("search.unavailable")
    log.info("index_filled", kind=kind.value, index=filled.target.index, copied=filled.copied)
    return filled


def _write_again(kinds: tuple[ObjectKind, ...], *, since: datetime) -> None:
    """What the indexer wrote during the rebuild was made by the model that has just been replaced. That is no news."""
    for kind in kinds:
        rows = IndexedObject.objects.filter(kind=kind.value, told_at__gte=since)
        mark_dirty(kind, list(rows.values_list("object_id", flat=True)), is_news=False)


def _batches(kind: ObjectKind) -> Iterator[dict[UUID, int]]:
    """What waits for the live index and what it was told, with the larger version, read batch by batch.

    Marks are read first: one that is worked off meanwhile is then found among what was told.
    """
    rows = [model.objects.filter(kind=kind.value) for model in (DirtyObject, IndexedObject)]
    ids = iter(sorted({pk for some in rows for pk in some.values_list("object_id", flat=True)}))
    while batch := list(islice(ids, _BATCH)):
        versions: dict[UUID, int] = {}
        for some in rows:
            for pk, version in some.filter(object_id__in=batch).values_list("object_id", "version"):
                versions[pk] = max(version, versions.get(pk, 0))
        yield versions


def _copy(engine: Engine, filled: _Filled, versions: dict[UUID, int], *, now: datetime) -> None:
    kind = filled.target.kind
    marks = [DirtyObject(kind=kind.value, object_id=pk, version=version) for pk, version in versions.items()]
    items, unreadable = indexing.project(marks, now=now)
    report = bulk.write(engine, items, into=filled.target)
    if report.busy:
        raise SearchUnavailable("search.too_slow")
    filled.copied += len(report.written)
    filled.refused += [UUID(one.id) for one in (*unreadable, *report.rejected)]
