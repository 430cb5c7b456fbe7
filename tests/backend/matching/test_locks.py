"""One worker at a time: whoever comes second leaves its work to the first, which must not overlook it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from backend.matching import locks
from backend.matching.services import indexing, working
from backend.matching.services.indexing import Drained

pytestmark = pytest.mark.django_db

LOCK = 7_042_999


def _two_workers(is_more: Callable[[list[str]], bool]) -> tuple[list[str], list[str]]:
    """The second comes with something new while the first is at work. Returns who did what, and what was left."""
    waiting, done = ["first"], list[str]()

    def work(worker: str) -> bool:
        taken = list(waiting)
        waiting.clear()
        if taken == ["first"]:
            waiting.append("second")
            other = threading.Thread(target=come_second)
            other.start()
            other.join(20)
        done.extend(f"{worker} did {one}" for one in taken)
        return True

    def come_second() -> None:
        try:
            locks.in_turn(LOCK, lambda: work("B"), is_more=lambda: bool(waiting))
        finally:
            connection.close()

    locks.in_turn(LOCK, lambda: work("A"), is_more=lambda: is_more(waiting))
    return done, waiting


def test_the_first_does_what_the_second_came_for() -> None:
    assert _two_workers(bool) == (["A did first", "A did second"], [])


def test_sweeps_do_not_pile_up_behind_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them would do the same work, until no worker is left for anything else."""
    done: list[str] = []

    def drain(**_: object) -> Drained:
        done.append("drained")
        if len(done) == 1:
            other = threading.Thread(target=sweep_after)
            other.start()
            other.join(20)
        return Drained()

    def sweep_after() -> None:
        try:
            working.sweep()
        finally:
            connection.close()

    monkeypatch.setattr(indexing, "drain", drain)
    working.sweep()
    assert done == ["drained"]
    working.sweep()
    assert done == ["drained"] * 2


def test_without_the_second_look_it_would_wait() -> None:
    assert _two_workers(lambda waiting: False) == (["A did first"], ["second"])


def test_a_worker_whose_machine_vanished_gives_its_locks_back_within_two_minutes() -> None:
    """A killed process closes its connection; of a machine that is gone the database only hears when it asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('tcp_keepalives_' || one)::int FROM unnest('{idle,interval,count}'::text[]) one"
        )
        idle, interval, count = (row[0] for row in cursor.fetchall())
    assert 0 < idle + interval * count <= 120


def test_who_cannot_go_on_does_not_try_again() -> None:
    tries: list[int] = []

    def give_up() -> bool:
        tries.append(1)
        return False

    locks.in_turn(LOCK, give_up, is_more=lambda: True)
    assert tries == [1]
    assert not locks.is_taken(LOCK)
