"""F15: a reader that does not read is cut off, and holds up nobody."""

import time
from uuid import uuid4

import pytest
from django.db import transaction
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import ConnectionClosed

from backend.core import clock
from backend.feeds import rooms, services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import hub
from backend.live.protocol import RoomProtocol
from backend.live.sockets import MAX_BUFFERED, Backlog
from tests.support.live_server import DIRECT, Reader, reading, serving, ticket_of
from tests.support.rooms import KIND, feed_of
from tests.support.stuck_reader import LargeRoom, is_followed, stuck_reader

PAYLOAD = {"text": "x" * 4000}


def _write(feed: FeedName) -> None:
    with transaction.atomic():
        services.append([Change(feed, "a", PAYLOAD)], now=clock.now())


def _is_cut_off(reader: Reader, seconds: float) -> bool:
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            reader.connection.recv(timeout=1)
    except (ConnectionClosed, TimeoutError):
        return reader.connection.state.name != "OPEN"
    return False


@pytest.mark.timeout(120)
def test_f15_reader_that_does_not_read_is_cut_off_and_the_others_miss_nothing(direct_port: int) -> None:
    feed = feed_of(uuid4())
    with reading(direct_port) as slow, reading(direct_port) as quick:
        for reader in (slow, quick):
            reader.hello(feed)
            reader.hear("snapshot")
        for seq in range(1, 1201):
            _write(feed)
            assert quick.hear("event")["seq"] == seq
        assert _is_cut_off(slow, 20)
    with reading(direct_port) as back:
        back.hello(feed)
        assert back.hear("snapshot")["state"] == {"a": 1200}


def test_a_large_state_makes_nobody_a_slow_reader_until_it_was_taken() -> None:
    backlog, state, event = Backlog(), 5 * MAX_BUFFERED, 300
    assert backlog.takes(0, state)
    # Events that follow while it is on its way, and no more than a reader may ever owe.
    assert backlog.takes(state, event)
    assert backlog.takes(state + MAX_BUFFERED, event)
    assert not backlog.takes(state + MAX_BUFFERED + 1, event)
    # Once it has gone out, the reader is one like any other.
    assert backlog.takes(MAX_BUFFERED, event)
    assert backlog.takes(MAX_BUFFERED + event, event)
    assert not backlog.takes(MAX_BUFFERED + event + 1, event)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("of", [RoomProtocol, WebSocketsSansIOProtocol], ids=["ours", "as it was"])
def test_f15_whoever_answers_no_ping_is_cut_off_though_nothing_more_is_said(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, of: type[WebSocketsSansIOProtocol]
) -> None:
    """And the negative control: with a farewell alone, which waits behind what is not taken, the socket stays."""
    monkeypatch.setattr(RoomProtocol, "keepalive_timeout", of.keepalive_timeout)
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 60.0)
    monkeypatch.setitem(rooms._rooms, KIND, LargeRoom())
    feed = feed_of(uuid4())
    with (
        serving(DIRECT, ws_ping_interval=0.3, ws_ping_timeout=0.3) as port,
        stuck_reader(port, ticket_of(None), feed),
    ):
        end = time.monotonic() + (20.0 if of is RoomProtocol else 2.0)
        while is_followed(feed) and time.monotonic() < end:
            time.sleep(0.05)
        assert is_followed(feed) is (of is not RoomProtocol)
