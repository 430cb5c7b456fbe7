"""How many sockets there are: a person holds so many and no more, and a room knows about how many follow it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
import redis
from websockets.exceptions import ConnectionClosed

from backend.core.pauses import Pause
from backend.live import presence, valkey
from backend.live.presence import ALIVE_SECONDS, MOST_SOCKETS, give_back, report, take_place
from backend.live.valkey import PAUSE_SECONDS
from tests.factories.accounts import UserFactory
from tests.support.live_server import Reader, reading, ticket_of
from tests.support.rooms import feed_of

_CLOCK = time.time


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    with monkeypatch.context() as patch:
        yield patch


def _be(process: pytest.MonkeyPatch, name: str) -> None:
    process.setattr(presence, "process", lambda: name)


def _later(process: pytest.MonkeyPatch, seconds: float) -> None:
    at = _CLOCK() + seconds
    process.setattr("backend.live.presence.time.time", lambda: at)


def test_places_are_counted_over_all_processes_and_given_back(process: pytest.MonkeyPatch) -> None:
    key, first, second = str(uuid4()), uuid4().hex, uuid4().hex
    _be(process, first)
    assert [take_place(key) for _ in range(MOST_SOCKETS - 1)] == [True] * (MOST_SOCKETS - 1)
    _be(process, second)
    assert [take_place(key) for _ in range(2)] == [True, False]
    assert take_place(str(uuid4()))
    give_back(key)
    assert [take_place(key) for _ in range(2)] == [True, False]


def test_what_a_dead_process_held_is_free_again(process: pytest.MonkeyPatch) -> None:
    key = str(uuid4())
    _be(process, uuid4().hex)
    assert [take_place(key) for _ in range(MOST_SOCKETS + 1)] == [True] * MOST_SOCKETS + [False]
    _be(process, uuid4().hex)
    assert not take_place(key)
    _later(process, ALIVE_SECONDS + 1)
    assert take_place(key)


def test_a_process_that_only_beats_keeps_its_places(process: pytest.MonkeyPatch) -> None:
    key, holder = str(uuid4()), uuid4().hex
    _be(process, holder)
    assert all(take_place(key) for _ in range(MOST_SOCKETS))
    _later(process, ALIVE_SECONDS - 1)
    report({})
    _later(process, ALIVE_SECONDS + 5)
    _be(process, uuid4().hex)
    assert not take_place(key)


def test_followers_of_all_processes_are_added_up_and_those_of_a_dead_one_are_not(process: pytest.MonkeyPatch) -> None:
    feed, other = (str(feed_of(uuid4())) for _ in range(2))
    _be(process, uuid4().hex)
    assert report({feed: 3, other: 1}) == {feed: 3, other: 1}
    _be(process, uuid4().hex)
    assert report({feed: 4}) == {feed: 7}
    _later(process, ALIVE_SECONDS + 1)
    assert report({feed: 2}) == {feed: 2}


def test_while_valkey_is_away_people_come_in_and_nobody_is_told_a_number(process: pytest.MonkeyPatch) -> None:
    def away() -> redis.Redis:
        raise redis.ConnectionError

    key, holder = str(uuid4()), uuid4().hex
    _be(process, holder)
    with process.context() as outage:
        outage.setattr(valkey, "_client", away)
        outage.setattr(valkey, "_pause", Pause(PAUSE_SECONDS))
        # Of one process alone it still counts.
        assert [take_place(key) for _ in range(MOST_SOCKETS + 1)] == [True] * MOST_SOCKETS + [False]
        assert report({"x": 1}) == {}
    # What it could not tell it tells with its next heartbeat.
    report({})
    _be(process, uuid4().hex)
    assert not take_place(key)
    _be(process, holder)
    with process.context() as outage:
        outage.setattr(valkey, "_client", away)
        outage.setattr(valkey, "_pause", Pause(PAUSE_SECONDS))
        give_back(key)
    report({})
    _be(process, uuid4().hex)
    assert [take_place(key) for _ in range(2)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_f39_one_person_holds_ten_sockets_and_a_closed_one_makes_room(direct_port: int) -> None:
    person, feed = UserFactory.create(), feed_of(uuid4())

    def open_one(stack: ExitStack) -> Reader:
        reader: Reader = stack.enter_context(reading(direct_port, person))
        reader.hello(feed)
        return reader

    with ExitStack() as held:
        first = ExitStack()
        open_one(first).hear("snapshot")
        for _ in range(MOST_SOCKETS - 1):
            open_one(held).hear("snapshot")
        for _ in range(3):
            with pytest.raises(ConnectionClosed) as closed:
                open_one(held).hear("snapshot")
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4429
        # Others come in: another person, and visitors, of whom a whole hall may share an address.
        for ticket in (ticket_of(UserFactory.create()), *(ticket_of(None) for _ in range(3))):
            other: Reader = held.enter_context(reading(direct_port, ticket=ticket))
            other.hello(feed)
            other.hear("snapshot")
        first.close()
        open_one(held).hear("snapshot")


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_says_how_many_follow_a_room(direct_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.live.hub.HEARTBEAT_SECONDS", 0.2)
    feed = feed_of(uuid4())
    with reading(direct_port) as first, reading(direct_port) as second:
        for reader in (first, second):
            reader.hello(feed)
            reader.hear("snapshot")
        seen = 0
        while seen != 2:
            seen = first.hear("head")["present"] or 0
