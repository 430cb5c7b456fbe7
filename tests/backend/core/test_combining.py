"""Those who come while others are at it are done together; nobody waits for somebody who never comes."""

import threading
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from backend.core import combining
from backend.core.combining import Combiner
from tests.support.alongside import until
from tests.support.races import at_once


class Desk:
    """Doubles numbers, and remembers who was done together and who alone. While `shut` whoever is alone is held up."""

    def __init__(self) -> None:
        self.together: list[list[int]] = []
        self.alone: list[int] = []
        self.shut = threading.Event()
        self.combiner: Combiner[int, int] = Combiner(self._work)

    def _work(self, asked: Sequence[int]) -> list[int | Exception | None]:
        self.together.append(list(asked))
        return [_outcome(one) for one in asked]

    def do(self, number: int) -> int:
        def alone() -> int:
            self.alone.append(number)
            if number == 0:
                self.shut.wait(30)
            return number * 2

        return self.combiner.do(number, alone)


def _outcome(number: int) -> int | Exception | None:
    if number == 13:
        return ValueError("thirteen")
    return None if number == 7 else number * 2


def beside_one(desk: Desk, numbers: Sequence[int]) -> list[Any]:
    """These come while somebody is at it alone; all of them wait before the first is done."""
    first = threading.Thread(target=desk.do, args=(0,))
    first.start()
    assert until(lambda: desk.alone == [0], 10)
    try:
        return at_once([partial(desk.do, number) for number in numbers])
    finally:
        desk.shut.set()
        first.join(10)


def test_whoever_is_alone_is_done_alone() -> None:
    desk = Desk()
    assert [desk.do(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert (desk.alone, desk.together) == ([1, 2, 3], [])


def test_whoever_is_alone_is_done_by_work_that_takes_one() -> None:
    desk = Desk()
    desk.combiner = Combiner(desk._work, gather_seconds=0, takes_one=True)
    assert [desk.do(number) for number in (1, 2, 7)] == [2, 4, 14]
    assert (desk.together, desk.alone) == ([[1], [2], [7]], [7])


def test_those_who_come_meanwhile_are_done_together_and_each_gets_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    # Long enough for all of them to be there, on a busy machine as well.
    monkeypatch.setattr(combining, "GATHER_SECONDS", 0.5)
    desk = Desk()
    found = beside_one(desk, [*range(1, 21)])
    assert [repr(one) for one in found] == [
        repr(ValueError("thirteen")) if number == 13 else str(number * 2) for number in range(1, 21)
    ]
    asked = sorted(number for some in desk.together for number in some)
    # One who is left over when the others are done is done alone.
    assert set(range(1, 21)) - set(asked) <= set(desk.alone)
    assert len(asked) == len(set(asked)) >= 18
    assert 7 in desk.alone


def test_the_same_few_are_waited_for_until_they_are_back() -> None:
    """While one is done alone two more come; the leader of those two waits for the third, not for its whole time."""
    desk = Desk()
    is_begun, held = threading.Event(), threading.Event()

    def work(asked: Sequence[int]) -> list[int | Exception | None]:
        if list(asked) == [1]:
            is_begun.set()
            assert held.wait(30)
        return desk._work(asked)

    desk.combiner = Combiner(work, gather_seconds=60, takes_one=True, of_the_same=True)
    some = [threading.Thread(target=desk.do, args=(number,)) for number in (1, 2, 3)]
    some[0].start()
    # Nobody else is there before the first is being done: they would be done with it.
    assert is_begun.wait(10)
    for one in some[1:]:
        one.start()
    assert until(lambda: len(desk.combiner._waiting) == 2, 10)
    held.set()
    assert until(lambda: desk.together == [[1]], 10)
    assert desk.do(4) == 8
    for one in some:
        one.join(10)
    assert [sorted(some) for some in desk.together] == [[1], [2, 3, 4]]

    # Nobody comes back: they are waited for once.
    desk.combiner._gather_seconds = 0.01
    assert [desk.do(5), desk.combiner._usual] == [10, 1]


def test_no_more_than_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combining, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(combining, "GATHER_SECONDS", 0.2)
    desk = Desk()
    assert beside_one(desk, [*range(20, 30)]) == [number * 2 for number in range(20, 30)]
    assert max(map(len, desk.together)) == 4


def test_what_crashes_for_many_is_done_alone_for_each() -> None:
    desk = Desk()

    def crash(asked: Sequence[int]) -> list[int | Exception | None]:
        raise RuntimeError("all of them")

    desk.combiner = Combiner(crash)
    assert beside_one(desk, [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert sorted(desk.alone) == [0, 1, 2, 3, 4]


def test_an_answer_too_few_leaves_nobody_waiting() -> None:
    desk = Desk()
    desk.combiner = Combiner(lambda asked: [2])
    found = beside_one(desk, [1, 2, 3])
    assert sorted(map(str, found)) == ["2", "4", "6"]


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_keeps_no_connection() -> None:
    """Thirty wait where there are eight connections, and the one who works needs one too."""

    def work(asked: Sequence[int]) -> list[int | Exception | None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return list(asked)

    desk = Desk()
    desk.combiner = Combiner(work)

    def come(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return desk.do(number)

    first = threading.Thread(target=desk.do, args=(0,))
    first.start()
    assert until(lambda: desk.alone == [0], 10)
    found = at_once([partial(come, number) for number in range(1, 31)])
    desk.shut.set()
    first.join(10)
    assert {one for one in found if isinstance(one, Exception)} == set()


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_it_is_done_alone() -> None:
    desk = Desk()
    desk.combiner = Combiner(desk._work, gather_seconds=0, takes_one=True)
    with transaction.atomic():
        assert desk.do(3) == 6
    assert (desk.together, desk.alone) == ([], [3])
