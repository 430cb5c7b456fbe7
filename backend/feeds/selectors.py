"""Reading a feed: its snapshot, and the events after a place in it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from backend.core.actors import Viewer
from backend.feeds import rooms
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import Feed, FeedEvent
from backend.feeds.names import FeedName

# A reader who missed more is better served by the state itself.
MAX_RESUME = 300
# Of a feed nothing was ever written to: its readers start anew with the first event.
NO_EPOCH = "none"
# In one statement, for a hall that comes back asks it at once.
_SINCE = """
    SELECT feed.epoch, feed.head, event.seq, event.type, event.payload, event.at
    FROM feeds_feed feed LEFT JOIN feeds_feedevent event
      ON event.feed_id = feed.id AND event.seq > %(after)s AND event.seq <= feed.head
      AND feed.epoch = %(epoch)s AND feed.head - %(after)s <= %(most)s
    WHERE feed.name = %(name)s ORDER BY event.seq
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a feed exactly after event `seq`."""

    feed: FeedName
    epoch: str
    seq: int
    now: datetime
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Missed:
    """All events after a place, in order and without a gap. Never a part of them."""

    feed: FeedName
    epoch: str
    head: int
    events: tuple[FeedEvent, ...]


@dataclass(frozen=True, slots=True)
class Position:
    epoch: str
    head: int


def known_feed(written: str) -> FeedName:
    """The feed of that name, of a kind of room that is known. Raises FeedNotFound."""
    try:
        feed = FeedName.parse(written)
    except ValueError as error:
        raise FeedNotFound from error
    _owner_of(feed)
    return feed


def is_open(feed: FeedName, *, now: datetime) -> bool:
    """Whether everybody may read it, whoever they are."""
    return _owner_of(feed).is_open(feed, now=now)


def is_for(viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
    """Whether this viewer may read a feed that is not everybody's."""
    return _owner_of(feed).may_read(viewer, feed, now=now)


def readable_feed(viewer: Viewer, written: str, *, now: datetime) -> FeedName:
    """The feed of that name. Raises FeedNotFound when there is none or this viewer may not read it."""
    feed = known_feed(written)
    if not (is_open(feed, now=now) or is_for(viewer, feed, now=now)):
        raise FeedNotFound
    return feed


def _owner_of(feed: FeedName) -> rooms.Room:
    owner = rooms.owner_of(feed)
    if owner is None:
        raise FeedNotFound
    return owner


def position(feed: FeedName) -> Position:
    """Where the feed stands; nothing was written to it yet where it has no row."""
    row = Feed.objects.filter(name=str(feed)).first()
    return Position(row.epoch, row.head) if row else Position(NO_EPOCH, 0)


@transaction.atomic
def snapshot(feed: FeedName, *, now: datetime) -> Snapshot:
    """State and number of one moment.

    The share lock waits for writers that hold a number but have not committed, and holds off the next ones, so that
    no event can stand in the state but not in the number, nor the other way round.
    """
    owner = _owner_of(feed)
    row = Feed.objects.raw("SELECT * FROM feeds_feed WHERE name = %s FOR SHARE", [str(feed)])
    held = next(iter(row), None)
    state = dict(owner.state(feed, now=now))
    return Snapshot(feed, held.epoch if held else NO_EPOCH, held.head if held else 0, now, state)


def since(feed: FeedName, *, epoch: str, after: int) -> Missed | Position:
    """What a reader at `after` has not seen; where the feed stands, when only a snapshot can help. Both are of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"name": str(feed), "epoch": epoch, "after": after, "most": MAX_RESUME})
        rows = cursor.fetchall()
    if not rows:
        nothing = (epoch, after) == (NO_EPOCH, 0)
        return Missed(feed, NO_EPOCH, 0, ()) if nothing else Position(NO_EPOCH, 0)
    place = Position(*rows[0][:2])
    events = tuple(
        FeedEvent(seq=seq, type=kind, payload=json.loads(payload), at=at)
        for _, _, seq, kind, payload, at in rows
        if seq is not None
    )
    if epoch != place.epoch or not 0 <= place.head - after <= MAX_RESUME or len(events) != place.head - after:
        # The last: some were tidied away.
        return place
    return Missed(feed, place.epoch, place.head, events)


def missed(feed: FeedName, *, epoch: str, after: int) -> Missed | None:
    """What a reader at `after` has not seen, or None when only a snapshot can help."""
    found = since(feed, epoch=epoch, after=after)
    return found if isinstance(found, Missed) else None
