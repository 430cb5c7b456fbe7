"""A reader that asks for more than its connection holds, and reads none of it."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from backend.feeds.names import FeedName
from backend.live import hub
from tests.support.rooms import CountingRoom


class LargeRoom(CountingRoom):
    """Its state is more than a socket takes that nobody reads."""

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        return {"text": "x" * 16_000_000}


def is_followed(feed: FeedName) -> bool:
    """Whether somebody follows it in this process, as far as the server knows."""
    return any(one.follows(str(feed)) for held in list(hub._hubs.values()) for one in held.connections())


@contextmanager
def stuck_reader(port: int, ticket: str, feed: FeedName) -> Iterator[socket.socket]:
    """Follows the feed, whose state is on its way and does not arrive."""
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.connect(("127.0.0.1", port))
        asked = [
            f"GET /ws/v1/?ticket={ticket} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13", "", "",
        ]  # fmt: skip
        stuck.sendall("\r\n".join(asked).encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += stuck.recv(1)
        said = json.dumps({"kind": "hello", "feeds": [{"feed": str(feed)}]}).encode()
        # Masked with nothing, which leaves it as it is.
        stuck.sendall(bytes((0x81, 0x80 | len(said))) + bytes(4) + said)
        end = time.monotonic() + 20
        while not is_followed(feed):
            assert time.monotonic() < end
            time.sleep(0.02)
        yield stuck
