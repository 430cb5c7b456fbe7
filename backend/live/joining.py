"""What one socket is told of one feed when it joins: all it missed, or the state. Runs in a database thread."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.accounts.selectors import holds_token
from backend.core import clock
from backend.core.actors import Viewer
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.live.messages import Cursor, EventMessage, RefusedMessage, ResumedMessage, ServerMessage, SnapshotMessage
from backend.live.tickets import Ticket, mark_of


@dataclass(frozen=True, slots=True)
class Welcome:
    """The messages in their order, and where the reader stands after them; None: this feed is not for them."""

    messages: tuple[ServerMessage, ...]
    seq: int | None


def viewer_behind(ticket: Ticket) -> Viewer:
    """The person as they are now; a visitor once they were deactivated, changed their password or took the token back.

    The holder of a pass is one as long as rooms let them in, which is asked of each.
    """
    if ticket.holder is not None:
        return ticket.holder
    person = User.objects.filter(pk=ticket.person_id, is_active=True).first() if ticket.person_id else None
    if person is None or mark_of(person) != ticket.mark:
        return AnonymousUser()
    if ticket.token_id is not None and not holds_token(person, ticket.token_id, now=clock.now()):
        return AnonymousUser()
    person.second_factor_passed, person.acts_by_token = ticket.second_factor, ticket.token_id is not None
    return person


def welcome(ticket: Ticket, cursor: Cursor) -> Welcome:
    """Decide and read in one go. A feed that is not there is answered as one that is not theirs."""
    now = clock.now()
    try:
        feed = feeds.readable_feed(viewer_behind(ticket), cursor.feed, now=now)
    except FeedNotFound as refusal:
        return Welcome((RefusedMessage(feed=cursor.feed, code=refusal.code),), None)
    missed = feeds.missed(feed, epoch=cursor.epoch, after=cursor.seq)
    if missed is not None:
        events = tuple(
            EventMessage(
                seq=event.seq, feed=cursor.feed, epoch=missed.epoch, type=event.type, payload=event.payload, at=event.at
            )
            for event in missed.events
        )
        return Welcome((*events, ResumedMessage(feed=cursor.feed, recovered=True)), missed.head)
    whole = feeds.snapshot(feed, now=now)
    snapshot = SnapshotMessage(feed=cursor.feed, epoch=whole.epoch, seq=whole.seq, now=whole.now, state=whole.state)
    return Welcome((ResumedMessage(feed=cursor.feed, recovered=False), snapshot), whole.seq)


def still_readable(ticket: Ticket, names: list[str]) -> set[str]:
    """Which of these feeds the person behind the ticket may still follow."""
    now, viewer = clock.now(), viewer_behind(ticket)

    def may(name: str) -> bool:
        try:
            feeds.readable_feed(viewer, name, now=now)
        except FeedNotFound:
            return False
        return True

    return {name for name in names if may(name)}
