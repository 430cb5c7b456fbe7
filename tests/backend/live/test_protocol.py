"""What our socket protocol leans on in uvicorn is still there, and is what a server really uses."""

import inspect
from uuid import uuid4

from uvicorn import Config, Server
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from backend.live import hub
from backend.live.protocol import DirectSocket, RoomProtocol
from backend.live.sockets import QueuedSocket
from tests.support.live_server import PLAIN, reading, serving
from tests.support.rooms import feed_of


def test_uvicorn_still_has_what_we_lean_on() -> None:
    source = inspect.getsource(WebSocketsSansIOProtocol)
    for attribute in (
        "self.transport",
        "self.close_sent",
        "self.disconnected",
        "self.scope: WebSocketScope",
        "self.handshake_complete",
        "self.logger = ",
        "self.connections = server_state.connections",
        'self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012})',
        '"extensions"',
        "self.frames",
        "self.curr_msg_data_type",
        "self.conn.send_close(1007)",
    ):
        assert attribute in source, attribute
    for method in ("send_receive_event_to_app", "handle_parser_exception"):
        assert inspect.signature(getattr(WebSocketsSansIOProtocol, method)).parameters.keys() == {"self"}
    assert inspect.iscoroutinefunction(WebSocketsSansIOProtocol.run_asgi)
    assert RoomProtocol.run_asgi is not WebSocketsSansIOProtocol.run_asgi
    assert RoomProtocol.shutdown is not WebSocketsSansIOProtocol.shutdown
    assert "connection.shutdown()" in inspect.getsource(Server.shutdown)
    assert Config("").timeout_graceful_shutdown is None


def _kinds(port: int) -> set[str]:
    with reading(port) as reader:
        reader.hello(feed_of(uuid4()))
        reader.hear("snapshot")
        return {type(one.socket).__name__ for held in hub._hubs.values() for one in held.connections()}


def test_our_server_writes_straight_to_its_transports(direct_port: int) -> None:
    assert _kinds(direct_port) == {DirectSocket.__name__}


def test_another_server_is_written_to_through_a_queue(transactional_db: None) -> None:
    with serving(PLAIN) as port:
        assert _kinds(port) == {QueuedSocket.__name__}
