"""F09: a reindex is killed at random points. The site goes on with the old index, the next run ends it, and nothing is left over."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from backend.deals.models import Pitch
from backend.matching import locks
from search import indices
from search.client import GuardedTransport
from search.health import health
from search.records import ObjectKind
from tests.support import workers
from tests.support.alongside import differing, until
from tests.support.changes import change_row
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

DEAL = ObjectKind.DEAL
Die = Callable[[str, int], int]


@contextmanager
def _dying() -> Iterator[Die]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.dying_reindex"],
        cwd=workers.CHECKOUT,
        env=workers.surroundings(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asking, answers = process.stdin, process.stdout
    assert asking is not None
    assert answers is not None

    def die(when: str, nth: int) -> int:
        asking.write(f"{when} {nth}\n")
        asking.flush()
        # What the command says of its progress comes first.
        return int(next(line for line in answers if line.strip().lstrip("-").isdecimal()))

    try:
        yield die
    finally:
        process.communicate(timeout=60)


def _reindex() -> None:
    call_command("reindex", "--kind", "deal", stdout=StringIO())


def _requests(monkeypatch: pytest.MonkeyPatch) -> int:
    """How often a whole reindex speaks to the engine."""
    real, count = GuardedTransport.perform_request, [0]

    def counting(self: GuardedTransport, *given: Any, **named: Any) -> Any:
        count[0] += 1
        return real(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(GuardedTransport, "perform_request", counting)
        _reindex()
    return count[0]


def _published() -> set[str]:
    return {str(pk) for pk in Pitch.objects.filter(state="published").values_list("pk", flat=True)}


def _left_over(index: Index) -> list[str]:
    """Indices under our prefix no name leads to."""
    held = index.engine.connection.reads.indices.get_alias(index=f"{index.engine.prefix}*").body
    return sorted(set(held) - {name for one in health(index.engine).indices for name in one.indices})


def test_f09_killed_reindex_is_ended_by_the_next(shared_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    kills, count = (10, 2000) if is_full() else (2, 50)
    ids = [one.pk for one in many_pitches(count)]
    mark_all()
    shared_index.catch_up()
    chance = random.Random(9)
    points = [
        (chance.choice(("before", "after")), nth) for nth in chance.sample(range(1, _requests(monkeypatch)), kills)
    ]
    ended = left = 0
    with _dying() as die:
        for point in points:
            assert die(*point) == -signal.SIGKILL, point
            # The dead process gives its lock back, and the street goes on with whichever index it left in place.
            assert until(lambda: not locks.is_taken(locks.REBUILD), 20, every=0.02)
            assert all(len(one.indices) == 1 for one in health(shared_index.engine).indices)
            for number in range(10):
                change_row(chance.choice(ids), chance, f"after {point} {number}")
            shared_index.catch_up()
            assert shared_index.found(DEAL) == _published()
            _reindex()
            ended += differing() == 0 and shared_index.found(DEAL) == _published()
            left += len(_left_over(shared_index))
    record(
        "F09 ended with index and database equal", value=ended, bound=kills, unit="of the kills", passed=ended == kills
    )
    record("F09 indices left over", value=left, bound=0, unit="indices", passed=left == 0)
    assert (ended, left) == (kills, 0)


def test_f09_without_tidying_a_killed_reindex_leaves_an_index(
    shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: killed between the swap and the tidying, and nobody tidies later."""
    many_pitches(3)
    mark_all()
    shared_index.catch_up()
    with monkeypatch.context() as patch:
        patch.setattr(indices, "drop_orphans", _killed)
        with pytest.raises(KeyboardInterrupt):
            _reindex()
        patch.setattr(indices, "drop_orphans", lambda _: ())
        _reindex()
    assert len(_left_over(shared_index)) == 2
    _reindex()
    assert _left_over(shared_index) == []


def _killed(_: object) -> None:
    raise KeyboardInterrupt
