"""uvicorn's socket protocol, which also hands its transport to the application: `uvicorn --ws backend.live.protocol:RoomProtocol`.

It leans on attributes uvicorn does not promise; uvicorn is pinned, and a test fails when they move.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode

from backend.live.frames import Bundle, Frame
from backend.live.sockets import EXTENSION, AsgiSend, Backlog


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
        if not self._backlog.takes(transport.get_write_buffer_size(), len(frame.wire)):
            return False
        transport.write(frame.wire)
        return True

    def abort(self) -> None:
        self._protocol.transport.abort()

    def release(self) -> None:
        """Nothing is held beside what the server holds itself."""

    async def close(self, code: int) -> None:
        protocol = self._protocol
        if not (protocol.close_sent or protocol.disconnected):
            await self._send({"type": "websocket.close", "code": code})


class RoomProtocol(WebSocketsSansIOProtocol):
    """The same protocol, with one more thing in the scope and one less in the log."""

    async def run_asgi(self) -> None:
        extensions: dict[str, object] = self.scope["extensions"]  # type: ignore[assignment]
        extensions[EXTENSION] = lambda send: DirectSocket(self, send)
        await super().run_asgi()

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
