"""A client's end of one socket, as cheap as Python has it: thousands of them share a core with nobody but each other."""

import asyncio
import base64
import os
from collections.abc import Callable
from urllib.parse import urlsplit

from websockets.frames import Frame, Opcode

_TEXT, _CLOSE, _PING = 1, 8, 9
_MET = b" 101 "


class BareSocket(asyncio.Protocol):
    """Calls `hear` with each text message. `ended` is done when the connection is; `status` is that of the handshake."""

    def __init__(self, address: str, origin: str, hear: Callable[[bytes], None]) -> None:
        self._address, self._origin, self._hear = urlsplit(address), origin, hear
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self.is_open, self.status, self.code = False, 0, 0
        loop = asyncio.get_running_loop()
        self.met: asyncio.Future[bool] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            f"GET {self._address.path}?{self._address.query} HTTP/1.1",
            f"Host: {self._address.netloc}",
            f"Origin: {self._origin}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if not self.met.done():
            self.met.set_result(False)
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if not self.is_open and not self._greeted():
            return
        place, end = 0, len(self._buffer)
        while end - place >= 2:
            begin, size = _payload(self._buffer, place)
            if begin + size > end:
                break
            self._take(self._buffer[place] & 0x0F, self._buffer[begin : begin + size])
            place = begin + size
        self._buffer = self._buffer[place:]

    def say(self, text: str) -> None:
        self._write(Opcode.TEXT, text.encode())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _greeted(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found or self.met.done():
            return False
        line = head.partition(b"\r\n")[0]
        self.status = int(line.split(b" ")[1])
        self.is_open = _MET in line
        self.met.set_result(self.is_open)
        if not self.is_open:
            self.close()
        self._buffer = rest
        return self.is_open

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _TEXT:
            self._hear(payload)
        elif opcode == _PING:
            self._write(Opcode.PONG, payload)
        elif opcode == _CLOSE:
            self.code = int.from_bytes(payload[:2], "big")
            self.close()

    def _write(self, opcode: Opcode, payload: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(Frame(opcode, payload).serialize(mask=True))


def _payload(buffer: bytes, place: int) -> tuple[int, int]:
    """Where a message of a server begins, and how long it is; a length that is not there yet counts as too long."""
    short = buffer[place + 1] & 0x7F
    if short < 126:
        return place + 2, short
    wide = 2 if short == 126 else 8
    begin = place + 2 + wide
    return (begin, int.from_bytes(buffer[place + 2 : begin], "big")) if begin <= len(buffer) else (begin, len(buffer))


async def open_bare(address: str, origin: str, hear: Callable[[bytes], None], seconds: float = 20.0) -> BareSocket:
    """Raises OSError or TimeoutError where there is no answer; a refused handshake is a socket that is not open."""
    parts = urlsplit(address)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(seconds):
        _, made = await loop.create_connection(
            lambda: BareSocket(address, origin, hear), parts.hostname or "", parts.port or 0
        )
        await made.met
    return made
