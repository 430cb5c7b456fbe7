"""F08: the old and the next version of the product change and index rows at once, while one builds the index anew and swaps
it in, and while the other one goes back. Nobody searching notices, and index and database agree both times."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from backend.core import clock
from backend.deals.enums import PitchState
from backend.deals.models import Pitch
from backend.matching import gateway
from backend.matching.models import DeadLetter, DirtyObject
from backend.matching.services import drift, rebuild
from search import bulk, indices
from search.records import ObjectKind
from tests.support import workers
from tests.support.alongside import beside, differing, seconds_until_agreed
from tests.support.changes import change_and_index, change_row
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.next_version import NEW_FIELD
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

DEAL = ObjectKind.DEAL
STEADY = "始终在册"


@dataclass(slots=True)
class Seen:
    """What one who searches and one who looks at the names saw all the time."""

    steady: int
    index: Index
    searches: int = 0
    samples: int = 0
    reduced: int = 0
    wrong: list[int] = field(default_factory=list)
    behind: set[int] = field(default_factory=set)
    errors: list[BaseException] = field(default_factory=list)

    def search(self) -> None:
        """Pitches nobody changes: each of them is found every time."""
        answer = gateway.search_deals(AnonymousUser(), {"q": STEADY}, now=clock.now())
        self.searches += 1
        self.reduced += answer.mode != "full"
        if answer.count != self.steady or not answer.results:
            self.wrong.append(answer.count)

    def look(self) -> None:
        engine = self.index.engine
        for alias in (engine.read_alias(DEAL), engine.write_alias(DEAL)):
            self.behind.add(len(engine.connection.reads.indices.get_alias(name=alias).body))
        self.samples += 1


@contextmanager
def _next_version(rate: float) -> Iterator["subprocess.Popen[str]"]:
    program = [sys.executable, "-m", "tests.support.next_version", str(rate)]
    process = subprocess.Popen(
        program,
        cwd=workers.CHECKOUT,
        env=workers.surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield process
    finally:
        process.communicate(timeout=120)
    assert process.returncode == 0


def _rebuild_by_next(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("rebuild\n")
    process.stdin.flush()
    assert process.stdout.readline() == "rebuilt\n"


def _documents(index: Index) -> list[dict[str, Any]]:
    engine = index.engine
    indices.refresh(engine)
    body: dict[str, Any] = {"query": {"exists": {"field": "readers"}}, "size": 1000}
    found = engine.connection.reads.search(index=engine.read_alias(DEAL), **body)["hits"]["hits"]
    return [hit["_source"] for hit in found]


def _assert_same_words(index: Index) -> None:
    """Beside versions and visibility: what a document says is what its row says."""
    rows = Pitch.objects.filter(state=PitchState.PUBLISHED).values_list("pk", "one_liner")
    held = {one["id"]: one["public"]["one_liners_written"][0] for one in _documents(index)}
    assert held == {str(pk): text for pk, text in rows}


def test_f08_two_versions_through_a_swap_and_back(patient: None, shared_index: Index, settings: Settings) -> None:
    count, rate, quarter = (400, 100.0, 15.0) if is_full() else (60, 40.0, 0.5)
    many_pitches(count // 4, story=STEADY)
    moving = [one.pk for one in many_pitches(count)]
    mark_all()
    shared_index.catch_up()
    seen, chance = Seen(count // 4, shared_index), random.Random(8)
    before = _live(shared_index)
    ended: list[bool] = []
    with _next_version(rate) as other, ExitStack() as stack:
        stack.callback(ended.append, True)
        for act, pause in ((seen.search, 0.05), (seen.look, 0.02)):
            stack.enter_context(beside(act, seen.errors, pause))
        own = beside(
            lambda: change_and_index(moving, chance, "this", rate=rate, is_over=lambda: bool(ended)), seen.errors, 0
        )
        stack.enter_context(own)
        stack.callback(ended.append, True)
        time.sleep(quarter)
        _rebuild_by_next(other)
        swapped = _live(shared_index)
        time.sleep(2 * quarter)
        assert rebuild.needed(shared_index.engine) == (DEAL,)
        rebuild.rebuild((DEAL,), now=clock.now())
        back = _live(shared_index)
        time.sleep(quarter)
    assert seen.errors == []
    assert len({before, swapped, back}) == 3
    # The control: both versions wrote.
    assert {text.split()[0] for text in Pitch.objects.filter(pk__in=moving).values_list("one_liner", flat=True)} >= {
        "this",
        "next",
    }
    if not is_full():
        # The wait after a refusal is over.
        settings.CLOCK_OFFSET_SECONDS = 60
    _settle(shared_index, seen)


def _live(index: Index) -> str:
    engine = index.engine
    return str(*engine.connection.reads.indices.get_alias(name=engine.read_alias(DEAL)).body)


def _settle(index: Index, seen: Seen) -> None:
    """What the other version could not write waits at most half a minute for one that can."""
    seconds = seconds_until_agreed(90)
    for name, value in (
        ("F08 differing after the way back", float(differing())),
        ("F08 searches without the engine", float(seen.reduced)),
        ("F08 searches that missed something", float(len(seen.wrong))),
        ("F08 samples with another number of indices than one", float(len(seen.behind - {1}))),
        ("F08 dead letters", float(DeadLetter.objects.count())),
    ):
        record(name, value=value, bound=0.0, unit="times", passed=value == 0.0)
    record("F08 agreed after", value=round(seconds, 1), bound=60.0, unit="s", passed=seconds <= 60)
    assert seen.searches > 10
    assert seen.samples > 10
    assert (seen.reduced, seen.wrong, seen.behind) == (0, [], {1})
    assert not DirtyObject.objects.exists()
    assert not DeadLetter.objects.exists()
    assert differing() == 0
    assert all(NEW_FIELD not in one["public"] for one in _documents(index))
    _assert_same_words(index)
    assert indices.drop_orphans(index.engine) == ()


def test_f08_changes_written_to_the_old_index_alone_are_lost(
    shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the process that changes rows does not know that an index is being built."""
    pitches = many_pitches(5)
    mark_all()
    shared_index.catch_up()
    finish = indices.finish_rebuild

    def finishing(*given: Any) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(bulk, "building", lambda *_: "")
            for one in pitches:
                change_row(one.pk, random.Random(1), "changed")
            shared_index.catch_up()
        finish(*given)

    monkeypatch.setattr(indices, "finish_rebuild", finishing)
    rebuild.rebuild((DEAL,), now=clock.now())
    assert sum(len(one.differing) for one in drift.find(now=clock.now(), kinds=[DEAL])) == len(pitches)
