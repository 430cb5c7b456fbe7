"""The way to a service, on which answers may take longer. In a thread of this process; only bytes, whatever they mean."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_PIECE = 65_536
_LOOK_AGAIN = 0.02


class SlowRoad:
    """`delay` seconds pass between a request and the first byte of its answer; it may be changed at any time."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.delay = 0.0
        self._is_closed = False
        self._begin(self._accept)

    @property
    def url(self) -> str:
        """Where the service is, by this road."""
        port = self._listener.getsockname()[1]
        credentials, at, _ = self._address.netloc.rpartition("@")
        return self._address._replace(netloc=f"{credentials}{at}127.0.0.1:{port}").geturl()

    def close(self) -> None:
        self._is_closed = True
        # A thread that waits in accept or recv is only woken by an end of the connection.
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
        for one in (self._listener, *self._open):
            one.close()

    def _begin(self, run: object, *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection((self._address.hostname or "", self._address.port or 0))
            self._open |= {near, far}
            asked = [0.0]
            self._begin(self._carry_questions, near, far, asked)
            self._begin(self._carry_answers, far, near, asked)

    def _carry_questions(self, near: socket.socket, far: socket.socket, asked: list[float]) -> None:
        with suppress(OSError):
            while piece := near.recv(_PIECE):
                asked[0] = time.monotonic()
                far.sendall(piece)
        _end(far)

    def _carry_answers(self, far: socket.socket, near: socket.socket, asked: list[float]) -> None:
        with suppress(OSError):
            while piece := far.recv(_PIECE):
                while not self._is_closed and time.monotonic() < asked[0] + self.delay:
                    time.sleep(_LOOK_AGAIN)
                near.sendall(piece)
        _end(near)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def slow_road(url: str) -> Iterator[SlowRoad]:
    road = SlowRoad(url)
    try:
        yield road
    finally:
        road.close()
