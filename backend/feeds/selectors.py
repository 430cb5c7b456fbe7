"""Reading a feed: its snapshot, and the events after a place in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.core.actors import Viewer
from backend.feeds import rooms
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import Feed, FeedEvent
from backend.feeds.names import FeedName

# A reader who missed more is better served by the state itself.
MAX_RESUME = 300
# Of a feed nothing was ever written to: its readers start anew with the first event.
NO_EPOCH = "none"


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


def readable_feed(viewer: Viewer, written: str, *, now: datetime) -> FeedName:
    """The feed of that name. Raises FeedNotFound when there is none or this viewer may not read it."""
    try:
        feed = FeedName.parse(written)
    except ValueError as error:
        raise FeedNotFound from error
    owner = rooms.owner_of(feed)
    if owner is None or not owner.may_read(viewer, feed, now=now):
        raise FeedNotFound
    return feed


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
    owner = rooms.owner_of(feed)
    if owner is None:
        raise FeedNotFound
    row = Feed.objects.raw("SELECT * FROM feeds_feed WHERE name = %s FOR SHARE", [str(feed)])
    held = next(iter(row), None)
    state = dict(owner.state(feed, now=now))
    return Snapshot(feed, held.epoch if held else NO_EPOCH, held.head if held else 0, now, state)


def missed(feed: FeedName, *, epoch: str, after: int) -> Missed | None:
    """What a reader at `after` has not seen, or None when only a snapshot can help."""
    row = Feed.objects.filter(name=str(feed)).first()
    if row is None:
        return Missed(feed, NO_EPOCH, 0, ()) if (epoch, after) == (NO_EPOCH, 0) else None
    if epoch != row.epoch or not 0 <= row.head - after <= MAX_RESUME:
        return None
    events = tuple(row.events.filter(seq__gt=after, seq__lte=row.head).order_by("seq"))
    if len(events) != row.head - after:
        # Some were tidied away.
        return None
    return Missed(feed, row.epoch, row.head, events)
