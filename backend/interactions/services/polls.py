"""What a host asks the whole room: written beforehand, opened, closed, put on the screen. Every act names what shall be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.core import audit
from backend.core.actors import SYSTEM, Actor
from backend.feeds import services as feeds
from backend.interactions.enums import POLLS_SHOWN, PollKind, PollState
from backend.interactions.errors import BadPoll, BadPollMove, PollStands, PollUnknown, TooManyPolls
from backend.interactions.models import Poll
from backend.interactions.models.poll import FEWEST_CHOICES, LONGEST_CHOICE, LONGEST_POLL, MOST_CHOICES
from backend.interactions.services import telling
from backend.interactions.services.holding import TAKEN_IN, hold_desk, hold_room
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event, Stage
from backend.roadshows.services.events import hold_open

MOST_POLLS = 50
# What may become of a poll in each of its states.
MOVES: Mapping[str, frozenset[str]] = {
    PollState.DRAFT: frozenset({"open"}),
    PollState.OPEN: frozenset({"closed"}),
    PollState.CLOSED: frozenset({"open", "archived"}),
    PollState.ARCHIVED: frozenset({"closed"}),
}
_ACTS = {"open": "poll.opened", "closed": "poll.closed", "archived": "poll.archived"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a poll asks. `right` are the places of the right choices, of a quiz alone."""

    kind: PollKind
    text: str
    choices: Sequence[str]
    right: Sequence[int]
    most: int
    shows_early: bool

    def fields(self) -> dict[str, object]:
        """As they are kept. Raises BadPoll."""
        text, choices = self.text.strip(), [" ".join(one.split()) for one in self.choices]
        is_quiz, right = self.kind == PollKind.QUIZ, sorted(set(self.right))
        fits = (
            1 <= len(text) <= LONGEST_POLL
            and FEWEST_CHOICES <= len(choices) <= MOST_CHOICES
            and all(1 <= len(one) <= LONGEST_CHOICE for one in choices)
            and len(set(choices)) == len(choices)
            and 1 <= self.most <= len(choices)
            and all(0 <= one < len(choices) for one in right)
            # Of a quiz something is right and something is not, and all that is right can be chosen.
            and (0 < len(right) < len(choices) and len(right) <= self.most if is_quiz else not right)
            and not (is_quiz and self.shows_early)
        )
        if not fits:
            raise BadPoll
        return {
            "kind": self.kind,
            "text": text,
            "choices": choices,
            "right": right,
            "most": self.most,
            "shows_early": self.shows_early,
            "votes": [0] * len(choices),
        }


@transaction.atomic
def save(*, actor: Actor, event_id: UUID, poll_id: UUID, words: Words, now: datetime) -> Poll:
    """Write a poll, or write it anew while it is a draft. Its id is the writer's own: sent again it is the same poll.

    Raises NotFound, NotPermitted, WrongState, BadPoll, PollUnknown for one of another event, PollStands, TooManyPolls.
    """
    event = hold_room(actor, event_id)
    hold_desk(event)
    fields = words.fields()
    poll = Poll.objects.filter(pk=poll_id).first()
    if poll is not None and poll.event_id != event.pk:
        raise PollUnknown
    if poll is not None and all(getattr(poll, name) == value for name, value in fields.items() if name != "votes"):
        return poll
    if poll is not None and poll.state != PollState.DRAFT:
        raise PollStands
    if poll is None and Poll.objects.filter(event=event).count() >= MOST_POLLS:
        raise TooManyPolls
    is_new = poll is None
    poll = poll or Poll(pk=poll_id, event=event)
    for name, value in fields.items():
        setattr(poll, name, value)
    try:
        with transaction.atomic():
            poll.save(force_insert=is_new)
    except IntegrityError as error:
        # Another event's id at the same moment.
        raise PollUnknown from error
    feeds.append([telling.poll_on_desk(event, [poll])], now=now)
    _record(actor, "poll.saved", event, poll)
    return poll


@transaction.atomic
def throw_away(*, actor: Actor, event_id: UUID, poll_id: UUID, now: datetime) -> None:
    """A draft that nobody saw; one that is gone stays gone. Raises NotFound, NotPermitted, WrongState, PollStands."""
    event = hold_room(actor, event_id)
    hold_desk(event)
    poll = Poll.objects.filter(pk=poll_id, event=event).first()
    if poll is None:
        return
    if poll.state != PollState.DRAFT:
        raise PollStands
    _record(actor, "poll.thrown_away", event, poll)
    poll.delete()
    feeds.append([telling.poll_off_desk(event, poll_id)], now=now)


@transaction.atomic
def move(*, actor: Actor, event_id: UUID, poll_id: UUID, state: str, now: datetime) -> Poll:
    """Open it, which puts it on the screen; close it, which shows its result; put it away, and bring it back.

    A quiz whose answer was shown is opened no more. Raises NotFound, NotPermitted, WrongState, PollUnknown, BadPollMove.
    """
    event = hold_room(actor, event_id)
    hold_desk(event)
    poll = _held(event, poll_id)
    if poll.state == state:
        return poll
    is_told = poll.kind == PollKind.QUIZ and poll.state == PollState.CLOSED
    may_open = event.state in TAKEN_IN and not is_told
    if state not in MOVES[poll.state] or (state == PollState.OPEN and not may_open):
        raise BadPollMove
    moved = {poll.pk: poll}
    if state == PollState.OPEN:
        moved = _off_the_screen(event, but=poll.pk) | moved
        if poll.opened_at is None:
            poll.line_id = Stage.objects.filter(event=event).values_list("item_id", flat=True).first()
        poll.opened_at, poll.is_on_screen = now, True
    if state == PollState.ARCHIVED:
        poll.is_on_screen = False
    poll.state = state
    poll.save()
    telling.polls_moved(event, moved.values(), now=now)
    _record(actor, _ACTS[state], event, poll)
    return poll


@transaction.atomic
def show(*, actor: Actor, event_id: UUID, poll_id: UUID | None, now: datetime) -> None:
    """Which poll stands on the hall's screen, or none. Raises NotFound, NotPermitted, WrongState, PollUnknown, BadPollMove."""
    event = hold_room(actor, event_id)
    hold_desk(event)
    poll = _held(event, poll_id) if poll_id else None
    if poll is not None and poll.state not in POLLS_SHOWN:
        raise BadPollMove
    moved = _off_the_screen(event, but=poll_id)
    if poll is not None and not poll.is_on_screen:
        poll.is_on_screen = True
        poll.save(update_fields=["is_on_screen", "updated_at"])
        moved[poll.pk] = poll
    if moved:
        telling.polls_moved(event, moved.values(), now=now)
        audit.record(
            actor,
            "poll.shown" if poll else "poll.taken_off",
            poll or event,
            organizations=[event.organization_id],
            event=str(event.pk),
        )


@transaction.atomic
def close_all(*, event_id: UUID, now: datetime) -> int:
    """After the evening, or without one, nobody answers any more. Safe to run twice. Returns how many were closed."""
    event = hold_open(event_id)
    hold_desk(event)
    if event.state not in (EventState.ENDED, EventState.CANCELLED):
        return 0
    polls = list(Poll.objects.select_for_update(no_key=True).filter(event=event, state=PollState.OPEN).order_by("pk"))
    for poll in polls:
        poll.state = PollState.CLOSED
        poll.save(update_fields=["state", "updated_at"])
        _record(SYSTEM, "poll.closed", event, poll)
    if polls:
        telling.polls_moved(event, polls, now=now)
    return len(polls)


def _held(event: Event, poll_id: UUID) -> Poll:
    """Held, so that no answer comes between."""
    poll = Poll.objects.select_for_update(no_key=True).filter(pk=poll_id, event=event).first()
    if poll is None:
        raise PollUnknown
    return poll


def _off_the_screen(event: Event, *, but: UUID | None) -> dict[UUID, Poll]:
    rows: Iterable[Poll] = Poll.objects.select_for_update(no_key=True).filter(event=event, is_on_screen=True)
    taken = {one.pk: one for one in rows if one.pk != but}
    for one in taken.values():
        one.is_on_screen = False
        one.save(update_fields=["is_on_screen", "updated_at"])
    return taken


def _record(actor: Actor, act: str, event: Event, poll: Poll) -> None:
    audit.record(actor, act, poll, organizations=[event.organization_id], event=str(event.pk))
