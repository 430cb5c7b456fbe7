"""The hub of a process: which sockets follow which feed. It writes each message once to each of them and waits for none."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import redis
import structlog
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async

from backend.core import clock
from backend.feeds import ready
from backend.feeds.enums import Audience
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import Feed
from backend.feeds.selectors import NO_EPOCH
from backend.live import bus, presence, valkey
from backend.live.door import MOST_AT_ONCE, Door
from backend.live.frames import Bundle, Frame
from backend.live.joining import still_readable
from backend.live.messages import HeadMessage, RefusedMessage
from backend.live.pace import Pace
from backend.live.reactions import PULSE_SECONDS, Allowance, Pulses, Reactions
from backend.live.sockets import Socket
from backend.live.tickets import Ticket
from backend.live.writer import Writer

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 5.0
HEAD_AFTER_SECONDS = 0.1
RETRY_SECONDS = 0.5
BEATS_PER_CHECK = 12
# Between slices of a big room other sockets get their turn.
SLICE = 500
# How the names of feeds end of which everybody may know how many follow them.
_PUBLIC = f":{Audience.PUBLIC.value}"


@dataclass(eq=False, slots=True)
class Connection:
    """One socket and the feeds it follows: each with the number it was told last when it joined, or with what was announced while it
    is still joining.
    """

    socket: Socket
    ticket: Ticket
    feeds: dict[str, list[bus.Told] | int] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)

    @property
    def key(self) -> str:
        """Whose commands these are; what visitors send is told apart by its own id."""
        return self.ticket.key

    @property
    def language(self) -> str:
        return self.ticket.language

    def follows(self, feed: str) -> bool:
        return isinstance(self.feeds.get(feed), int)

    def abort(self) -> None:
        self.socket.abort()

    def write(self, frame: Frame | Bundle) -> None:
        """A reader too far behind is cut off: it comes back and resumes, and holds up nobody meanwhile."""
        if not self.socket.write(frame):
            self.socket.abort()


class Hub:
    """One for each event loop. Its tasks live as long as the loop."""

    def __init__(self) -> None:
        self._followers: dict[str, set[Connection]] = {}
        self.reactions, self._pulses = Reactions(), Pulses()
        self.door, self.writer = Door(), Writer()
        self._pace = Pace(self.tell)
        # What is under way beside the listening.
        self._beside: set[asyncio.Task[None]] = set()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]
        self.is_listening = asyncio.Event()

    def begin(self, connection: Connection, feed: str) -> None:
        """Hold back what is announced of the feed from now on, until `settle` says where the reader stands."""
        connection.feeds[feed] = []
        self._followers.setdefault(feed, set()).add(connection)

    def settle(self, connection: Connection, feed: str, seq: int) -> None:
        """The reader stands at `seq`: pass on what came meanwhile, and everything from now on at once."""
        waiting = connection.feeds.get(feed)
        if not isinstance(waiting, list):
            return
        for told in sorted(waiting, key=lambda one: one.seq):
            if told.seq > seq:
                connection.write(told.frame)
                seq = told.seq
        connection.feeds[feed] = seq

    def leave(self, connection: Connection, feed: str) -> None:
        connection.feeds.pop(feed, None)
        followers = self._followers.get(feed, set())
        followers.discard(connection)
        if not followers:
            self._followers.pop(feed, None)
            self._pace.forget(feed)
            ready.forget(feed)

    def leave_all(self, connection: Connection) -> None:
        for feed in list(connection.feeds):
            self.leave(connection, feed)

    def followers(self, feed: str) -> frozenset[Connection]:
        return frozenset(self._followers.get(feed, ()))

    def connections(self) -> frozenset[Connection]:
        return frozenset(one for followers in self._followers.values() for one in followers)

    async def tell(self, together: Sequence[bus.Told]) -> None:
        """Write announced events of one feed to every follower, in slices; all of them in one write where there are several."""
        feed = together[0].feed
        whole = together[0].frame if len(together) == 1 else Bundle([told.frame for told in together])
        first = min(told.seq for told in together)
        for number, connection in enumerate(list(self._followers.get(feed, ()))):
            if number and number % SLICE == 0:
                await asyncio.sleep(0)
            place = connection.feeds.get(feed)
            if place is None:
                # It left between two slices.
                continue
            if isinstance(place, list):
                place.extend(together)
            elif place < first:
                connection.write(whole)
            else:
                # It joined while these were on their way, and was told some of them then.
                for told in together:
                    if told.seq > place:
                        connection.write(told.frame)

    async def _listen(self) -> None:
        """One subscription, opened again for as long as it takes. What was lost meanwhile shows in the heads."""
        while True:
            try:
                async with bus.listening() as announcements:
                    self.is_listening.set()
                    await self.send_heads()
                    async for told in announcements:
                        if isinstance(told, bus.Pulse):
                            self._feel(told)
                        elif isinstance(told, bus.Ended):
                            self._begin_beside(self._ask_again(told))
                        elif told.feed in self._followers:
                            await self._pace.take(told)
            except (redis.RedisError, OSError):
                pass
            except Exception:
                # A database that is away as well, or whatever else: a process that stopped listening would live on heads alone.
                log.warning("live_listening_failed", exc_info=True)
            self.is_listening.clear()
            await asyncio.sleep(RETRY_SECONDS)

    def _feel(self, pulse: bus.Pulse) -> None:
        if pulse.feed in self._followers and self._pulses.add(pulse):
            self._begin_beside(self._pulse(pulse.feed))

    def _begin_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

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
            await self._rest()
            try:
                await self.send_heads()
                if number % BEATS_PER_CHECK == 0:
                    await self.check_rights()
            except Exception:
                log.warning("live_heartbeat_failed", exc_info=True)

    async def _rest(self) -> None:
        """Until the next heartbeat, or until Valkey answers again: what was announced while it did not, nobody heard."""
        loop = asyncio.get_running_loop()
        end, was_away = loop.time() + HEARTBEAT_SECONDS, False
        while (left := end - loop.time()) > 0:
            await asyncio.sleep(min(RETRY_SECONDS, left))
            was_away = was_away or valkey.is_away()
            if was_away and await sync_to_async(valkey.answers, thread_sensitive=False)():
                return

    async def send_heads(self) -> None:
        """Tell every follower where its feeds stand; whoever is behind asks for what it missed."""
        feeds = list(self._followers)
        if not feeds:
            return
        here = {feed: len(self._followers[feed]) for feed in feeds if feed.endswith(_PUBLIC)}
        present = await sync_to_async(presence.report, thread_sensitive=False)(here)
        heads = await database_sync_to_async(_heads)(feeds, present)
        # What they count may still be on its way, and whoever is told of it first would ask for it.
        await asyncio.sleep(HEAD_AFTER_SECONDS)
        # Readers set their clocks by it: the moment it leaves, not the one it was read.
        since = timedelta(seconds=HEAD_AFTER_SECONDS)
        for head in heads:
            frame = Frame.of({**head.model_dump(mode="json"), "now": head.now + since})
            for connection in self.followers(head.feed):
                if connection.follows(head.feed):
                    connection.write(frame)

    async def check_rights(self, ended: bus.Ended | None = None) -> None:
        """Whoever may not read a feed any more stops following it: those concerned by what was said, or, as nobody need have told
        us of the change, everybody. Those of one ticket are asked for once, which a hall of visitors is.
        """
        asked: dict[tuple[Ticket, tuple[str, ...]], list[Connection]] = {}
        for connection in self.connections():
            names = tuple(connection.feeds)
            if ended is None or ended.concerns(connection.key, names):
                asked.setdefault((connection.ticket, names), []).append(connection)
        questions = list(asked)
        for first in range(0, len(questions), MOST_AT_ONCE):
            some = questions[first : first + MOST_AT_ONCE]
            found = await database_sync_to_async(still_readable)([(ticket, list(names)) for ticket, names in some])
            for question, kept in zip(some, found, strict=True):
                for connection in asked[question]:
                    self._refuse(connection, set(question[1]) - kept)

    def _refuse(self, connection: Connection, feeds: set[str]) -> None:
        for feed in feeds:
            self.leave(connection, feed)
            connection.write(Frame.of(RefusedMessage(feed=feed, code=FeedNotFound.code).model_dump()))

    async def _ask_again(self, ended: bus.Ended) -> None:
        try:
            await self.check_rights(ended)
        except Exception:
            # The check of each minute makes it good.
            log.warning("live_rights_not_asked", exc_info=True)


def _heads(feeds: Iterable[str], present: Mapping[str, int]) -> list[HeadMessage]:
    now = clock.now()
    rows = {row.name: row for row in Feed.objects.filter(name__in=feeds)}
    return [
        HeadMessage(
            feed=feed,
            epoch=rows[feed].epoch if feed in rows else NO_EPOCH,
            seq=rows[feed].head if feed in rows else 0,
            now=now,
            present=present.get(feed),
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
