"""A message for many sockets: encoded once, framed once."""

from collections.abc import Sequence
from functools import cached_property
from struct import pack
from typing import Any

import orjson

# Of a text message in one frame that is not masked: its size in the byte itself, or in two or eight more.
_TEXT, _IN_TWO, _IN_EIGHT = 0x81, 126, 127


def _plain(value: Any) -> Any:
    """What JSON has no form for: ids and names are written as strings."""
    return str(value)


def _header(size: int) -> bytes:
    if size < _IN_TWO:
        return pack("!BB", _TEXT, size)
    return pack("!BBH", _TEXT, _IN_TWO, size) if size < 2**16 else pack("!BBQ", _TEXT, _IN_EIGHT, size)


class Frame:
    """One text message. `pieces` is what a server writes to a socket: servers do not mask, so it is the same for all.

    Its parts are written one after the other: what many messages end with is handed on as it is, and copied for none of them.
    """

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts

    @cached_property
    def text(self) -> bytes:
        return b"".join(self._parts)

    @cached_property
    def pieces(self) -> tuple[bytes, ...]:
        first, *others = self._parts
        return (_header(sum(map(len, self._parts))) + first, *others)

    @cached_property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    @classmethod
    def of(cls, message: Any) -> "Frame":
        return cls(orjson.dumps(message, default=_plain))


class Bundle:
    """Several messages that leave together: one write to the transport, and to its reader messages like any others."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = tuple(frames)

    @cached_property
    def pieces(self) -> tuple[bytes, ...]:
        return (b"".join(piece for frame in self.frames for piece in frame.pieces),)

    @cached_property
    def size(self) -> int:
        return len(self.pieces[0])
