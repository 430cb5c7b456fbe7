"""F10, F11: Valkey is killed under a live room, and comes back empty. Posts go on, and every reader catches up from the database."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from backend.core import clock
from backend.feeds import rooms, selectors, services
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import valkey as live_valkey
from tests.support.live_server import serving, ticket_of
from tests.support.mortal_valkey import MortalValkey, mortal_valkey
from tests.support.results import is_full, record
from tests.support.rooms import KIND, CountingRoom, feed_of

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

BOUND_SECONDS = 5.0
SOCKETS = 200
EVENTS_A_SECOND = 10


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MortalValkey]:
    monkeypatch.setitem(rooms._rooms, KIND, CountingRoom())
    with mortal_valkey(tmp_path / "valkey") as held:
        settings.REDIS_URL = held.url
        live_valkey._client.cache_clear()
        yield held
    live_valkey._client.cache_clear()


class Crowd:
    """The readers, in a process of their own so that they do not share our processor time slice by slice."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def until(self, wanted: dict[FeedName, int], seconds: float = 60.0) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        question = {"until": {str(feed): seq for feed, seq in wanted.items()}, "seconds": seconds}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def crowd(port: int, feeds: list[FeedName], size: int) -> Iterator[Crowd]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.followers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    told = {
        "url": f"ws://127.0.0.1:{port}/ws/v1/?ticket=",
        "origin": f"http://127.0.0.1:{port}",
        "tickets": [ticket_of(None)] * size,
        "feeds": [str(feed) for feed in feeds],
    }
    process.stdin.write(json.dumps(told) + "\n")
    process.stdin.flush()
    try:
        yield Crowd(process)
    finally:
        process.communicate(timeout=20)


class Posting:
    """Writes events at a steady pace on a connection of its own; a private feed of the same room among them."""

    def __init__(self, public: FeedName, private: FeedName) -> None:
        self.public, self.private = public, private
        self.written = 0
        self.slowest = 0.0
        self.errors: list[BaseException] = []

    def run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                started = time.perf_counter()
                self._post()
                self.slowest = max(self.slowest, time.perf_counter() - started)
                time.sleep(1 / EVENTS_A_SECOND)
        except Exception as error:  # noqa: BLE001 - every refused post counts against the bound
            self.errors.append(error)
        finally:
            connection.close()

    def _post(self) -> None:
        kind = ("next", "timer", "page")[self.written % 3]
        with transaction.atomic():
            changes = [Change(self.public, kind, {}), Change(self.private, "private", {"word": "canary"})]
            services.append(changes, now=clock.now())
        self.written += 1


def _posting(public: FeedName, seconds: float) -> tuple[Posting, threading.Thread]:
    posting = Posting(public, FeedName(KIND, public.room_id, Audience.JUDGES))
    thread = threading.Thread(target=posting.run, args=(seconds,))
    thread.start()
    return posting, thread


def _assert_whole(found: dict[str, Any], public: FeedName) -> None:
    fresh = selectors.snapshot(public, now=clock.now())
    assert found["behind"] == 0
    assert [json.loads(state) for state in found["states"]] == [{str(public): fresh.state}]
    assert found["foreign"] == 0


def test_f10_valkey_killed_in_a_live_room(valkey: MortalValkey) -> None:
    down = 5.0 if is_full() else 2.0
    public = feed_of(uuid4())
    with serving() as port, crowd(port, [public], SOCKETS) as followers:
        assert followers.until({public: 0})["behind"] == 0
        posting, thread = _posting(public, 1 + down)
        time.sleep(1)
        valkey.kill()
        thread.join(60)
        valkey.start()
        found = followers.until({public: posting.written})
    assert posting.errors == []
    record(
        "F10 readers at the head after the return",
        value=found["seconds"],
        bound=BOUND_SECONDS,
        unit="s",
        passed=found["seconds"] <= BOUND_SECONDS,
    )
    record("F10 slowest post", value=round(posting.slowest, 3), bound=1.0, unit="s", passed=posting.slowest <= 1.0)
    _assert_whole(found, public)
    assert posting.written == selectors.position(public).head
    assert found["seconds"] <= BOUND_SECONDS


def test_f11_valkey_restarted_empty_again_and_again(valkey: MortalValkey) -> None:
    rounds = 20 if is_full() else 3
    public = feed_of(uuid4())
    slowest = 0.0
    with serving() as port, crowd(port, [public], SOCKETS) as followers:
        assert followers.until({public: 0})["behind"] == 0
        for number in range(1, rounds + 1):
            valkey.kill()
            valkey.start()
            with transaction.atomic():
                services.append([Change(public, "next", {})], now=clock.now())
            found = followers.until({public: number}, seconds=30)
            slowest = max(slowest, found["seconds"])
            _assert_whole(found, public)
    record("F11 slowest round", value=slowest, bound=BOUND_SECONDS, unit="s", passed=slowest <= BOUND_SECONDS)
    assert slowest <= BOUND_SECONDS


def test_f10_readers_that_ignore_the_heartbeat_stay_behind(
    valkey: MortalValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same outage without heads; what was lost is never noticed while nothing new comes."""
    monkeypatch.setattr("backend.live.hub.Hub.send_heads", _say_nothing)
    public = feed_of(uuid4())
    with serving() as port, crowd(port, [public], 5) as followers:
        assert followers.until({public: 0})["behind"] == 0
        valkey.kill()
        with transaction.atomic():
            services.append([Change(public, "next", {})], now=clock.now())
        valkey.start()
        assert followers.until({public: 1}, seconds=7)["behind"] == 5


async def _say_nothing(_: object) -> None:
    """What a hub without a heart does."""
