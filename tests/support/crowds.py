"""Crowds of readers in a process of their own, and somebody who posts to the room they follow."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from backend.core import clock
from backend.core.actors import Viewer
from backend.feeds import selectors, services
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import tickets
from tests.support.rooms import KIND
from tests.support.workers import CHECKOUT

# Whoever comes back fetches another ticket; here one is good for the whole of a test.
_LONG = timedelta(hours=2)


def long_ticket(viewer: Viewer | None = None) -> str:
    return tickets.issue(viewer=viewer or AnonymousUser(), language="zh-hans", now=clock.now() + _LONG)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader follows, as whom, and which feeds it asks for in vain."""

    ticket: str
    feeds: Sequence[FeedName]
    others: Sequence[FeedName] = ()

    def told(self) -> dict[str, Any]:
        return {"ticket": self.ticket, "feeds": [*map(str, self.feeds)], "others": [*map(str, self.others)]}


@dataclass(frozen=True, slots=True)
class Found:
    """How a crowd stands: `behind` are those who are not where they should be, `states` what they made of each feed, once each."""

    seconds: float
    behind: int
    states: Mapping[str, Sequence[str]]
    seen: Mapping[str, int]
    late_p95: float
    repair_median: float
    repairs: int

    def assert_whole(self, *feeds: FeedName) -> None:
        """Everybody is at the head, with the state that whoever comes now is given."""
        assert self.behind == 0, self.seen
        assert self.seen.get("foreign", 0) == 0
        assert self.wrong(*feeds) == []

    def wrong(self, *feeds: FeedName) -> list[FeedName]:
        """Those of which some reader made something else."""
        fresh = {feed: selectors.snapshot(feed, now=clock.now()).state for feed in feeds}
        return [feed for feed in feeds if [json.loads(state) for state in self.states[str(feed)]] != [fresh[feed]]]


class Crowd:
    """The readers; they do not share our processor time slice by slice."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def until(self, wanted: Mapping[FeedName, int], seconds: float = 60.0, *, or_past: bool = False) -> Found:
        """Wait until all of them stand there, or there and further where more is said meanwhile."""
        told = {str(feed): seq for feed, seq in wanted.items()}
        self._say({"until": told, "seconds": seconds, "or_past": or_past})
        assert self._process.stdout is not None
        return Found(**json.loads(self._process.stdout.readline()))

    def _say(self, what: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()


@contextmanager
def crowd(ports: Sequence[int], readings: Iterable[Reading], **told: Any) -> Iterator[Crowd]:
    """Readers at these ports by turns, as by a balancer. `told` is what else followers know (`followers.Told`)."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.followers"],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        held = Crowd(process)
        held._say(
            {
                "urls": [f"ws://127.0.0.1:{port}/ws/v1/?ticket=" for port in ports],
                "origin": f"http://127.0.0.1:{ports[0]}",
                "readers": [reading.told() for reading in readings],
                **told,
            }
        )
        try:
            yield held
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)


@contextmanager
def visitors(port: int, feeds: Sequence[FeedName], size: int, **told: Any) -> Iterator[Crowd]:
    """Readers of public feeds, all of whom are there."""
    ticket = long_ticket()
    with crowd([port], [Reading(ticket, feeds)] * size, **told) as readers:
        found = readers.until({feed: selectors.position(feed).head for feed in feeds})
        assert found.behind == 0, found.seen
        yield readers


def heads(*feeds: FeedName) -> dict[FeedName, int]:
    return {feed: selectors.position(feed).head for feed in feeds}


@dataclass
class Posting:
    """Writes events at a steady pace on a connection of its own; a private feed of the same room among them."""

    public: FeedName
    pace: float
    size: int = 0
    written: int = 0
    slowest: float = 0.0
    errors: list[BaseException] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                started = time.perf_counter()
                self.post()
                took = time.perf_counter() - started
                self.slowest = max(self.slowest, took)
                time.sleep(max(0.0, 1 / self.pace - took))
        except Exception as error:  # noqa: BLE001 - every refused post counts against the bound
            self.errors.append(error)
        finally:
            connection.close()

    def post(self) -> None:
        private = FeedName(KIND, self.public.room_id, Audience.JUDGES)
        kind = ("next", "timer", "page")[self.written % 3]
        said = {"words": "x" * self.size} if self.size else {}
        with transaction.atomic():
            services.append(
                [Change(self.public, kind, said), Change(private, "private", {"word": "canary"})], now=clock.now()
            )
        self.written += 1


@contextmanager
def posting(public: FeedName, seconds: float, *, pace: float = 10.0, size: int = 0) -> Iterator[Posting]:
    """Posts go on beside what is done inside, and have ended afterwards."""
    post = Posting(public, pace, size)
    thread = threading.Thread(target=post.run, args=(seconds,))
    thread.start()
    try:
        yield post
    finally:
        thread.join(seconds + 60)
