"""F02: the engine turns read-only, as it does when its disk is full. Operators hear of it, nothing is lost, and it catches up."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.deals.services.pitch_states import pause_pitch
from backend.matching import gateway, tasks
from backend.matching.models import DeadLetter, DirtyObject, IndexAlarm
from backend.matching.services import indexing
from backend.notifications.models import Notification
from search import bulk
from search.records import ObjectKind
from tests.factories.accounts import OperatorFactory
from tests.factories.organizations import OrganizationFactory
from tests.support.alongside import beside, differing, until
from tests.support.changes import Changes
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record
from tests.support.search_index import Index
from tests.support.workers import Worker

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

DEAL = ObjectKind.DEAL
DRAINED_SECONDS, ALARM_SECONDS = 60.0, 30.0
SWEEP = 15
BLOCK = "index.blocks.read_only_allow_delete"


@contextmanager
def _read_only(index: Index) -> Iterator[None]:
    """What the engine does to its indices at the flood stage of the disk."""
    engine = index.engine
    names = [engine.write_alias(kind) for kind in ObjectKind]
    engine.connection.writes.indices.put_settings(index=names, settings={BLOCK: True})
    try:
        yield
    finally:
        engine.connection.writes.indices.put_settings(index=names, settings={BLOCK: None})


@contextmanager
def _worker(log: Path, settings: Settings, errors: list[BaseException]) -> Iterator[None]:
    """The product's worker; in a short run its sweeps alone, every fifth of a second by a clock that runs fast."""

    def sweep() -> None:
        settings.CLOCK_OFFSET_SECONDS += SWEEP
        tasks.sweep(timestamp=0)

    if is_full():
        worker = Worker(log)
        try:
            yield
        finally:
            worker.stop()
    else:
        with beside(sweep, errors, 0.2):
            yield


def _company(count: int) -> tuple[list[Pitch], User]:
    company = OrganizationFactory.create(verified=True)
    pitches = many_pitches(count, organization=company)
    mark_all()
    return pitches, person_in(company)


def test_f02_read_only_engine_loses_nothing_and_is_told(
    shared_index: Index, settings: Settings, tmp_path: Path
) -> None:
    down = 60.0 if is_full() else 1.5
    operator = OperatorFactory.create()
    changes = Changes(*_company(40 if is_full() else 20), random.Random(2))
    shared_index.catch_up()
    errors = list[BaseException]()
    with _worker(tmp_path / "worker.log", settings, errors):
        with _read_only(shared_index), beside(changes.make_one, errors, 0.1):
            # Searching goes on by the engine; a change stands in the database at once.
            assert gateway.search_deals(AnonymousUser(), {}, now=clock.now()).mode == "full"
            time.sleep(down)
            # The control: the engine was met read-only.
            assert until(lambda: IndexAlarm.objects.filter(ended_at=None).exists(), 30)
            assert DirtyObject.objects.filter(attempts__gt=0).exists()
            alarm = IndexAlarm.objects.get(ended_at=None)
        ended = time.monotonic()
        until(lambda: not DirtyObject.objects.exists(), 2 * DRAINED_SECONDS)
        drained = time.monotonic() - ended
        assert until(lambda: not IndexAlarm.objects.filter(ended_at=None).exists(), 30)
    assert errors == []
    _report(alarm, drained)
    assert [row.recipient for row in Notification.objects.filter(subject_id=alarm.pk)] == [operator]
    assert not DirtyObject.objects.exists()
    assert not DeadLetter.objects.exists()
    assert differing() == 0
    published = Pitch.objects.filter(state=PitchState.PUBLISHED).values_list("pk", flat=True)
    assert shared_index.found(DEAL) == {str(pk) for pk in published}


def _report(alarm: IndexAlarm, drained: float) -> None:
    told = (alarm.raised_at - alarm.since).total_seconds()
    lost = DeadLetter.objects.count() + differing()
    record("F02 lost", value=float(lost), bound=0.0, unit="changes", passed=lost == 0)
    for name, value, bound in (("F02 drained", drained, DRAINED_SECONDS), ("F02 alarm", told, ALARM_SECONDS)):
        record(name, value=round(value, 1), bound=bound, unit="s", passed=value <= bound)
        if is_full():
            assert value <= bound, name


def test_f02_refusals_taken_as_final_lose_changes(shared_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same block, taken for a fault of the documents."""
    pitches, founder = _company(3)
    shared_index.catch_up()
    with monkeypatch.context() as patch, _read_only(shared_index):
        patch.setattr(bulk, "_BUSY", frozenset())
        patch.setattr(bulk, "_BLOCKED", "")
        # What is set aside is taken out of the index as well, which a blocked engine does not do either.
        patch.setattr(indexing, "_take_away", lambda engine, rejected: None)
        pause_pitch(actor=founder, pitch=pitches[0], now=clock.now())
        shared_index.catch_up()
    shared_index.catch_up()
    assert DeadLetter.objects.count() == 1
    assert shared_index.found(DEAL) == {str(one.pk) for one in pitches}
