"""F12: Valkey stands still for ten seconds with every connection open. Posts and pages go on, and every reader catches up.

A service that is gone says so at once; one that stands still lets everybody wait who does not know better.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from uuid import uuid4

import pytest
from pytest_django import Settings

from backend.core import ratelimit
from backend.core.pauses import Pause
from backend.live import hub
from tests.support.alongside import beside, percentile
from tests.support.crowds import Found, Posting, heads, posting, visitors
from tests.support.live_server import serving
from tests.support.mortal_valkey import MortalValkey
from tests.support.results import is_full, record
from tests.support.rooms import feed_of

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

SOCKETS, FROZEN, STEADY = (300, 10.0, 20.0) if is_full() else (60, 3.0, 3.0)
HEAD_SECONDS, SLOWER, POST_SECONDS = 5.0, 1.5, 1.0
WALKERS, PAUSE = 3, 0.15
# Not of rooms; each counts its caller in Valkey.
PAGES = ("/api/v1/sectors/", "/api/v1/organizations/")
# Threads that a server has in its pools come and go; those that pile up behind something are as many as the calls.
MOST_THREADS = 40


@pytest.fixture(autouse=True)
def _proxied(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1


@dataclass(slots=True)
class Walk:
    """Begin and seconds of each page; every walker has an address of its own, so that none is over its limit."""

    port: int
    took: list[tuple[float, float]] = field(default_factory=list)

    def read(self) -> None:
        for page in PAGES:
            begun = time.monotonic()
            line = HTTPConnection("127.0.0.1", self.port, timeout=60)
            line.request("GET", page, headers={"X-Forwarded-For": f"10.1.{uuid4().int % 250}.{uuid4().int % 250}"})
            answer = line.getresponse()
            answer.read()
            line.close()
            assert answer.status == 200, (page, answer.status)
            self.took.append((begun, time.monotonic() - begun))

    def between(self, begin: float, end: float) -> list[float]:
        return [seconds for begun, seconds in self.took if begin <= begun < end]


@contextmanager
def _walking(port: int, errors: list[BaseException]) -> Iterator[Walk]:
    walk = Walk(port)
    walk.read()
    with ExitStack() as stack:
        for _ in range(WALKERS):
            stack.enter_context(beside(walk.read, errors, PAUSE))
        yield walk


@dataclass(slots=True)
class Frozen:
    """While it was: when it began and ended, and how many threads there were at most."""

    begin: float = 0.0
    end: float = 0.0
    threads: int = 0


def _freeze(valkey: MortalValkey, seconds: float) -> Frozen:
    found = Frozen(begin=time.monotonic())
    valkey.freeze()
    while time.monotonic() < found.begin + seconds:
        found.threads = max(found.threads, threading.active_count())
        time.sleep(0.05)
    valkey.thaw()
    found.end = time.monotonic()
    return found


def test_f12_valkey_stands_still_under_a_live_room(valkey: MortalValkey) -> None:
    public, errors = feed_of(uuid4()), list[BaseException]()
    with serving() as port, visitors(port, [public], SOCKETS) as readers, _walking(port, errors) as walk:
        with posting(public, STEADY + FROZEN + 1) as post:
            steady = time.monotonic()
            time.sleep(STEADY)
            before = threading.active_count()
            frozen = _freeze(valkey, FROZEN)
        found = readers.until({public: post.written})
    pages = percentile(walk.between(frozen.begin, frozen.end), 95) / percentile(walk.between(steady, frozen.begin), 95)
    figures = (
        ("F12 readers at the head after the return", found.seconds, HEAD_SECONDS, "s"),
        ("F12 other pages p95 against before", pages, SLOWER, "times"),
        ("F12 slowest post", post.slowest, POST_SECONDS, "s"),
        ("F12 threads that were added", float(frozen.threads - before), float(MOST_THREADS), "threads"),
    )
    for name, value, bound, unit in figures:
        record(name, value=round(value, 2), bound=bound, unit=unit, passed=value <= bound)
    assert (errors, post.errors) == ([], [])
    found.assert_whole(public)
    if is_full():
        assert [name for name, value, bound, _ in figures if value > bound] == []


def _posted_while_frozen(valkey: MortalValkey, wait: float) -> Found:
    """How a crowd stands so long after Valkey went on, where something was said while it stood still."""
    public = feed_of(uuid4())
    said = Posting(public, pace=1.0)
    said.post()
    with serving() as port, visitors(port, [public], SOCKETS // 10) as readers:
        # The heads with which a hub begins have left.
        time.sleep(2.0)
        valkey.freeze()
        # What was sent to it is done once it goes on; the next is not even tried so soon after.
        for _ in range(2):
            said.post()
        valkey.thaw()
        found = readers.until(heads(public), seconds=wait)
        # Nobody else told them: what is not behind is whole.
        assert found.wrong(public) == [] or found.behind
        return found


def test_f12_heads_leave_as_soon_as_it_answers(valkey: MortalValkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """No heartbeat comes to anybody's help."""
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 1_000.0)
    assert _posted_while_frozen(valkey, 20.0).behind == 0


def test_f12_control_nobody_looks_whether_it_answers(valkey: MortalValkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 1_000.0)
    monkeypatch.setattr("backend.live.valkey.is_away", lambda: False)
    assert _posted_while_frozen(valkey, 6.0).behind == SOCKETS // 10


class _Impatient(Pause):
    """What goes on asking."""

    def may_ask(self) -> bool:
        return True


def test_f12_control_without_a_pause_every_page_waits(valkey: MortalValkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same stillness, and everybody asks whether it is over."""
    monkeypatch.setattr(ratelimit, "_pause", _Impatient(ratelimit.PAUSE_SECONDS))
    errors: list[BaseException] = []
    with serving() as port, _walking(port, errors) as walk:
        frozen = _freeze(valkey, 2.5)
    assert errors == []
    waited = [seconds for seconds in walk.between(frozen.begin, frozen.end - 1.0) if seconds >= 0.45]
    assert len(waited) == len(walk.between(frozen.begin, frozen.end - 1.0)) > 0
