"""What many ask for is done once for those of a moment, and never before the last who asked."""

import threading

import pytest

from backend.core.gathering import Gatherer
from tests.support.alongside import until


def test_many_who_ask_at_once_are_done_once_and_a_later_one_again() -> None:
    done: list[int] = []
    gatherer = Gatherer(lambda: done.append(1), seconds=0.1)
    for _ in range(50):
        gatherer.ask()
    assert until(lambda: len(done) == 1, 10)
    gatherer.ask()
    assert until(lambda: len(done) == 2, 10)


def test_whoever_asks_while_it_is_done_has_it_done_again() -> None:
    entered, goes_on, done = threading.Event(), threading.Event(), []

    def work() -> None:
        entered.set()
        goes_on.wait(10)
        done.append(1)

    gatherer = Gatherer(work, seconds=0)
    gatherer.ask()
    assert entered.wait(10)
    gatherer.ask()
    goes_on.set()
    assert until(lambda: len(done) == 2, 10)


def test_what_fails_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise ValueError("broken")

    gatherer = Gatherer(work, seconds=0)
    gatherer.ask()
    assert until(lambda: len(tried) == 1, 10)
    gatherer.ask()
    assert until(lambda: len(tried) == 2, 10)
