"""An event's way: draft → under review → published → live → ended, and out of it by cancelling."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.core import outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.roadshows.enums import EventState
from backend.roadshows.errors import REASON_NEEDED, AlreadyPast, ChangedSinceRead, EventIncomplete, NotAHost, TooEarly
from backend.roadshows.events import EventCancelled, EventDecided, EventEnded, EventSubmitted, SlotAsked
from backend.roadshows.models import Event, Stage
from backend.roadshows.permissions import STEP_ROLES, is_draft, is_host
from backend.roadshows.services.events import locked_event, person_id_of, require_step, save_changed, tell
from backend.roadshows.services.releasing import put_out
from backend.roadshows.services.room import phase_of, say

# The doors open before the hour; much earlier it is a slip of the finger that cannot be taken back.
EARLIEST = timedelta(hours=1)
# An evening on whose stage something stands runs over its time: its organizers end it, and at last the clock does.
OVERRUN = timedelta(hours=2)
_NEEDED = text("提交前必填。", "Needed before submitting.")


@transaction.atomic
def submit_event(*, actor: Actor, event: Event, edition: int, now: datetime) -> Event:
    """Hand a draft to the reviewers, who are told, as are the companies asked to pitch.

    Raises EventIncomplete, AlreadyPast, NotAHost, StaleEvent, WrongState."""
    locked = locked_event(event.pk, edition)
    if is_draft(actor, locked) and STEP_ROLES["submit_event"](actor, locked) and not is_host(actor, locked):
        raise NotAHost
    require_step(actor, "submit_event", locked)
    needed = ["summary", *([] if locked.is_online else ["venue", "address"])]
    missing = [name for name in needed if not getattr(locked, name).strip()]
    if missing:
        raise EventIncomplete(fields={name: [_NEEDED] for name in missing})
    if locked.starts_at <= now:
        raise AlreadyPast(fields={"starts_at": [AlreadyPast.message]})
    locked.state, locked.submitted_at, locked.review_reason = EventState.UNDER_REVIEW, now, ""
    _moved(actor, locked, "event.submitted", now)
    outbox.publish(EventSubmitted(event_id=locked.pk, edition=locked.edition))
    # From now on its companies see their slots.
    for slot in locked.agenda.filter(pitch__isnull=False, is_confirmed=False, answered_at=None):
        outbox.publish(SlotAsked(slot_id=slot.pk, edition=locked.edition, by=person_id_of(actor)))
    return locked


@transaction.atomic
def withdraw_event(*, actor: Actor, event: Event, edition: int, now: datetime) -> Event:
    """Take it back out of the review, to go on writing. Raises StaleEvent, NotPermitted, WrongState."""
    locked = locked_event(event.pk, edition)
    require_step(actor, "withdraw_event", locked)
    locked.state = EventState.DRAFT
    return _moved(actor, locked, "event.withdrawn", now)


@transaction.atomic
def decide_event(*, actor: Actor, event: Event, approve: bool, reason: str, edition: str, now: datetime) -> Event:
    """Publish with the first version of its agenda, or send back to draft with a reason; the host's team is told.

    `edition` is that of the event the actor has read. Raises ChangedSinceRead, Invalid without a reason to refuse,
    AlreadyPast and NotAHost when it can no longer be published, NotPermitted, WrongState.
    """
    locked = locked_event(event.pk)
    require_step(actor, "decide_event", locked)
    if edition != str(locked.edition):
        raise ChangedSinceRead
    locked.reviewed_by_id = person_id_of(actor)
    if not approve:
        if not reason.strip():
            raise Invalid(fields={"reason": [REASON_NEEDED]})
        locked.state, locked.review_reason = EventState.DRAFT, reason.strip()
        return _decided(actor, locked, "event.rejected", now)
    if not is_host(actor, locked):
        raise NotAHost
    if locked.ends_at <= now:
        raise AlreadyPast
    locked.state, locked.published_at, locked.review_reason = EventState.PUBLISHED, now, ""
    put_out(locked, by=person_id_of(actor), note="", now=now)
    return _decided(actor, locked, "event.published", now)


def _decided(actor: Actor, event: Event, action: str, now: datetime) -> Event:
    _moved(actor, event, action, now)
    approved = event.state == EventState.PUBLISHED
    outbox.publish(EventDecided(event_id=event.pk, edition=event.edition, approved=approved))
    return event


@transaction.atomic
def cancel_event(*, actor: Actor, event: Event, edition: int, reason: str, now: datetime) -> Event:
    """Call it off. Whoever registered for a published event is told, with the reason. Raises Invalid without one."""
    locked = locked_event(event.pk, edition)
    require_step(actor, "cancel_event", locked)
    if not reason.strip():
        raise Invalid(fields={"reason": [REASON_NEEDED]})
    locked.state, locked.cancelled_at, locked.cancel_reason = EventState.CANCELLED, now, reason.strip()
    _moved(actor, locked, "event.cancelled", now)
    if locked.published_at is not None:
        outbox.publish(EventCancelled(event_id=locked.pk, by=person_id_of(actor)))
    return locked


@transaction.atomic
def begin_event(*, actor: Actor, event: Event, edition: int, now: datetime) -> Event:
    """Open the room, at the earliest an hour before the announced time. Raises TooEarly, StaleEvent, WrongState."""
    locked = locked_event(event.pk, edition)
    require_step(actor, "begin_event", locked)
    if now < locked.starts_at - EARLIEST:
        raise TooEarly
    locked.state = EventState.LIVE
    return _moved(actor, locked, "event.live", now)


@transaction.atomic
def end_event(*, actor: Actor, event: Event, edition: int, now: datetime) -> Event:
    """Close the room, before or after the announced time. Raises StaleEvent, NotPermitted, WrongState."""
    locked = locked_event(event.pk, edition)
    require_step(actor, "end_event", locked)
    locked.state = EventState.ENDED
    return _moved(actor, locked, "event.ended", now)


def advance_events(*, now: datetime) -> int:
    """Begin what is due to begin and end what is over. Returns how many moved; safe to run in several workers."""
    due = Event.objects.filter(state=EventState.PUBLISHED, starts_at__lte=now) | Event.objects.filter(
        state__in=(EventState.PUBLISHED, EventState.LIVE), ends_at__lte=now
    )
    return sum(_advance(event, now) for event in due.order_by("id"))


@transaction.atomic
def _advance(event: Event, now: datetime) -> bool:
    """Looks again under the lock: the host may have moved or cancelled it meanwhile."""
    locked = locked_event(event.pk)
    if locked.state not in (EventState.PUBLISHED, EventState.LIVE):
        return False
    if locked.ends_at <= now and not _runs_over(locked, now):
        locked.state = EventState.ENDED
    elif locked.state == EventState.PUBLISHED and locked.starts_at <= now:
        locked.state = EventState.LIVE
    else:
        return False
    _moved(SYSTEM, locked, f"event.{locked.state}", now)
    return True


def _runs_over(event: Event, now: datetime) -> bool:
    on_stage = Stage.objects.filter(event=event, item_id__isnull=False)
    return event.state == EventState.LIVE and now < event.ends_at + OVERRUN and on_stage.exists()


def _moved(actor: Actor, event: Event, action: str, now: datetime) -> Event:
    save_changed(event)
    tell(actor, action, event)
    say(event, phase_of(event), now=now)
    if event.state == EventState.ENDED:
        outbox.publish(EventEnded(event_id=event.pk))
    return event
