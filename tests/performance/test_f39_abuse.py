"""F39: sockets that mean no good: foreign pages, frames that are too long, junk by the thousand, one person everywhere.

`tests/backend/live` has one of each; here are so many that whatever leaks, tears or is logged as a crash shows.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from backend.live.consumers import MAX_NONSENSE, TOO_MANY_SOCKETS, TOO_MUCH_NONSENSE
from backend.live.presence import MOST_SOCKETS
from tests.factories.accounts import UserFactory
from tests.support.crowds import long_ticket
from tests.support.live_server import Reader
from tests.support.results import is_full, record
from tests.support.room_servers import Nursery, RoomServer, room_servers
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

JUNK, SOCKETS, AT_ONCE = (10_000, 200, 16) if is_full() else (1_500, 60, 8)
NOT_TEXT, TOO_BIG = 1007, 1009
LONGEST = 65_536


@pytest.fixture(scope="module")
def server(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    with room_servers(nursery, tmp_path_factory.mktemp("abuse")) as (held,):
        yield held


def _open(server: RoomServer, ticket: str, origin: str = "") -> ClientConnection:
    headers = {"Origin": origin or f"http://127.0.0.1:{server.port}"}
    return connect(f"ws://127.0.0.1:{server.port}/ws/v1/?ticket={ticket}", additional_headers=headers)


def _foreign_origins() -> list[str]:
    """Other hosts, and names that begin, end or are dressed up as ours."""
    dressed = (
        "http://127.0.0.1.evil{n}.example",
        "http://evil{n}.example/127.0.0.1",
        "http://evil{n}.example:8000",
        "https://evil{n}.example",
        "http://127.0.0.1@evil{n}.example",
        "http://localhost-{n}.example",
        "http://not-localhost{n}",
        "file:///home/evil{n}",
        "null",
        "evil{n}",
    )
    return [one.format(n=number) for number in range(10) for one in dressed]


def _status(server: RoomServer, ticket: str, origin: str) -> int:
    try:
        with _open(server, ticket, origin) as line:
            return line.response.status_code if line.response else 0
    except InvalidStatus as refused:
        return refused.response.status_code


def _closed_with(line: ClientConnection) -> int:
    """The code it is closed with; 0 while it is open."""
    try:
        while True:
            line.recv(timeout=10)
    except TimeoutError:
        return 0
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def _junk(chance: random.Random) -> str | bytes:
    """No word of the protocol, in one of many ways."""
    feed = {"feed": str(feed_of(uuid4())), "epoch": "", "seq": 0}
    wrong: list[Any] = [
        "",
        "null",
        "[]",
        "{",
        '"hello"',
        "[" * 20_000,
        '{"kind":"hello","feeds":' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"kind":"hello","feeds":[{"feed":"\\ud800","seq":-1}]}',
        "\x00\x01\x02",
        "".join(chr(chance.randrange(32, 0xD7FF)) for _ in range(chance.randrange(1, 300))),
        chance.randbytes(chance.randrange(1, 2_000)),
        {"kind": chance.choice(["event", "snapshot", "head", "ack", "", None, 7])},
        {"kind": "hello"},
        {"kind": "hello", "feeds": [feed] * 11},
        {"kind": "hello", "feeds": [{**feed, "seq": 10**400}]},
        {"kind": "hello", "feeds": [{**feed, "seq": "0x1"}]},
        {"kind": "hello", "feeds": [{**feed, "feed": "x" * 121}]},
        {"kind": "hello", "feeds": [{**feed, "more": 1}]},
        {"kind": "hello", "feeds": [feed], "more": 1},
        {"kind": "command", "id": "", "type": "x", "payload": {}},
        {"kind": "command", "id": "x" * 65, "type": "x", "payload": {}},
        {"kind": "command", "id": "x", "type": ["x"], "payload": {}},
        {"kind": "command", "id": "x", "type": "x", "payload": [[[[]]]]},
        '{"kind":"command","id":"x","type":"x","payload":NaN}',
    ]
    found = chance.choice(wrong)
    return found if isinstance(found, str | bytes) else json.dumps(found)


def _sends_junk(server: RoomServer, ticket: str, chance: random.Random) -> int:
    """More than is borne on one socket; the code it is closed with."""
    with _open(server, ticket) as line:
        try:
            for _ in range(MAX_NONSENSE + 5):
                line.send(_junk(chance))
        except ConnectionClosed:
            pass
        return _closed_with(line)


def _is_served(server: RoomServer, ticket: str) -> bool:
    """Whoever means well is let in as ever."""
    with _open(server, ticket) as line:
        reader, feed = Reader(line), feed_of(uuid4())
        reader.hello(feed)
        return bool(reader.hear("snapshot")["feed"] == str(feed))


def test_f39_a_hundred_foreign_pages_are_refused(server: RoomServer) -> None:
    ticket = long_ticket()
    found = Counter(_status(server, ticket, origin) for origin in _foreign_origins())
    record("F39 foreign pages refused", value=found[403], bound=100, unit="of 100", passed=found == {403: 100})
    assert found == {403: 100}
    assert _is_served(server, ticket)
    assert server.crashes() == []


def test_f39_frames_that_are_too_long_close_the_socket(server: RoomServer) -> None:
    ticket, found = long_ticket(), list[int]()
    whole: list[Any] = ["x" * (LONGEST + 1), b"x" * (LONGEST + 1), "深" * (LONGEST // 2)]
    # In parts, none of which is too long by itself.
    parts: list[Any] = [["x" * (LONGEST // 2)] * 3, [b"x" * 1_000] * 70]
    for message in (*whole, *parts):
        with _open(server, ticket) as line:
            with suppress(ConnectionClosed):
                line.send(message)
            found.append(_closed_with(line))
    assert found == [TOO_BIG] * len(found)
    assert _is_served(server, ticket)
    assert server.crashes() == []


def test_f39_junk_is_answered_and_then_closed_and_is_no_crash(server: RoomServer) -> None:
    ticket, chance = long_ticket(), random.Random(39)
    rounds = -(-JUNK // (MAX_NONSENSE + 1))
    seeds = [random.Random(chance.random()) for _ in range(rounds)]
    with ThreadPoolExecutor(AT_ONCE) as senders:
        found = Counter(senders.map(lambda one: _sends_junk(server, ticket, one), seeds))
    crashes = server.crashes()
    record("F39 crashes by junk", value=len(crashes), bound=0, unit="lines", passed=not crashes)
    assert crashes == []
    assert found == {TOO_MUCH_NONSENSE: rounds}
    assert _is_served(server, ticket)


def test_f39_letters_that_are_none_close_the_socket(server: RoomServer) -> None:
    ticket, found = long_ticket(), list[int]()
    for letters in (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b'{"kind":"hello"\x80}') * 5:
        with _open(server, ticket) as line:
            line.send(letters, text=True)
            found.append(_closed_with(line))
    assert found == [NOT_TEXT] * len(found)
    assert _is_served(server, ticket)
    assert server.crashes() == []


def test_f39_one_person_holds_ten_sockets_however_many_they_open(server: RoomServer) -> None:
    person, feed = UserFactory.create(), feed_of(uuid4())
    ticket = long_ticket(person)

    def hold(line: ClientConnection) -> int:
        """The code it was closed with, or 0 where it is served."""
        try:
            reader = Reader(line)
            reader.hello(feed)
            reader.hear("snapshot")
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else -1
        return 0

    with ExitStack() as held, ThreadPoolExecutor(AT_ONCE) as hands:
        lines = list(hands.map(lambda _: held.enter_context(_open(server, ticket)), range(SOCKETS)))
        found = Counter(hands.map(hold, lines))
        record(
            "F39 sockets of one person",
            value=found[0],
            bound=MOST_SOCKETS,
            unit="sockets",
            passed=found[0] == MOST_SOCKETS,
        )
        assert found == {0: MOST_SOCKETS, TOO_MANY_SOCKETS: SOCKETS - MOST_SOCKETS}
        # Others come in meanwhile.
        assert _is_served(server, long_ticket(UserFactory.create()))
        assert _is_served(server, long_ticket())
    assert server.crashes() == []
