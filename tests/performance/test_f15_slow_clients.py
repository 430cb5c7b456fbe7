"""F15: ten readers take a kilobyte a second in a room that says twenty. They cost the server little and the others nothing, are
closed soon, and are whole again once they come back.

`tests/backend/live/test_slow_readers.py` has one who takes nothing at all.
"""

import base64
import json
import os
import socket
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.frames import Frame, Opcode

from backend.feeds.names import FeedName
from backend.live.sockets import MAX_BUFFERED
from tests.support.crowds import Posting, heads, long_ticket, posting, visitors
from tests.support.live_server import reading
from tests.support.results import is_full, record
from tests.support.room_servers import Nursery, RoomServer, room_servers
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

SECONDS, NORMAL, SLOW = (300.0, 290, 10) if is_full() else (15.0, 30, 4)
PACE, SIZE = 10.0, 2_000
# What a slow one takes, and how much the road to it holds.
TAKEN, HELD = 1_024, 4 * 1024
_ESTABLISHED = "01"
GROWN_MB, LATE_SECONDS, CLOSED_SECONDS = 64.0, 0.3, 30.0


@dataclass
class Slow:
    """A reader who takes a kilobyte a second until it is closed: how long after it fell behind that was."""

    port: int
    feed: FeedName
    post: Posting
    ticket: str
    closed_after: float | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HELD)
            line.settimeout(20)
            line.connect(("127.0.0.1", self.port))
            line.sendall(self._greeting())
            met = b""
            while not met.endswith(b"\r\n\r\n"):
                met += line.recv(1)
            hello = json.dumps({"kind": "hello", "feeds": [{"feed": str(self.feed), "epoch": "", "seq": 0}]})
            line.sendall(Frame(Opcode.TEXT, hello.encode()).serialize(mask=True))
            began_at, taken, fell_at = self.post.written, 0, 0.0
            while not self._stop.wait(1.0):
                if _is_closed(self.port, line.getsockname()[1]):
                    self.closed_after = time.monotonic() - fell_at
                    return
                taken += len(line.recv(TAKEN))
                # Said since it came, and not taken: more than anybody may owe.
                if not fell_at and (self.post.written - began_at) * SIZE - taken > MAX_BUFFERED:
                    fell_at = time.monotonic()

    def stop(self) -> None:
        self._stop.set()

    def _greeting(self) -> bytes:
        key = base64.b64encode(os.urandom(16)).decode()
        return (
            f"GET /ws/v1/?ticket={self.ticket} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()


def _is_closed(port: int, client: int) -> bool:
    """Whether the server has let go of a connection; its reader learns it only after all that is on the road."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    held = {(row[1].partition(":")[2], row[2].partition(":")[2]) for row in rows if row[3] == _ESTABLISHED}
    return (f"{port:04X}", f"{client:04X}") not in held


def _most_resident(server: RoomServer, seconds: float) -> float:
    end, most = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        most = max(most, server.resident_mb())
        time.sleep(0.25)
    return most


def _are_whole_again(port: int, feed: FeedName, count: int) -> int:
    """How many of those who come back are given the room as it is."""
    (head,) = heads(feed).values()
    found = 0
    for _ in range(count):
        with reading(port, ticket=long_ticket()) as back, suppress(TimeoutError):
            back.hello(feed)
            snapshot = back.hear("snapshot")
            found += snapshot["seq"] == head == sum(snapshot["state"].values())
    return found


def test_f15_slow_readers_are_closed_and_cost_nobody(nursery: Nursery, tmp_path: Path) -> None:
    public = feed_of(uuid4())
    narrow = ("--ws", "tests.support.narrow_road:NarrowRoad")
    with room_servers(nursery, tmp_path, 1, *narrow) as (server,), visitors(server.port, [public], NORMAL) as readers:
        before = server.resident_mb()
        with posting(public, SECONDS, pace=PACE, size=SIZE) as post, ExitStack() as slow_ones:
            slow = [Slow(server.port, public, post, long_ticket()) for _ in range(SLOW)]
            for one in slow:
                thread = threading.Thread(target=one.run)
                thread.start()
                slow_ones.callback(thread.join, 30)
                slow_ones.callback(one.stop)
            grown = _most_resident(server, SECONDS) - before
        found = readers.until({public: post.written})
        back = _are_whole_again(server.port, public, SLOW)
        crashes = server.crashes()
    closed = [one.closed_after for one in slow if one.closed_after is not None]
    figures = (
        ("F15 memory of the server grew by", grown, GROWN_MB, "MB"),
        ("F15 others were late, p95", found.late_p95, LATE_SECONDS, "s"),
        ("F15 slow ones were closed after", max(closed, default=SECONDS), CLOSED_SECONDS, "s"),
        ("F15 slow ones that were never closed", float(SLOW - len(closed)), 0.0, "readers"),
    )
    for name, value, bound, unit in figures:
        record(name, value=round(value, 3), bound=bound, unit=unit, passed=value <= bound)
    assert post.errors == []
    found.assert_whole(public)
    # Nobody else was closed.
    assert found.seen["connects"] == NORMAL
    assert len(closed) == SLOW
    assert back == SLOW
    assert crashes == []
    assert grown <= GROWN_MB
    if is_full():
        assert [name for name, value, bound, _ in figures if value > bound] == []
