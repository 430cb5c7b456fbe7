"""A message for many sockets: encoded once, framed once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import orjson
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode


def _plain(value: Any) -> Any:
    """What JSON has no form for: ids and names are written as strings."""
    return str(value)


class Frame:
    """One text message. `wire` is what a server writes to a socket: servers do not mask, so it is the same for all."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    @cached_property
    def wire(self) -> bytes:
        return WireFrame(Opcode.TEXT, self.text).serialize(mask=False)

    @classmethod
    def of(cls, message: Any) -> "Frame":
        return cls(orjson.dumps(message, default=_plain))


class Bundle:
    """Several messages that leave together: one write to the transport, and to its reader messages like any others."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = tuple(frames)

    @cached_property
    def wire(self) -> bytes:
        return b"".join(frame.wire for frame in self.frames)
