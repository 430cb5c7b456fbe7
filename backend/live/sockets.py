"""Two ways to write to a socket without ever waiting for its reader.

Straight to the server's transport where the server hands it over (`protocol.py`); otherwise through a bounded queue with
a writer task of its own.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from backend.live.frames import Bundle, Frame

# A reader this far behind is cut off; it comes back and resumes from its place.
MAX_BUFFERED = 64 * 1024
MAX_QUEUED = 256
# Told to a reader that fell behind, where it can be told at all: come back and resume.
FELL_BEHIND = 4408
EXTENSION = "xmh.direct_socket"

AsgiSend = Callable[[dict[str, Any]], Awaitable[None]]


class Backlog:
    """How much a reader may owe. The state of a full room is larger than what a reader may fall behind by: whoever is sent it
    has the time to take it, and is no slow reader meanwhile.
    """

    def __init__(self) -> None:
        self._most = MAX_BUFFERED

    def takes(self, owed: int, size: int) -> bool:
        """Whether a message of `size` bytes may follow `owed` bytes that were not taken yet."""
        if owed <= MAX_BUFFERED:
            self._most = MAX_BUFFERED
        if owed > self._most:
            return False
        self._most = max(self._most, size + MAX_BUFFERED)
        return True


class Socket(Protocol):
    """One open connection."""

    def write(self, frame: Frame | Bundle) -> bool:
        """Hand a message over at once; False when the reader is too far behind or gone, and nothing was written."""
        ...

    def abort(self) -> None:
        """Cut the connection without a farewell: the reader does not take any."""
        ...

    async def close(self, code: int) -> None:
        """Say farewell with a code."""
        ...

    def release(self) -> None:
        """The connection is over: let go of what was held for it."""
        ...


class QueuedSocket:
    """For servers that do not hand over their transport, tests among them."""

    def __init__(self, send: AsgiSend) -> None:
        self._send = send
        self._queue: asyncio.Queue[Frame | int] = asyncio.Queue(MAX_QUEUED)
        self._buffered, self._backlog = 0, Backlog()
        self._is_open = True
        self._writer = asyncio.create_task(self._write_all())

    def write(self, frame: Frame | Bundle) -> bool:
        if isinstance(frame, Bundle):
            return all(self.write(one) for one in frame.frames)
        if not self._is_open or self._queue.full() or not self._backlog.takes(self._buffered, len(frame.text)):
            return False
        self._buffered += len(frame.text)
        self._queue.put_nowait(frame)
        return True

    def abort(self) -> None:
        """All this side can do is to fall silent, and to end the connection as soon as the reader lets it."""
        if self._is_open:
            self._is_open = False
            self._writer.cancel()
            self._farewell = asyncio.create_task(self._say_farewell(FELL_BEHIND))

    def release(self) -> None:
        self._is_open = False
        self._writer.cancel()

    async def _say_farewell(self, code: int) -> None:
        with contextlib.suppress(OSError):
            await self._send({"type": "websocket.close", "code": code})

    async def close(self, code: int) -> None:
        """What was written before goes out first."""
        if self._is_open:
            self._is_open = False
            with contextlib.suppress(asyncio.QueueFull):
                self._queue.put_nowait(code)
                await self._writer

    async def _write_all(self) -> None:
        while True:
            item = await self._queue.get()
            if isinstance(item, int):
                await self._send({"type": "websocket.close", "code": item})
                return
            await self._send({"type": "websocket.send", "text": item.text.decode()})
            self._buffered -= len(item.text)


def socket_of(scope: dict[str, Any], send: AsgiSend) -> Socket:
    """The best way to write that this server offers."""
    make = scope.get("extensions", {}).get(EXTENSION)
    return make(send) if make else QueuedSocket(send)
