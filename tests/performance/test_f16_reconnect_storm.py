"""F16: all server processes of a room are started again one after the other, as a deploy does. Everybody comes back at once, each time.

What a reader costs who comes back is counted by itself, for no storm is stood that costs each of a thousand many questions.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from backend.core import clock
from backend.feeds import selectors, services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import hub
from backend.roadshows.rooms import public_feed
from tests.backend.roadshows.test_stage import live_event
from tests.support.alongside import beside
from tests.support.crowds import Crowd, Posting, Reading, crowd, heads, long_ticket
from tests.support.live_server import reading, serving
from tests.support.results import is_full, record
from tests.support.room_servers import Nursery, RoomServer, room_servers
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

PROCESSES, SOCKETS = (4, 1_000) if is_full() else (2, 80)
SYNC_SECONDS, QUERIES = 15.0, 3
POOL: int = connection.settings_dict["OPTIONS"]["pool"]["max_size"]
_HELD = """
    SELECT application_name, count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'room-%' GROUP BY 1
"""


class Walk:
    """Somebody who reads pages meanwhile, of whichever process answers: a balancer asks the next one."""

    def __init__(self, servers: list[RoomServer]) -> None:
        self._ports = cycle([one.port for one in servers])
        self.statuses: Counter[int] = Counter()

    def read(self) -> None:
        line = HTTPConnection("127.0.0.1", next(self._ports), timeout=30)
        try:
            line.request("GET", "/api/v1/sectors/")
            self.statuses[line.getresponse().status] += 1
        except OSError:
            # It is down, or went down with the question.
            self.statuses[0] += 1
        finally:
            line.close()


def _count_held(most: Counter[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        for name, held in cursor.fetchall():
            most[name] = max(most[name], held)


def test_f16_everybody_comes_back_from_a_rolling_restart(nursery: Nursery, tmp_path: Path) -> None:
    public, most, errors = feed_of(uuid4()), Counter[str](), list[BaseException]()
    post = Posting(public, pace=5.0)
    with room_servers(nursery, tmp_path, PROCESSES) as servers:
        walk = Walk(servers)
        with crowd([one.port for one in servers], [Reading(long_ticket(), [public])] * SOCKETS) as readers:
            assert readers.until({public: 0}).behind == 0
            with (
                beside(post.post, errors, 0.2),
                beside(walk.read, errors, 0.3),
                beside(lambda: _count_held(most), errors, 0.1),
            ):
                slowest = max(_restart(server, readers, public) for server in servers)
            found = readers.until(heads(public))
        crashes = [line for server in servers for line in server.crashes()]
    figures = (
        ("F16 all in sync after a restart", slowest, SYNC_SECONDS, "s"),
        ("F16 connections of a process", float(max(most.values())), float(POOL), "connections"),
        ("F16 answers of 500 and more", float(_failed(walk, found.seen)), 0.0, "answers"),
    )
    for name, value, bound, unit in figures:
        record(name, value=round(value, 2), bound=bound, unit=unit, passed=value <= bound)
    assert errors == []
    found.assert_whole(public)
    # Each was thrown out by each restart of the process it was at, so at least once.
    assert found.seen["connects"] >= 2 * SOCKETS
    assert crashes == []
    assert walk.statuses[200] > 0
    assert set(most) == {f"room-{server.port}" for server in servers}
    assert [name for name, value, bound, _ in figures[1:] if value > bound] == []
    if is_full():
        assert slowest <= SYNC_SECONDS


def _restart(server: RoomServer, readers: Crowd, public: FeedName) -> float:
    """From the moment it goes down until everybody has what was said before it is back; how long that took."""
    began = time.monotonic()
    server.stop()
    gone = time.monotonic() - began
    found = readers.until(heads(public), or_past=True)
    assert found.behind == 0, found.seen
    server.start()
    return gone + found.seconds


def _failed(walk: Walk, seen: Mapping[str, int]) -> int:
    handshakes = sum(count for name, count in seen.items() if name.startswith("status 5"))
    return sum(count for status, count in walk.statuses.items() if status >= 500) + handshakes


@contextmanager
def _counted() -> Iterator[list[str]]:
    """What is asked of the database in this process meanwhile."""
    asked: list[str] = []
    run = CursorWrapper.execute

    def execute(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        asked.append(str(sql))
        return run(self, sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", execute)
        yield asked


def test_f16_questions_of_a_reader_who_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor of a real room, whom nothing escaped, and who is asked for beside others that are there already."""
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 1_000.0)
    times, feed, ticket = 10, public_feed(live_event().pk), long_ticket()
    with transaction.atomic():
        services.append([Change(feed, "test.said", {})], now=clock.now())
    place = selectors.position(feed)
    with serving() as port, reading(port, ticket=ticket) as there:
        there.hello(feed)
        there.hear("snapshot")
        # The process is listening, and has told where the feed stands.
        there.hear("head")
        with _counted() as asked:
            for _ in range(times):
                with reading(port, ticket=ticket) as back:
                    back.hello(feed, epoch=place.epoch, seq=place.head)
                    assert back.hear("resumed")["recovered"] is True
    each = len(asked) / times
    record("F16 questions of one who comes back", value=each, bound=QUERIES, unit="questions", passed=each <= QUERIES)
    if is_full():
        assert each <= QUERIES, asked[:20]
