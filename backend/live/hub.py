"""The hub of a process: which sockets follow which feed. It writes each message once to each of them and waits for none."""

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from weakref import WeakKeyDictionary

import redis
import structlog
from channels.db import database_sync_to_async

from backend.core import clock
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import Feed
from backend.feeds.selectors import NO_EPOCH
from backend.live import bus
from backend.live.frames import Frame
from backend.live.joining import still_readable
from backend.live.messages import HeadMessage, RefusedMessage
from backend.live.reactions import PULSE_SECONDS, Allowance, Pulses, Reactions
from backend.live.sockets import Socket
from backend.live.tickets import Ticket

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 5.0
RETRY_SECONDS = 0.5
BEATS_PER_CHECK = 12
# Between slices of a big room other sockets get their turn.
SLICE = 500


@dataclass(eq=False, slots=True)
class Connection:
    """One socket and the feeds it follows. While a feed is being joined, what is announced of it waits here."""

    socket: Socket
    ticket: Ticket
    feeds: dict[str, list[bus.Told] | None] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)

    @property
    def key(self) -> str:
        """Whose commands these are. Of a visitor nothing is known, and what they send is told apart by its own id."""
        return str(self.ticket.guest[0] if self.ticket.guest else self.ticket.person_id)

    @property
    def language(self) -> str:
        return self.ticket.language

    def follows(self, feed: str) -> bool:
        return self.feeds.get(feed, []) is None

    def abort(self) -> None:
        self.socket.abort()

    def write(self, frame: Frame) -> None:
        """A reader too far behind is cut off: it comes back and resumes, and holds up nobody meanwhile."""
        if not self.socket.write(frame):
            self.socket.abort()


class Hub:
    """One for each event loop. Its tasks live as long as the loop."""

    def __init__(self) -> None:
        self._followers: dict[str, set[Connection]] = {}
        self.reactions, self._pulses = Reactions(), Pulses()
        self._pulsing: set[asyncio.Task[None]] = set()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]
        self.is_listening = asyncio.Event()

    def begin(self, connection: Connection, feed: str) -> None:
        """Hold back what is announced of the feed from now on, until `settle` says where the reader stands."""
        connection.feeds[feed] = []
        self._followers.setdefault(feed, set()).add(connection)

    def settle(self, connection: Connection, feed: str, seq: int) -> None:
        """The reader stands at `seq`: pass on what came meanwhile, and everything from now on at once."""
        waiting = connection.feeds.get(feed)
        if waiting is None:
            return
        for told in sorted(waiting, key=lambda one: one.seq):
            if told.seq > seq:
                connection.write(told.frame)
        connection.feeds[feed] = None

    def leave(self, connection: Connection, feed: str) -> None:
        connection.feeds.pop(feed, None)
        followers = self._followers.get(feed, set())
        followers.discard(connection)
        if not followers:
            self._followers.pop(feed, None)

    def leave_all(self, connection: Connection) -> None:
        for feed in list(connection.feeds):
            self.leave(connection, feed)

    def followers(self, feed: str) -> frozenset[Connection]:
        return frozenset(self._followers.get(feed, ()))

    def connections(self) -> frozenset[Connection]:
        return frozenset(one for followers in self._followers.values() for one in followers)

    async def tell(self, told: bus.Told) -> None:
        """Write one announced event to every follower, in slices."""
        for number, connection in enumerate(list(self._followers.get(told.feed, ()))):
            if number and number % SLICE == 0:
                await asyncio.sleep(0)
            waiting = connection.feeds.get(told.feed, [])
            if waiting is None:
                connection.write(told.frame)
            else:
                waiting.append(told)

    async def _listen(self) -> None:
        """One subscription, opened again for as long as it takes. What was lost meanwhile shows in the heads."""
        while True:
            with contextlib.suppress(redis.RedisError, OSError):
                async with bus.listening() as announcements:
                    self.is_listening.set()
                    await self.send_heads()
                    async for told in announcements:
                        if isinstance(told, bus.Pulse):
                            self._feel(told)
                        else:
                            await self.tell(told)
            self.is_listening.clear()
            await asyncio.sleep(RETRY_SECONDS)

    def _feel(self, pulse: bus.Pulse) -> None:
        if pulse.feed in self._followers and self._pulses.add(pulse):
            task = asyncio.create_task(self._pulse(pulse.feed))
            self._pulsing.add(task)
            task.add_done_callback(self._pulsing.discard)

    async def _pulse(self, feed: str) -> None:
        """Nobody who is behind is cut off for it: a pulse is of its moment."""
        await asyncio.sleep(PULSE_SECONDS)
        frame = self._pulses.frame(feed)
        for number, connection in enumerate(list(self._followers.get(feed, ()))):
            if number and number % SLICE == 0:
                await asyncio.sleep(0)
            if connection.follows(feed):
                connection.socket.write(frame)

    async def _beat(self) -> None:
        for number in count(1):
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                await self.send_heads()
                if number % BEATS_PER_CHECK == 0:
                    await self.check_rights()
            except Exception:
                log.warning("live_heartbeat_failed", exc_info=True)

    async def send_heads(self) -> None:
        """Tell every follower where its feeds stand; whoever is behind asks for what it missed."""
        feeds = list(self._followers)
        if not feeds:
            return
        for head in await database_sync_to_async(_heads)(feeds):
            frame = Frame.of(head.model_dump(mode="json"))
            for connection in self.followers(head.feed):
                if connection.follows(head.feed):
                    connection.write(frame)

    async def check_rights(self) -> None:
        """Whoever may not read a feed any more stops following it, also when nobody told us of the change."""
        for connection in self.connections():
            names = list(connection.feeds)
            kept = await database_sync_to_async(still_readable)(connection.ticket, names)
            for feed in set(names) - kept:
                self.leave(connection, feed)
                connection.write(Frame.of(RefusedMessage(feed=feed, code=FeedNotFound.code).model_dump()))


def _heads(feeds: Iterable[str]) -> list[HeadMessage]:
    now = clock.now()
    rows = {row.name: row for row in Feed.objects.filter(name__in=feeds)}
    return [
        HeadMessage(
            feed=feed,
            epoch=rows[feed].epoch if feed in rows else NO_EPOCH,
            seq=rows[feed].head if feed in rows else 0,
            now=now,
        )
        for feed in feeds
    ]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current() -> Hub:
    """The hub of the running loop, made when the first socket comes."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
