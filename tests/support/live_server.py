"""The product's entry point behind a real uvicorn in this process, and readers that follow feeds over real sockets."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from rest_framework.test import APIClient
from websockets.sync.client import ClientConnection, connect

from backend.accounts.models import User
from backend.config.asgi import application
from backend.feeds.names import FeedName
from tests.support.clients import client_of

DIRECT = "backend.live.protocol:RoomProtocol"
PLAIN = "websockets-sansio"


@contextmanager
def serving(ws: str = DIRECT, port: int = 0, **more: Any) -> Iterator[int]:
    """Serve while inside; the port. `ws` is the socket protocol uvicorn runs with, `more` what else it is told."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        # Who comes before the server is up waits in its queue.
        listener.listen(1024)
        told = {"ws_max_size": 65536, "ws_per_message_deflate": False, "lifespan": "off", "log_level": "warning"}
        config = uvicorn.Config(application, ws=ws, **{**told, **more})
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def ticket_of(who: User | APIClient | None) -> str:
    """The ticket of a person, or of a client that is somebody already."""
    client = who if isinstance(who, APIClient) else client_of(who)
    answer = client.post("/api/v1/live/tickets/", {}, format="json")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["ticket"])


class Reader:
    """One socket that keeps what it was told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, **message: Any) -> None:
        self.connection.send(json.dumps(message))

    def hello(self, *feeds: FeedName | str, epoch: str = "", seq: int = 0) -> None:
        self.say(kind="hello", feeds=[{"feed": str(feed), "epoch": epoch, "seq": seq} for feed in feeds])

    def command(self, command_id: str, name: str, **payload: Any) -> None:
        self.say(kind="command", id=command_id, type=name, payload=payload)

    def hear(self, *kinds: str, seconds: float = 10.0) -> dict[str, Any]:
        """The next message of one of these kinds (any kind but heartbeats when none is named). Raises TimeoutError."""
        until = time.monotonic() + seconds
        while True:
            message: dict[str, Any] = json.loads(self.connection.recv(timeout=max(0.0, until - time.monotonic())))
            if message["kind"] in kinds or (not kinds and message["kind"] != "head"):
                return message


@contextmanager
def reading(port: int, person: User | None = None, *, ticket: str | None = None, origin: str = "") -> Iterator[Reader]:
    written = ticket_of(person) if ticket is None else ticket
    headers = {"Origin": origin or f"http://127.0.0.1:{port}"}
    with connect(f"ws://127.0.0.1:{port}/ws/v1/?ticket={written}", additional_headers=headers) as connection:
        yield Reader(connection)
