"""A server that stops sends nobody away for good and no hall back in one moment: each socket is told at a moment of its own."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from backend.core import clock
from backend.feeds import rooms, services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import protocol
from backend.roadshows.rooms import public_feed
from infra.local.web import SOCKETS
from tests.factories.roadshows import EventFactory
from tests.support.live_server import DIRECT, PLAIN, serving, ticket_of
from tests.support.rooms import KIND, feed_of
from tests.support.stuck_reader import LargeRoom, stuck_reader
from tests.support.web_workers import web_process

pytestmark = pytest.mark.timeout(300)

READERS = 60
COME_BACK = 1012


@dataclass
class Crowd:
    """Readers of one feed in a thread of their own, until each was told to go: with what code, when, and what it heard before."""

    port: int
    feed: FeedName
    size: int
    ticket: str
    codes: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)

    def come(self) -> "Crowd":
        """Back once all of them follow."""
        self._ready = threading.Semaphore(0)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._follow_all()))
        self._thread.start()
        for _ in range(self.size):
            assert self._ready.acquire(timeout=60)
        return self

    def go(self) -> None:
        """Back once all of them were told."""
        self._thread.join(60)
        assert not self._thread.is_alive()

    @property
    def spread(self) -> float:
        return max(self.times) - min(self.times)

    async def _follow_all(self) -> None:
        await asyncio.gather(*(self._follow() for _ in range(self.size)))

    async def _follow(self) -> None:
        address = f"ws://127.0.0.1:{self.port}/ws/v1/?ticket={self.ticket}"
        origin: Any = f"http://127.0.0.1:{self.port}"
        async with connect(address, origin=origin, open_timeout=60) as reader:
            await reader.send(json.dumps({"kind": "hello", "feeds": [{"feed": str(self.feed)}]}))
            heard = 0
            try:
                while True:
                    kind = json.loads(await reader.recv())["kind"]
                    heard += kind == "event"
                    if kind == "snapshot":
                        self._ready.release()
            except ConnectionClosed as closed:
                self.times.append(time.monotonic())
                self.codes.append(closed.rcvd.code if closed.rcvd else 0)
                self.heard.append(heard)


@contextmanager
def _saying(feed: FeedName) -> Iterator[None]:
    """Something is said in the room every few moments."""
    is_over = threading.Event()

    def say() -> None:
        while not is_over.wait(0.05):
            with transaction.atomic():
                services.append([Change(feed, "a", {})], now=clock.now())
        connection.close()

    thread = threading.Thread(target=say)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(20)


def test_a_hall_is_told_over_a_while_and_the_room_goes_on_for_those_who_are_not_yet(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "FAREWELLS_A_SECOND", READERS / 1.5)
    feed = feed_of(uuid4())
    with _saying(feed):
        with serving(DIRECT) as port:
            crowd = Crowd(port, feed, READERS, ticket_of(None)).come()
        ended = time.monotonic()
        crowd.go()
    assert crowd.codes == [COME_BACK] * READERS
    # 60 moments drawn from a second and a half.
    assert 1.0 <= crowd.spread <= 1.5 + protocol.PATIENCE_SECONDS
    assert ended - min(crowd.times) <= 1.5 + protocol.PATIENCE_SECONDS + 5
    # Whoever was told last heard what was said meanwhile.
    assert crowd.heard[-1] - crowd.heard[0] >= 5


def test_with_the_protocol_of_uvicorn_all_are_told_in_one_moment(transactional_db: None) -> None:
    """The negative control."""
    with serving(PLAIN) as port:
        crowd = Crowd(port, feed_of(uuid4()), READERS, ticket_of(None)).come()
    crowd.go()
    assert crowd.codes == [COME_BACK] * READERS
    assert crowd.spread < 0.9


def test_a_few_are_told_at_once(transactional_db: None) -> None:
    with serving(DIRECT) as port:
        crowd = Crowd(port, feed_of(uuid4()), 3, ticket_of(None)).come()
        stopped = time.monotonic()
    crowd.go()
    assert crowd.codes == [COME_BACK] * 3
    assert max(crowd.times) - stopped < 0.9


@pytest.mark.parametrize(("patience", "leaves_after"), [(0.2, None), (600.0, 4.0)], ids=["let go", "waited for"])
def test_whoever_takes_no_farewell_is_not_waited_for(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, patience: float, leaves_after: float | None
) -> None:
    """And the negative control: without that the server ends when the reader pleases to go."""
    monkeypatch.setattr(protocol, "PATIENCE_SECONDS", patience)
    monkeypatch.setitem(rooms._rooms, KIND, LargeRoom())
    feed = feed_of(uuid4())
    with ExitStack() as ends:
        with serving(DIRECT) as port:
            stuck = ends.enter_context(stuck_reader(port, ticket_of(None), feed))
            if leaves_after is not None:
                threading.Timer(leaves_after, stuck.close).start()
            stopped = time.monotonic()
        took = time.monotonic() - stopped
    assert took < 3.9 if leaves_after is None else took >= leaves_after


def test_f16_a_server_process_that_is_told_to_stop_tells_everybody_and_ends(
    transactional_db: None, tmp_path: Path
) -> None:
    feed, size = public_feed(EventFactory.create(published=True).pk), 300
    log, ticket = tmp_path / "web.log", ticket_of(None)
    with web_process(log, more=SOCKETS, XMH_LOCAL="1", SECRET_KEY=settings.SECRET_KEY) as served:
        crowd = Crowd(served.port, feed, size, ticket).come()
        stopped = time.monotonic()
    ended = time.monotonic()
    crowd.go()
    assert crowd.codes == [COME_BACK] * size
    lasts = size / protocol.FAREWELLS_A_SECOND
    assert crowd.spread >= 0.6 * lasts
    assert ended - stopped <= lasts + protocol.PATIENCE_SECONDS + 5
    # Tickets are good for a minute, and logs are read by others.
    assert ticket not in log.read_text()
