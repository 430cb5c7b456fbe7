"""Everybody who is in the room, each by a socket of their own: they keep the room's state as a page does, come back when the server
was away, and send again what had no answer.
"""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from backend.roadshows.room_state import reduce
from tests.journeys.roadshow.calling import Caller

PATIENCE = 300.0
_BACK_AFTER = 0.5
T = TypeVar("T")


@dataclass
class Place:
    """Where somebody stands in one feed."""

    epoch: str = ""
    seq: int = 0
    state: dict[str, Any] = field(default_factory=dict)
    is_told: bool = False


@dataclass
class Seat:
    """Who sits there is `caller`'s matter; `headers` are a pass of the room."""

    caller: Caller
    feeds: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(init=False)
    seen: Counter[str] = field(default_factory=Counter)
    # By id: what was said, and who waits for the answer.
    waiting: dict[str, tuple[str, asyncio.Future[dict[str, Any]]]] = field(default_factory=dict)
    socket: ClientConnection | None = None

    def __post_init__(self) -> None:
        self.places = {feed: Place() for feed in self.feeds}

    async def sit(self) -> None:
        """For ever."""
        while True:
            try:
                await self._once()
            except (OSError, WebSocketException):
                self.socket = None
            self.seen["breaks"] += 1
            await asyncio.sleep(_BACK_AFTER)

    async def _once(self) -> None:
        ticket = (await asyncio.to_thread(self.caller.post, "/live/tickets/", **self.headers))["ticket"]
        origin = self.caller.url
        address = f"{origin.replace('http', 'ws', 1)}/ws/v1/?ticket={ticket}"
        async with connect(address, origin=origin, max_size=None) as self.socket:  # type: ignore[arg-type]
            await self._hello(*self.feeds)
            for said, _ in list(self.waiting.values()):
                await self.socket.send(said)
            async for raw in self.socket:
                await self._hear(json.loads(raw))

    async def _hello(self, *feeds: str) -> None:
        assert self.socket is not None
        places = {feed: self.places[feed] for feed in feeds}
        for place in places.values():
            place.is_told = False
        cursors = [{"feed": feed, "epoch": place.epoch, "seq": place.seq} for feed, place in places.items()]
        await self.socket.send(json.dumps({"kind": "hello", "feeds": cursors}))

    async def _hear(self, message: dict[str, Any]) -> None:
        if message["kind"] in ("ack", "error"):
            _, waits = self.waiting.pop(message["id"], ("", None))
            if waits is not None and not waits.done():
                waits.set_result(message)
            return
        place = self.places.get(message.get("feed", ""))
        if place is None:
            self.seen["foreign"] += 1
            return
        match message["kind"]:
            case "snapshot":
                place.epoch, place.seq, place.state = message["epoch"], message["seq"], message["state"]
                place.is_told = True
            case "resumed":
                place.is_told = bool(message["recovered"])
            case "event":
                await self._event(place, message)
            case "head" if place.is_told and (message["epoch"], message["seq"]) != (place.epoch, place.seq):
                self.seen["gaps"] += 1
                await self._hello(message["feed"])

    async def _event(self, place: Place, message: dict[str, Any]) -> None:
        if message["seq"] <= place.seq:
            # It was on its way when it was asked for once more.
            self.seen["again"] += 1
        elif message["seq"] == place.seq + 1:
            place.seq, place.state = message["seq"], reduce(place.state, message["payload"])
        elif place.is_told:
            self.seen["gaps"] += 1
            await self._hello(message["feed"])

    async def do(self, name: str, **payload: Any) -> dict[str, Any]:
        """Until it is answered, over however many connections."""
        said = json.dumps({"kind": "command", "id": uuid4().hex, "type": name, "payload": payload})
        waits: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.waiting[json.loads(said)["id"]] = said, waits
        if self.socket is not None:
            # What breaks meanwhile is sent again with the next connection.
            with suppress(WebSocketException, OSError):
                await self.socket.send(said)
        return await asyncio.wait_for(waits, PATIENCE)

    async def until_told(self) -> None:
        while not all(one.is_told for one in self.places.values()):  # noqa: ASYNC110 - so many feeds, one look
            await asyncio.sleep(0.05)


class Hall:
    """The seats, on a loop of their own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.seats: list[Seat] = []
        self._tasks: list[asyncio.Task[None]] = []

    def take(self, *seats: Seat) -> None:
        """Comes back when each of them was told how the room stands."""
        self.seats += seats
        self.run(self._seated(seats))

    async def _seated(self, seats: tuple[Seat, ...]) -> None:
        self._tasks += [asyncio.create_task(one.sit()) for one in seats]
        async with asyncio.timeout(PATIENCE):
            for one in seats:
                await one.until_told()

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(2 * PATIENCE)

    def do(self, seat: Seat, name: str, **payload: Any) -> None:
        """One act, which must be taken."""
        answer = self.run(seat.do(name, **payload))
        assert answer["kind"] == "ack", (name, answer)

    def all_at_once(self, *acts: Coroutine[Any, Any, dict[str, Any]]) -> list[dict[str, Any]]:
        """What was refused of them, when each of them was answered."""

        async def done() -> list[dict[str, Any]]:
            answers = await asyncio.gather(*acts)
            return [one for one in answers if one["kind"] != "ack"]

        return self.run(done())

    def leave(self) -> None:
        async def stop() -> None:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        self.run(stop())


@contextmanager
def hall() -> Iterator[Hall]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    seats = Hall(loop)
    try:
        yield seats
    finally:
        seats.leave()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()
