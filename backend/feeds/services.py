"""Writing to feeds, in the transaction of the cause."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from backend.core.ids import new_id
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.selectors import MAX_RESUME

# Older events than this are of no use to any reader; the last ones stay however old they are.
KEEP_EVENTS = timedelta(days=30)

# One statement takes the number, so that two writers wait for each other and a rollback gives it back.
_TAKE_NUMBER = """
    INSERT INTO feeds_feed (id, name, epoch, head) VALUES (%s, %s, %s, 1)
    ON CONFLICT (name) DO UPDATE SET head = feeds_feed.head + 1
    RETURNING id, epoch, head
"""
_TIDY = """
    DELETE FROM feeds_feedevent event USING feeds_feed feed
    WHERE event.feed_id = feed.id AND event.at < %s AND event.seq <= feed.head - %s
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told to whoever follows the feed, once it is true. Losing it is repaired by the heartbeat."""

    feed: FeedName
    epoch: str
    seq: int
    type: str
    payload: Mapping[str, Any]
    at: datetime


Announcer = Callable[[Announcement], None]
_announcers: list[Announcer] = []


def set_announcer(announce: Announcer | None) -> None:
    """Name the port that carries announcements to sockets; the app that holds connections fills it."""
    _announcers[:] = [] if announce is None else [announce]


@dataclass(frozen=True, slots=True)
class Change:
    """One event to be written. `payload` holds plain JSON values its whole audience may see."""

    feed: FeedName
    type: str
    payload: Mapping[str, Any]


def append(changes: Iterable[Change], *, now: datetime) -> list[FeedEvent]:
    """Write events in the current transaction, which must exist; they are announced after its commit.

    Feeds are taken in the order of their names, so that two writers never wait for each other in a ring: write
    everything one transaction has to say in one call. Inside a feed the given order stays.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is written inside the transaction of its cause")
    return [_append_one(change, now=now) for change in sorted(changes, key=lambda change: str(change.feed))]


def _append_one(change: Change, *, now: datetime) -> FeedEvent:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBER, [new_id(), str(change.feed), secrets.token_hex(6)])
        feed_id, epoch, seq = cursor.fetchone()
    event = FeedEvent.objects.create(feed_id=feed_id, seq=seq, type=change.type, payload=dict(change.payload), at=now)
    told = Announcement(change.feed, epoch, seq, change.type, change.payload, now)
    transaction.on_commit(lambda: _announce(told), robust=True)
    return event


def _announce(told: Announcement) -> None:
    for announce in _announcers:
        announce(told)


def tidy_events(*, now: datetime) -> int:
    """Forget what no reader can resume from any more. Returns how many events."""
    with connection.cursor() as cursor:
        cursor.execute(_TIDY, [now - KEEP_EVENTS, MAX_RESUME])
        return int(cursor.rowcount)


_REDACT = """
    UPDATE feeds_feedevent event SET payload = jsonb_set(payload, ARRAY['rows', %s, %s], 'null')
    FROM feeds_feed feed WHERE event.feed_id = feed.id AND feed.name = %s AND payload #> ARRAY['rows', %s] ? %s
"""


def redact(feed: FeedName, table: str, row_id: UUID) -> None:
    """Take a row out of all that was said of it, in the transaction that takes it from its readers: who resumes from an old
    place ends where the others are, and reads it nowhere on the way.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REDACT, [table, str(row_id), str(feed), table, str(row_id)])


# Feeds are held in the order of their names, as by whoever writes to several.
_RENEW = """
    WITH held AS (SELECT id FROM feeds_feed WHERE name LIKE %s ORDER BY name FOR UPDATE)
    UPDATE feeds_feed feed SET epoch = substr(md5(random()::text || feed.id::text), 1, 12)
    FROM held WHERE feed.id = held.id
"""


def forget_events(room_kind: str, room_id: UUID) -> None:
    """All that was said in a room, in the caller's transaction, which changed what its feeds say without saying so: numbers go on
    in another epoch, so that readers start from a snapshot, and no snapshot of before is handed out.
    """
    room = f"{room_kind}:{room_id}:"
    _renew(f"{room}%")
    FeedEvent.objects.filter(feed__name__startswith=room).delete()


def renew_epochs() -> int:
    """After a database was put back to an older state: every reader starts from a snapshot. Returns how many feeds."""
    return _renew("%")


def _renew(names: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [names])
        return int(cursor.rowcount)
