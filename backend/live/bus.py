"""From the process that committed an event to every process that holds sockets: one Pub/Sub channel of Valkey.

Nothing depends on it being there: what is lost here is noticed by the heartbeat and fetched from the database.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson
from django.conf import settings
from redis.asyncio import Redis as AsyncRedis

from backend.feeds.services import Announcement
from backend.live import valkey
from backend.live.frames import Frame
from backend.live.messages import EventMessage

# A Valkey that does not confirm a subscription in this time is gone.
ANSWER_SECONDS = 2.0
# Where a feed's events have their number; those begin with 1.
_NO_NUMBER = 0
# In the place of a feed's name: what is said is of nobody's feed, but of who may read them.
_RIGHTS = "*"


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it travels: where it belongs, and the message all its readers get."""

    feed: str
    seq: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Pulse:
    """Reactions that were counted; each process adds up what comes from all of them."""

    feed: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ended:
    """These people, or whoever is in these rooms, may do less than before; each process asks again for those it holds."""

    people: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()

    def concerns(self, key: str, feeds: Iterable[str]) -> bool:
        """A socket of this person (blank: a visitor's) that follows these feeds."""
        return key in self.people or any(_room_of(feed) in self.rooms for feed in feeds)


Heard = Told | Pulse | Ended


def _room_of(feed: str) -> str:
    """By the name, which may be anything a client asked for."""
    return feed.partition(":")[2].partition(":")[0]


def channel() -> str:
    """Of this installation, so that two that share a Valkey do not hear each other."""
    return f"xmh:live:{settings.SEARCH_PREFIX}"


def announce(told: Announcement) -> None:
    """Tell every process. Never fails and never waits long."""
    message = EventMessage(
        seq=told.seq, feed=str(told.feed), epoch=told.epoch, type=told.type, payload=dict(told.payload), at=told.at
    )
    _publish(message.feed, message.seq, Frame.of(message.model_dump(mode="json")).text)


def announce_pulse(pulse: Pulse) -> None:
    """The same for reactions."""
    _publish(pulse.feed, _NO_NUMBER, orjson.dumps(pulse.counts))


def announce_ended(ended: Ended) -> None:
    """The same for rights that may have ended."""
    _publish(_RIGHTS, _NO_NUMBER, orjson.dumps({"people": sorted(ended.people), "rooms": sorted(ended.rooms)}))


def _publish(feed: str, seq: int, text: bytes) -> None:
    """The address before the message, so that who passes it on need not read it."""
    valkey.ask(lambda client: client.publish(channel(), f"{feed} {seq}\n".encode() + text), what=f"{feed} {seq}")


def unpacked(data: bytes) -> Heard:
    address, _, text = data.partition(b"\n")
    feed, _, seq = address.decode().partition(" ")
    if feed == _RIGHTS:
        told = orjson.loads(text)
        return Ended(frozenset(told["people"]), frozenset(told["rooms"]))
    if int(seq) == _NO_NUMBER:
        return Pulse(feed, orjson.loads(text))
    return Told(feed, int(seq), Frame(text))


@asynccontextmanager
async def listening() -> AsyncIterator[AsyncIterator[Heard]]:
    """Everything announced while inside. Raises redis.RedisError or OSError when Valkey goes away."""
    # No limit for a single write: the client's own wait for it swallows a cancellation that meets its end, and a server that
    # stops in that moment would never be done.
    client = AsyncRedis.from_url(
        settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=1, health_check_interval=5
    )
    try:
        async with client.pubsub(ignore_subscribe_messages=True) as subscription:
            async with asyncio.timeout(ANSWER_SECONDS):
                await subscription.subscribe(channel())

            async def heard() -> AsyncIterator[Heard]:
                async for message in subscription.listen():
                    yield unpacked(message["data"])

            yield heard()
    finally:
        await client.aclose()
