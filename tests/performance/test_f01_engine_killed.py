"""F01: the engine is killed while rows change. Writers never notice, searches say so within two seconds, nothing is lost."""

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from backend.core import clock
from backend.deals.models import Pitch
from backend.deals.services.pitch_states import pause_pitch
from backend.matching import gateway
from backend.matching.models import DeadLetter, DirtyObject
from backend.matching.services import drift, indexing
from search import bulk, indices
from search.errors import SearchUnavailable
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.organizations import OrganizationFactory
from tests.support.alongside import beside, percentile, seconds_until_agreed, until
from tests.support.changes import Changes
from tests.support.outages import Outage, mortal_engine
from tests.support.pitch_cast import person_in
from tests.support.results import is_full, record
from tests.support.search_index import Index, prefix_of_process

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

SEARCH_SECONDS = 2.0
RETURN_SECONDS = 60.0
SLOWER = 1.2
PITCHES = 40


@dataclass(slots=True)
class Load:
    """What the writer and the searcher saw."""

    writes: list[float] = field(default_factory=list)
    searches: list[tuple[str, float]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


def _write(changes: Changes, count: int, load: Load) -> list[float]:
    took = []
    for _ in range(count):
        started = time.perf_counter()
        try:
            changes.make_one()
        except Exception as error:  # noqa: BLE001 - every failed write counts against the bound
            load.errors.append(error)
        took.append(time.perf_counter() - started)
    return took


def _search(load: Load) -> None:
    started = time.perf_counter()
    answer = gateway.search_deals(AnonymousUser(), {}, now=clock.now())
    load.searches.append((answer.mode, time.perf_counter() - started))


def test_f01_engine_killed_while_rows_change(settings: Settings) -> None:
    count, down = (10_000, 20.0) if is_full() else (400, 2.0)
    chance = random.Random(1)
    settings.SEARCH_PREFIX = f"{prefix_of_process()}_f01"
    with mortal_engine() as (url, outage):
        settings.ELASTICSEARCH_URL = url
        index, load = Index(), Load()
        company = OrganizationFactory.create(verified=True)
        pitches = [PitchFactory.create(published=True, organization=company) for _ in range(PITCHES)]
        changes = Changes(pitches, person_in(company), chance)
        drift.mark_unknown(ObjectKind.DEAL, now=clock.now())
        index.catch_up()
        indexer = beside(lambda: indexing.drain(now=clock.now()), load.errors, 0.2)
        with indexer, beside(lambda: _search(load), load.errors, 0.1):
            baseline = _write(changes, count // 4, load)
            until(lambda: "full" in _modes(load), 30)
            back = _write_through(outage, changes, count, down, load, chance)
            seconds = seconds_until_agreed(2 * RETURN_SECONDS)
            seen = len(load.searches)
            until(lambda: any(mode == "full" for mode, _ in load.searches[max(back, seen - 1) :]), 30)
        _report(load, baseline, seconds)
        _assert_whole(index, load, seconds, back)
        indices.drop_all(index.engine)


def _write_through(outage: Outage, changes: Changes, count: int, down: float, load: Load, chance: random.Random) -> int:
    """Write while the engine is killed at a random moment and comes back; how many searches there were by then."""

    def take_away() -> None:
        time.sleep(chance.uniform(0.1, 1.5))
        with outage():
            until(lambda: "reduced" in _modes(load), 30)
            time.sleep(down)

    killer = threading.Thread(target=take_away)
    killer.start()
    load.writes = _write(changes, count, load)
    killer.join(600)
    return len(load.searches)


def _modes(load: Load) -> set[str]:
    return {mode for mode, _ in load.searches}


def _report(load: Load, baseline: list[float], seconds: float) -> None:
    ratio = percentile(load.writes, 95) / percentile(baseline, 95)
    slowest = max(took for _, took in load.searches)
    for name, value, bound, unit in (
        ("F01 writes failed", float(len(load.errors)), 0.0, "writes"),
        ("F01 write p95 against baseline", round(ratio, 2), SLOWER, "times"),
        ("F01 slowest search", round(slowest, 2), SEARCH_SECONDS, "s"),
        ("F01 agreed after return", round(seconds, 1), RETURN_SECONDS, "s"),
        ("F01 dead letters", float(DeadLetter.objects.count()), 0.0, "documents"),
    ):
        record(name, value=value, bound=bound, unit=unit, passed=value <= bound)
    if is_full():
        assert ratio <= SLOWER
        assert slowest <= SEARCH_SECONDS


def _assert_whole(index: Index, load: Load, seconds: float, back: int) -> None:
    assert load.errors == []
    assert _modes(load) == {"full", "reduced"}
    # It switched itself back.
    assert "full" in {mode for mode, _ in load.searches[back:]}
    assert not DirtyObject.objects.exists()
    assert not DeadLetter.objects.exists()
    assert [one.differing for one in drift.find(now=clock.now())] == [[], [], []]
    published = Pitch.objects.filter(state="published").values_list("pk", flat=True)
    assert index.found(ObjectKind.DEAL) == {str(pk) for pk in published}
    assert seconds <= RETURN_SECONDS


def _engine_died(*_: object) -> NoReturn:
    raise SearchUnavailable("search.away")


def test_f01_marks_forgotten_before_the_write_lose_changes(
    shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same outage, with marks deleted when they are read and not when they are written."""
    read_due = indexing._due

    def forget_at_once(kinds: Iterable[ObjectKind], now: datetime) -> list[DirtyObject]:
        marks = read_due(kinds, now)
        DirtyObject.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return marks

    company = OrganizationFactory.create(verified=True)
    pitch = PitchFactory.create(published=True, organization=company)
    drift.mark_unknown(ObjectKind.DEAL, now=clock.now())
    shared_index.catch_up()
    assert [one.differing for one in drift.find(now=clock.now())] == [[], [], []]
    monkeypatch.setattr(indexing, "_due", forget_at_once)
    with monkeypatch.context() as outage:
        outage.setattr(bulk, "write", _engine_died)
        pause_pitch(actor=person_in(company), pitch=pitch, now=clock.now())
        assert indexing.drain(now=clock.now()).is_engine_away
    shared_index.catch_up()
    assert shared_index.found(ObjectKind.DEAL) == {str(pitch.pk)}
    assert [pk for one in drift.find(now=clock.now()) for pk in one.differing] == [pitch.pk]
