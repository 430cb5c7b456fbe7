"""A snapshot kept ready: made once for all who come while the feed stands where it was found, and never handed out for another place."""

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from backend.core import clock
from backend.feeds import ready, rooms, selectors, services
from backend.feeds.names import FeedName
from backend.feeds.ready import Ready, snapshot_at
from backend.feeds.selectors import Position
from backend.feeds.services import Change
from tests.support.rooms import KIND, CountingRoom, feed_of

READERS = 50


class Watched(CountingRoom):
    """Counts how often its state is read; with a gate each reading waits there."""

    def __init__(self) -> None:
        self.read = 0
        self.unsaid: dict[str, int] = {}
        self.gate: threading.Event | None = None

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        self.read += 1
        if self.gate is not None:
            assert self.gate.wait(20)
        return {**super().state(feed, now=now), **self.unsaid}


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()
    # However slow the machine: only what a test says makes something stale.
    monkeypatch.setattr(ready, "SECONDS", 60.0)
    monkeypatch.setitem(rooms._rooms, KIND, watched)
    return watched


def _write(feed: FeedName, kind: str = "a") -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {})], now=clock.now())


def _come(feed: FeedName) -> Ready:
    """As a reader does: first where the feed stands, then its state."""
    return snapshot_at(feed, selectors.position(feed), now=clock.now())


def _all_come(feed: FeedName, count: int) -> list[Ready]:
    """So many at once; each has found where the feed stands before any has the state."""
    place, now, found = selectors.position(feed), clock.now(), list[Ready]()

    def come() -> None:
        try:
            found.append(snapshot_at(feed, place, now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.django_db(transaction=True)
def test_readers_who_come_at_once_have_one_made(room: Watched) -> None:
    feed = feed_of(uuid4())
    _write(feed)
    room.gate = threading.Event()
    threading.Timer(0.3, room.gate.set).start()
    found = _all_come(feed, READERS)
    assert len(found) == READERS
    assert {id(one) for one in found} == {id(found[0])}
    assert {id(one.state) for one in found} == {id(found[0].state)}
    assert (found[0].snapshot.seq, found[0].snapshot.state, room.read) == (1, {"a": 1}, 1)


@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_kept_each_has_their_own(room: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: nothing is fresh."""
    monkeypatch.setattr(ready, "SECONDS", 0.0)
    feed = feed_of(uuid4())
    _write(feed)
    assert len(_all_come(feed, 8)) == 8
    assert room.read == 8


@pytest.mark.django_db
def test_whoever_found_the_feed_further_on_has_a_later_one(room: Watched) -> None:
    feed = feed_of(uuid4())
    _write(feed)
    before = _come(feed)
    assert _come(feed) is before
    _write(feed, "b")
    after = _come(feed)
    assert (after.snapshot.seq, after.snapshot.state) == (2, {"a": 1, "b": 1})
    # Found at the place before by somebody slow: told of now.
    assert snapshot_at(feed, Position(after.snapshot.epoch, 1), now=clock.now()) is after
    assert room.read == 2


@pytest.mark.django_db
def test_of_another_epoch_nothing_is_handed_out(room: Watched) -> None:
    feed, other = feed_of(uuid4()), feed_of(uuid4())
    for one in (feed, other):
        _write(one)
    before, apart = _come(feed), _come(other)
    room.unsaid = {"forgotten": 1}
    services.forget_events(KIND, feed.room_id)
    after = _come(feed)
    assert (before.snapshot.state, after.snapshot.state) == ({"a": 1}, {"forgotten": 1})
    assert after.snapshot.seq == before.snapshot.seq == 1
    assert after.snapshot.epoch != before.snapshot.epoch
    # Other rooms are as they were.
    assert _come(other) is apart


@pytest.mark.django_db
def test_what_changes_unsaid_is_shown_a_moment_later(room: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    feed, moment = feed_of(uuid4()), [1000.0]
    monkeypatch.setattr(ready, "monotonic", lambda: moment[0])
    _write(feed)
    kept = _come(feed)
    room.unsaid = {"b": 1}
    moment[0] += ready.SECONDS - 0.01
    assert _come(feed) is kept
    moment[0] += 0.01
    assert _come(feed).snapshot.state == {"a": 1, "b": 1}


@pytest.mark.django_db
def test_so_many_are_kept_and_no_more(room: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [2000.0]
    monkeypatch.setattr(ready, "monotonic", lambda: moment[0])
    monkeypatch.setattr(ready, "_kept", {})
    monkeypatch.setattr(ready, "MOST", 3)
    feeds = [feed_of(uuid4()) for _ in range(5)]
    for feed in feeds:
        assert _come(feed).snapshot.seq == 0
    assert set(ready._kept) == {str(feed) for feed in feeds[:3]}
    ready.forget(str(feeds[0]))
    _come(feeds[4])
    assert set(ready._kept) == {str(feeds[1]), str(feeds[2]), str(feeds[4])}
    # Of a moment that is over nothing stays once another is kept.
    moment[0] += ready.SECONDS
    _come(feeds[3])
    assert set(ready._kept) == {str(feeds[3])}
