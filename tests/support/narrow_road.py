"""Sockets on a road like those that lead to phones: `uvicorn --ws tests.support.narrow_road:NarrowRoad`.

On the way to this machine itself packets are of 64 KB, and the kernel keeps megabytes for a reader who takes nothing.
"""

import asyncio
import socket

from backend.live.protocol import RoomProtocol

KEPT = 32 * 1024


class NarrowRoad(RoomProtocol):
    """The product's protocol; the kernel keeps as much for each socket as it does where packets are of usual size."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT)
