"""F06: an old state arrives more than a minute after its object was taken away, when the engine has forgotten deletions."""

import time

import pytest

from backend.core import clock
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.matching.models import DirtyObject
from backend.matching.services import indexing, rebuild, settling
from backend.matching.services.marks import mark_dirty
from search import bulk, indices
from search.engine import Engine
from search.records import ObjectKind, Record, Removal
from tests.support.alongside import differing
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

DEAL = ObjectKind.DEAL
# The engine forgets the version of a deleted document after 60 seconds, if it is not told another time.
LATE = 70.0
SOON = 1.0


def _forget_deletions_at_once(engine: Engine) -> None:
    engine.connection.writes.indices.put_settings(index=engine.write_alias(DEAL), settings={"index.gc_deletes": "1ms"})


def _read_by_a_slow_indexer(count: int) -> tuple[list[Pitch], list[Record | Removal]]:
    """Published pitches that are marked, and what an indexer that then falls asleep has read of them."""
    pitches = many_pitches(count)
    mark_all()
    items, _ = indexing.project(DirtyObject.objects.all(), now=clock.now())
    return pitches, [item for item in items if bulk.kind_of(item) is DEAL]


def _take_away(pitches: list[Pitch]) -> None:
    """Half are hidden, half are erased."""
    half = len(pitches) // 2
    ids = [one.pk for one in pitches]
    Pitch.objects.filter(pk__in=ids[:half]).update(state=PitchState.PAUSED)
    Pitch.objects.filter(pk__in=ids[half:]).delete()
    mark_dirty(DEAL, ids)


def _deliver(engine: Engine, items: list[Record | Removal]) -> None:
    """The slow indexer wakes up and does what it was about to do."""
    report = bulk.write(engine, items)
    settling.forget(report.done)
    indices.refresh(engine)


def test_f06_what_was_taken_away_stays_away(shared_index: Index) -> None:
    engine = shared_index.engine
    if not is_full():
        _forget_deletions_at_once(engine)
    pitches, late = _read_by_a_slow_indexer(200 if is_full() else 20)
    shared_index.catch_up()
    assert shared_index.found(DEAL) == {str(one.pk) for one in pitches}
    _take_away(pitches)
    shared_index.catch_up()
    time.sleep(LATE if is_full() else SOON)
    _deliver(engine, late)
    came_back = shared_index.found(DEAL)
    # The places of what was taken away go with the index into the next one.
    rebuild.rebuild((DEAL,), now=clock.now())
    _deliver(engine, late)
    came_back |= shared_index.found(DEAL)
    record("F06 resurrected", value=len(came_back), bound=0, unit="documents", passed=not came_back)
    assert came_back == set()
    assert differing() == 0


def test_f06_documents_that_are_really_deleted_come_back(shared_index: Index) -> None:
    """The negative control: the same with the engine's own deletion, which forgets."""
    engine = shared_index.engine
    _forget_deletions_at_once(engine)
    pitches, late = _read_by_a_slow_indexer(5)
    shared_index.catch_up()
    for number, one in enumerate(pitches):
        engine.connection.writes.delete(
            index=engine.write_alias(DEAL), id=str(one.pk), version=10**9 + number, version_type="external"
        )
    Pitch.objects.update(state=PitchState.PAUSED)
    assert shared_index.found(DEAL) == set()
    time.sleep(SOON)
    shared_index.found(DEAL)
    _deliver(engine, late)
    assert shared_index.found(DEAL) == {str(one.pk) for one in pitches}
