"""Writing to feeds, in the transaction of the cause."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from backend.core.ids import new_id
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.selectors import MAX_RESUME

# Older events than this are of no use to any reader; the last ones stay however old they are.
KEEP_EVENTS = timedelta(days=30)

# One statement takes the numbers, so that two writers wait for each other and a rollback gives them back.
_TAKE_NUMBERS = """
    INSERT INTO feeds_feed (id, name, epoch, head) SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[])
    ON CONFLICT (name) DO UPDATE SET head = feeds_feed.head + excluded.head
    RETURNING name, id, epoch, head
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
    """One event to be written. `payload` holds plain JSON values its whole audience may see.

    `is_tally`: it holds rows that stand for those said before. Of two that are written together, one behind the other, one is made.
    """

    feed: FeedName
    type: str
    payload: Mapping[str, Any]
    is_tally: bool = False

    def joined(self, later: "Change") -> "Change | None":
        """Both in one; None where each is an event of its own."""
        if not (self.is_tally and later.is_tally and (self.feed, self.type) == (later.feed, later.type)):
            return None
        before, after = self.payload["rows"], later.payload["rows"]
        rows = {table: {**before.get(table, {}), **after.get(table, {})} for table in (*before, *after)}
        return replace(later, payload={"rows": rows})


@dataclass(slots=True)
class _Gathered:
    """What the acts of one transaction said so far. Each is known by a hook of the commit, which goes when its act is undone."""

    now: datetime
    said: list[tuple[Callable[[], None], list[Change]]] = field(default_factory=list)

    def take(self, changes: Iterable[Change]) -> None:
        def stands() -> None:
            """Says by being there that what was written with it was not undone."""

        transaction.on_commit(stands)
        self.said.append((stands, list(changes)))

    def write(self) -> None:
        standing = {entry[1] for entry in connection.run_on_commit}
        changes = [change for stands, some in self.said if stands in standing for change in some]
        self.said.clear()
        _write(changes, now=self.now)


_gathering: ContextVar[_Gathered | None] = ContextVar("gathering", default=None)


@contextmanager
def gathered(*, now: datetime) -> Iterator[None]:
    """What is appended inside is written at the end, in one go: for several acts in one transaction, each in a savepoint of its own.

    So feeds are taken last and in order, however many acts spoke in whatever order.
    """
    together = _Gathered(now)
    before = _gathering.set(together)
    try:
        yield
        together.write()
    finally:
        _gathering.reset(before)


def _write_gathered() -> None:
    """What was said so far, for whoever changes what was said."""
    if (together := _gathering.get()) is not None:
        together.write()


def append(changes: Iterable[Change], *, now: datetime) -> None:
    """Write events in the current transaction, which must exist; they are announced after its commit.

    Feeds are taken in the order of their names, so that two writers never wait for each other in a ring: write
    everything one transaction has to say in one call, or in `gathered`. Inside a feed the given order stays.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is written inside the transaction of its cause")
    if (together := _gathering.get()) is not None:
        together.take(changes)
    else:
        _write(changes, now=now)


def _write(changes: Iterable[Change], *, now: datetime) -> None:
    ordered = _joined(sorted(changes, key=lambda change: str(change.feed)))
    if not ordered:
        return
    counts = {name: len(list(some)) for name, some in groupby(ordered, key=lambda change: str(change.feed))}
    made = [new_id() for _ in counts], list(counts), [secrets.token_hex(6) for _ in counts], list(counts.values())
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBERS, made)
        taken = {name: (feed_id, epoch, head - counts[name]) for name, feed_id, epoch, head in cursor.fetchall()}
    events, told = [], []
    for change in ordered:
        name = str(change.feed)
        feed_id, epoch, before = taken[name]
        taken[name] = (feed_id, epoch, before + 1)
        events.append(
            FeedEvent(feed_id=feed_id, seq=before + 1, type=change.type, payload=dict(change.payload), at=now)
        )
        told.append(Announcement(change.feed, epoch, before + 1, change.type, change.payload, now))
    FeedEvent.objects.bulk_create(events)
    for one in told:
        _announce_after_commit(one)


def _joined(changes: Sequence[Change]) -> list[Change]:
    found: list[Change] = []
    for change in changes:
        together = found[-1].joined(change) if found else None
        if together is None:
            found.append(change)
        else:
            found[-1] = together
    return found


def _announce_after_commit(told: Announcement) -> None:
    transaction.on_commit(lambda: _announce(told), robust=True)


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
    _write_gathered()
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
    _write_gathered()
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [names])
        return int(cursor.rowcount)
