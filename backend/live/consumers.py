"""The one consumer: who is there, what they say, and when they leave. Fan-out is the hub's, decisions are the services'."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import structlog
from asgiref.sync import sync_to_async
from channels.consumer import AsyncConsumer
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from django.utils import translation
from pydantic import ValidationError

from backend.core import clock
from backend.core.api import DATABASE_AWAY
from backend.core.errors import Crashed, DomainError
from backend.live import hub, presence, reactions, tickets
from backend.live.errors import BadMessage
from backend.live.frames import Frame
from backend.live.hub import Connection
from backend.live.messages import AckMessage, Command, Cursor, ErrorMessage, Hello, ServerMessage, client_message
from backend.live.sockets import AsgiSend, socket_of
from backend.live.tickets import Ticket

log = structlog.get_logger(__name__)

# Close codes: the client fetches a new ticket, or gives up.
BAD_TICKET, TOO_MUCH_NONSENSE, TOO_MANY_SOCKETS, TRY_AGAIN = 4401, 4400, 4429, 1013
MAX_NONSENSE = 20


class RoomConsumer(AsyncConsumer):  # type: ignore[misc]
    """One socket."""

    connection: Connection

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: AsgiSend
    ) -> None:
        """One message after the other, each straight to its handler.

        Channels would make a task for each, and before it go to another thread to close the connections that rest there. Here none
        does: whatever uses the database does so where it gives its connection back.
        """
        self.scope, self.base_send = scope, send
        with suppress(StopConsumer):
            while True:
                message = await receive()
                await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_connect(self, _message: dict[str, Any]) -> None:
        self.nonsense = 0
        await self.send({"type": "websocket.accept"})
        try:
            ticket = await self._ticket()
        except DomainError:
            await self.send({"type": "websocket.close", "code": BAD_TICKET})
            return
        except DATABASE_AWAY:
            await self.send({"type": "websocket.close", "code": TRY_AGAIN})
            return
        # Valkey may be slow, and the loop waits for nobody.
        if ticket.key and not await sync_to_async(presence.take_place, thread_sensitive=False)(ticket.key):
            await self.send({"type": "websocket.close", "code": TOO_MANY_SOCKETS})
            return
        self.connection = Connection(socket_of(self.scope, self.send), ticket)

    async def _ticket(self) -> Ticket:
        """A look at a signature, while the database's clock was heard lately: a hall comes without a trip to it for each."""
        written = parse_qs(self.scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
        now = clock.lately() or await database_sync_to_async(clock.now)()
        return tickets.read(written, now=now)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        if not hasattr(self, "connection"):
            return
        try:
            said = client_message.validate_json(message.get("text") or "")
        except ValidationError:
            await self._nonsense()
            return
        if isinstance(said, Hello):
            await self._join(said.feeds)
        else:
            await self._perform(said)

    async def _nonsense(self) -> None:
        self.nonsense += 1
        if self.nonsense > MAX_NONSENSE:
            await self.connection.socket.close(TOO_MUCH_NONSENSE)
            return
        with translation.override(self.connection.ticket.language):
            self._say(ErrorMessage(id="", code=BadMessage.code, detail=str(BadMessage.message)))

    async def _join(self, cursors: Sequence[Cursor]) -> None:
        """Announcements are held back from before the database is read until the reader was told where it stands."""
        room = hub.current()
        for cursor in cursors:
            room.begin(self.connection, cursor.feed)
        found = await room.door.let_in(self.connection.ticket, cursors)
        if found is None:
            await self.connection.socket.close(TRY_AGAIN)
            return
        for welcome in found:
            for frame in welcome.frames():
                self.connection.write(frame)
            if welcome.seq is None:
                room.leave(self.connection, welcome.feed)
            else:
                room.settle(self.connection, welcome.feed, welcome.seq)

    async def _perform(self, said: Command) -> None:
        ticket = self.connection.ticket
        try:
            if said.type == reactions.COMMAND:
                # Answered when it was counted.
                hub.current().reactions.take(self.connection, said)
                return
            await hub.current().writer.write(ticket, said)
        except DomainError as refusal:
            with translation.override(ticket.language):
                self._say(ErrorMessage(id=said.id, code=refusal.code, detail=str(refusal.detail)))
        except DATABASE_AWAY:
            # What was asked for is asked again with the next connection, as after any other break.
            log.warning("live_command_without_database", type=said.type, exc_info=True)
            await self.connection.socket.close(TRY_AGAIN)
        except Exception:
            # An answer, so that the client does not ask for the same crash again and again.
            log.exception("live_command_crashed", type=said.type)
            with translation.override(ticket.language):
                self._say(ErrorMessage(id=said.id, code=Crashed.code, detail=str(Crashed.message)))
        else:
            self._say(AckMessage(id=said.id))

    def _say(self, message: ServerMessage) -> None:
        self.connection.write(Frame.of(message.model_dump(mode="json")))

    async def websocket_disconnect(self, _message: dict[str, Any]) -> None:
        if hasattr(self, "connection"):
            hub.current().leave_all(self.connection)
            self.connection.socket.release()
            if key := self.connection.ticket.key:
                # Valkey may be slow, and the loop waits for nobody.
                await sync_to_async(presence.give_back, thread_sensitive=False)(key)
        raise StopConsumer
