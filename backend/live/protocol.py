"""uvicorn's socket protocol, which also hands its transport to the application: `uvicorn --ws backend.live.protocol:RoomProtocol`.

It leans on attributes uvicorn does not promise; uvicorn is pinned, and a test fails when they move.
"""

from logging import WARNING, getLogger
from random import uniform
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode

from backend.live.frames import Bundle, Frame
from backend.live.sockets import EXTENSION, AsgiSend, Backlog

# Of a server that stops: so many of its sockets are told in a second, each at a moment of its own, and within this time all of
# them, however many they are.
FAREWELLS_A_SECOND, FAREWELL_SECONDS = 400.0, 5.0
# Whoever has not taken its farewell by then is not waited for.
PATIENCE_SECONDS = 1.0

_QUIET = getLogger("uvicorn.error.rooms")
_QUIET.setLevel(WARNING)


class DirectSocket:
    """Writes frames to the transport itself: no task, no queue and no wait for each message of each socket."""

    def __init__(self, protocol: "RoomProtocol", send: AsgiSend) -> None:
        self._protocol = protocol
        self._send = send
        self._backlog = Backlog()

    def write(self, frame: Frame | Bundle) -> bool:
        protocol = self._protocol
        transport = protocol.transport
        if protocol.close_sent or protocol.disconnected or transport.is_closing():
            return False
        if not self._backlog.takes(transport.get_write_buffer_size(), frame.size):
            return False
        transport.writelines(frame.pieces)
        return True

    def abort(self) -> None:
        # Whoever was told to come back is left some moments to hear it.
        if not self._protocol.was_told:
            self._protocol.transport.abort()

    def release(self) -> None:
        """Nothing is held beside what the server holds itself."""

    async def close(self, code: int) -> None:
        protocol = self._protocol
        if not (protocol.close_sent or protocol.disconnected):
            await self._send({"type": "websocket.close", "code": code})


class RoomProtocol(WebSocketsSansIOProtocol):
    """The same protocol, with one more thing in the scope, and a farewell that does not send a whole hall back in one moment."""

    was_told = False

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        # uvicorn writes the address of each socket into its log, and with it a ticket that is still good.
        self.logger = self.conn.logger = _QUIET

    async def run_asgi(self) -> None:
        extensions: dict[str, object] = self.scope["extensions"]  # type: ignore[assignment]
        extensions[EXTENSION] = lambda send: DirectSocket(self, send)
        await super().run_asgi()

    def keepalive_timeout(self) -> None:
        """Whoever answers no ping takes no farewell either, and what it was sent would wait here for ever."""
        super().keepalive_timeout()
        self.transport.abort()

    def shutdown(self) -> None:
        """The server stops, and asks this of all of its connections at once. Rooms go on until each was told (close code 1012)."""
        if not self.handshake_complete:
            super().shutdown()
            return
        longest = FAREWELL_SECONDS
        if self.config.timeout_graceful_shutdown is not None:
            longest = min(longest, self.config.timeout_graceful_shutdown / 2)
        spread = min(longest, len(self.connections) / FAREWELLS_A_SECOND)
        self.loop.call_later(uniform(0, spread), self._say_farewell)  # noqa: S311 - a moment is no secret
        self.loop.call_later(spread + PATIENCE_SECONDS, self._go)

    def _say_farewell(self) -> None:
        if not self.disconnected:
            self.was_told = True
            super().shutdown()

    def _go(self) -> None:
        if not self.disconnected:
            self.transport.abort()

    def send_receive_event_to_app(self) -> None:
        """Letters that are none end the connection, as ever; that a stranger sent them is no crash to be logged line by line."""
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_text(b"".join(self.frames)):
            self.frames = []
            self.conn.send_close(CloseCode.INVALID_DATA)
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()


def _is_text(said: bytes) -> bool:
    try:
        said.decode()
    except UnicodeDecodeError:
        return False
    return True
