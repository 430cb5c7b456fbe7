"""What readers are told of the feeds they ask for: all they missed, or the state. Runs in a database thread."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.accounts.selectors import holds_token
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.api import DATABASE_AWAY
from backend.feeds import ready
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.feeds.names import FeedName
from backend.feeds.ready import Ready
from backend.feeds.selectors import Missed
from backend.live.frames import Frame
from backend.live.messages import Cursor, EventMessage, RefusedMessage, ResumedMessage, SnapshotMessage
from backend.live.tickets import Ticket, mark_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One reader, and the feeds they ask for with their place in each."""

    ticket: Ticket
    cursors: Sequence[Cursor]


@dataclass(frozen=True, slots=True)
class Welcome:
    """What is said to a reader of one feed, and where they stand after it; None: this feed is not for them. `whole` comes last."""

    feed: str
    said: tuple[Frame, ...]
    seq: int | None
    whole: Ready | None = None

    def frames(self) -> tuple[Frame, ...]:
        """To be written at once: a snapshot says what time it is when it leaves, and only this is made for each reader."""
        if self.whole is None:
            return self.said
        held = self.whole.snapshot
        now = clock.lately() or held.now
        empty = SnapshotMessage(feed=self.feed, epoch=held.epoch, seq=held.seq, now=now, state={})
        head = orjson.dumps(empty.model_dump(mode="json")).removesuffix(b"{}}")
        return (*self.said, Frame(head, self.whole.state, b"}"))


def viewer_behind(ticket: Ticket) -> Viewer:
    """The person as they are now; a visitor once they were deactivated, changed their password or took the token back.

    The holder of a pass is one as long as rooms let them in, which is asked of each.
    """
    return viewers_behind([ticket])[0]


def viewers_behind(tickets: Sequence[Ticket]) -> list[Viewer]:
    """The same for several, looked up together."""
    asked = {ticket.person_id for ticket in tickets if ticket.person_id and ticket.holder is None}
    known = {person.pk: person for person in User.objects.filter(pk__in=asked, is_active=True)} if asked else {}
    return [_viewer(ticket, known) for ticket in tickets]


def _viewer(ticket: Ticket, known: Mapping[UUID, User]) -> Viewer:
    if ticket.holder is not None:
        return ticket.holder
    found = known.get(ticket.person_id) if ticket.person_id else None
    if found is None or mark_of(found) != ticket.mark:
        return AnonymousUser()
    if ticket.token_id is not None and not holds_token(found, ticket.token_id, now=clock.soon()):
        return AnonymousUser()
    # Of one person several may be there at once, each let in by something else.
    person = copy(found)
    person.second_factor_passed, person.acts_by_token = ticket.second_factor, ticket.token_id is not None
    # What is remembered of them for one request is remembered for one message.
    person.memo = {}
    return person


def welcome_all(arrivals: Sequence[Arrival]) -> list[list[Welcome] | None]:
    """Decide and read for readers who came in one moment: each by their own rights, and what is the same for several once.

    None for a reader whose own case crashed. Raises DATABASE_AWAY.
    """
    asked = _Asked(clock.soon())
    return [_answer(asked, one) for one in arrivals]


def _answer(asked: "_Asked", arrival: Arrival) -> list[Welcome] | None:
    try:
        reader = _Reader(arrival.ticket)
        return [asked.welcome(reader, cursor) for cursor in arrival.cursors]
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("live_join_crashed", feeds=[cursor.feed for cursor in arrival.cursors])
        return None


class _Reader:
    """Whoever is behind a ticket, looked up only where it matters who they are."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_behind(self._ticket)


class _Asked:
    """Of one moment: which feeds are everybody's, and what came after a place."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._open: dict[str, bool] = {}
        self._told: dict[Cursor, Welcome] = {}

    def welcome(self, reader: _Reader, cursor: Cursor) -> Welcome:
        """A feed that is not there is answered as one that is not theirs."""
        feed = self.readable(reader, cursor.feed)
        if feed is None:
            return _refused(cursor.feed)
        if cursor not in self._told:
            self._told[cursor] = _told(feed, cursor, now=self._now)
        return self._told[cursor]

    def readable(self, reader: _Reader, written: str) -> FeedName | None:
        try:
            feed = feeds.known_feed(written)
        except FeedNotFound:
            return None
        if written not in self._open:
            self._open[written] = feeds.is_open(feed, now=self._now)
        return feed if self._open[written] or feeds.is_for(reader.viewer, feed, now=self._now) else None


def _told(feed: FeedName, cursor: Cursor, *, now: datetime) -> Welcome:
    found = feeds.since(feed, epoch=cursor.epoch, after=cursor.seq)
    if isinstance(found, Missed):
        events = (
            EventMessage(
                seq=event.seq, feed=cursor.feed, epoch=found.epoch, type=event.type, payload=event.payload, at=event.at
            )
            for event in found.events
        )
        return Welcome(cursor.feed, (*map(_frame, events), _resumed(cursor.feed, True)), found.head)
    try:
        whole = ready.snapshot_at(feed, found, now=now)
    except FeedNotFound:
        # Its room went away since.
        return _refused(cursor.feed)
    return Welcome(cursor.feed, (_resumed(cursor.feed, False),), whole.snapshot.seq, whole)


def _frame(message: Any) -> Frame:
    return Frame.of(message.model_dump(mode="json"))


def _resumed(feed: str, recovered: bool) -> Frame:
    return _frame(ResumedMessage(feed=feed, recovered=recovered))


def _refused(feed: str) -> Welcome:
    return Welcome(feed, (_frame(RefusedMessage(feed=feed, code=FeedNotFound.code)),), None)


def still_readable(readers: Sequence[tuple[Ticket, Sequence[str]]]) -> list[set[str]]:
    """Which of their feeds each of several readers may still follow. Asked as `welcome_all` asks."""
    asked = _Asked(clock.soon())
    known = [(_Reader(ticket), names) for ticket, names in readers]
    return [{name for name in names if asked.readable(reader, name) is not None} for reader, names in known]
