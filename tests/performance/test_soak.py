"""An hour in a live room: the stage goes on, most of the hall stays and some come and go. What a server holds does not grow, and what
came is gone when everybody has left.
"""

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import linear_regression
from threading import Event as Flag
from uuid import UUID, uuid4

import pytest
from django.db import connections

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.roadshows.models import AgendaItem
from backend.roadshows.rooms import public_feed
from backend.roadshows.services.stage import show_item, turn_page
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.accounts import UserFactory
from tests.support.crowds import Reading, crowd, heads, long_ticket
from tests.support.live_server import reading
from tests.support.results import is_full, record
from tests.support.room_app import HELD
from tests.support.room_servers import Nursery, RoomServer, room_servers

pytestmark = [pytest.mark.soak, pytest.mark.timeout(6000), pytest.mark.django_db(transaction=True)]

SECONDS, WARM_UP, SOCKETS, LOOK_EVERY = (3_600.0, 600.0, 500, 10.0) if is_full() else (10.0, 2.0, 40, 1.0)
EVENTS_A_SECOND, COME_A_SECOND, PEOPLE = 5.0, 1.0, 20
MB_A_MINUTE = 1.0
PAGES = 3
# Sockets are closed by their ends, tasks end with them; a heartbeat looks after the rest.
GONE_WITHIN = 60.0


def test_an_hour_leaves_nothing_behind(nursery: Nursery, tmp_path: Path) -> None:
    event = live_event()
    line = slot_in(event, pitch=deck_pitch(PAGES))
    show_item(actor=SYSTEM, event_id=event.pk, item_id=line.pk, now=clock.now())
    feed = public_feed(event.pk)
    people = [long_ticket(UserFactory.create()) for _ in range(PEOPLE)]
    everybody = [
        Reading(people[turn % PEOPLE] if turn < 4 * PEOPLE else long_ticket(), [feed]) for turn in range(SOCKETS)
    ]
    with room_servers(nursery, tmp_path) as (server,):
        with reading(server.port, ticket=people[0]) as first:
            first.hello(feed)
            first.hear("snapshot")
        before = _when_all_left(server)
        with crowd([server.port], everybody, reducer="room") as readers:
            assert readers.until(heads(feed)).behind == 0
            with _on_stage(line), _coming_and_going(server, people, event.pk) as came:
                looks = _looks(server)
            found = readers.until(heads(feed))
        after = _when_all_left(server)
        crashes = server.crashes()
    slope = linear_regression(*zip(*((at / 60, mb) for at, mb in looks if at >= WARM_UP), strict=True)).slope
    is_steady = slope <= MB_A_MINUTE
    record("Soak, growth of the process", value=round(slope, 3), bound=MB_A_MINUTE, unit="MB/min", passed=is_steady)
    for name in ("sockets", "tasks"):
        left = after[name] - before[name]
        record(f"Soak, {name} left behind", value=left, bound=0, unit="", passed=left <= 0)
    assert after == {"sockets": 0, "tasks": before["tasks"]}
    assert crashes == []
    assert came.result() >= (SECONDS * COME_A_SECOND) // 2
    # Everybody who stayed has all of it.
    assert found.seen["connects"] == SOCKETS
    found.assert_whole(feed)
    assert heads(feed)[feed] > SECONDS
    if is_full():
        assert is_steady


def _held(server: RoomServer) -> dict[str, int]:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{HELD}", timeout=30) as answer:
        held: dict[str, int] = json.load(answer)
    return held


def _when_all_left(server: RoomServer) -> dict[str, int]:
    """What is held once no socket is, and no longer less with every look."""
    end, last = time.monotonic() + GONE_WITHIN, _held(server)
    while time.monotonic() < end:
        time.sleep(1.0)
        now = _held(server)
        if now == last and now["sockets"] == 0:
            break
        last = now
    return last


def _looks(server: RoomServer) -> list[tuple[float, float]]:
    """How many megabytes the process has, by the second."""
    began, looks = time.monotonic(), list[tuple[float, float]]()
    while (at := time.monotonic() - began) < SECONDS:
        looks.append((at, server.resident_mb()))
        time.sleep(LOOK_EVERY)
    return looks


@contextmanager
def _on_stage(line: AgendaItem) -> Iterator[None]:
    """A page is turned so many times a second."""
    stop = Flag()

    def turn() -> None:
        try:
            for number in count():
                page = 1 + (number + 1) % PAGES
                turn_page(actor=SYSTEM, event_id=line.event_id, item_id=line.pk, page=page, now=clock.now())
                if stop.wait(1 / EVENTS_A_SECOND):
                    return
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hand:
        done = hand.submit(turn)
        try:
            yield
        finally:
            stop.set()
            done.result()


@contextmanager
def _coming_and_going(server: RoomServer, people: list[str], room: UUID) -> Iterator[Future[int]]:
    """So many came by the end, one by one."""
    stop = Flag()

    def come() -> int:
        try:
            for number in count():
                if stop.wait(1 / COME_A_SECOND):
                    return number
                ticket = people[number % PEOPLE] if number % 2 else long_ticket()
                _come(server, ticket, room, is_rude=number % 3 == 0)
        finally:
            connections.close_all()
        return 0

    with ThreadPoolExecutor(1) as door:
        done = door.submit(come)
        try:
            yield done
        finally:
            stop.set()


def _come(server: RoomServer, ticket: str, room: UUID, *, is_rude: bool) -> None:
    """Somebody looks, claps and goes; a phone whose net breaks goes without a word."""
    with reading(server.port, ticket=ticket) as reader:
        reader.hello(public_feed(room))
        reader.hear("snapshot", seconds=30)
        reader.command(uuid4().hex, "room.react", room=str(room), kind="clap")
        assert reader.hear("ack", "error", seconds=30)["kind"] == "ack"
        if is_rude:
            reader.connection.socket.shutdown(socket.SHUT_RDWR)
