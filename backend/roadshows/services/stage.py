"""What the organizers do on stage while the event is on.

Every act names what shall be, not a step from what was, so that two hands on the remote end where the later one says.
Nothing is said in the room where nothing changes.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit
from backend.core.actors import Actor
from backend.files.models import StoredFile
from backend.roadshows.enums import EventState
from backend.roadshows.errors import BadTimer, LineUnknown, PageUnknown, StageMoved, WrongState
from backend.roadshows.models import Event, ReleasedItem, Stage
from backend.roadshows.selectors.events import event_by_id, released_items
from backend.roadshows.selectors.stage import deck_of, public_items
from backend.roadshows.services.events import hold_open, require_step
from backend.roadshows.services.room import item_shown, page_turned, say, timer_set

# No talk and no delay is longer.
LONGEST_TIMER = timedelta(hours=8)
_LONGEST_MS = LONGEST_TIMER // timedelta(milliseconds=1)


@transaction.atomic
def show_item(*, actor: Actor, event_id: UUID, item_id: UUID | None, now: datetime) -> Stage:
    """Put a line on stage with page 1 of its deck and its clock set and not running; None clears the stage.

    Raises NotFound, NotPermitted, WrongState unless the event is on, LineUnknown.
    """
    event, stage = hold_stage(actor, event_id)
    if stage.item_id == item_id:
        return stage
    item = public_items(event).filter(line=item_id).first() if item_id else None
    if item is None and item_id is not None:
        raise LineUnknown
    _put_on(stage, item)
    say(event, item_shown(stage), now=now)
    if is_person(actor):
        slot = str(item.line) if item else None
        concerned = _concerned(event, item)
        audit.record(actor, "stage.item_shown", event, organizations=concerned, slot=slot, pages=stage.pages)
    return stage


@transaction.atomic
def turn_page(*, actor: Actor, event_id: UUID, item_id: UUID, page: int, now: datetime) -> Stage:
    """Raises StageMoved when another line is on stage, PageUnknown, and what `show_item` raises of rights and state."""
    event, stage = hold_stage(actor, event_id, item_id)
    return turn(event, stage, page, now=now)


@transaction.atomic
def start_timer(*, actor: Actor, event_id: UUID, item_id: UUID, ends_at: datetime, now: datetime) -> Stage:
    """Let the clock run towards `ends_at`. Raises BadTimer, StageMoved."""
    event, stage = hold_stage(actor, event_id, item_id)
    if abs(ends_at - now) > LONGEST_TIMER:
        raise BadTimer
    # Said as it is stored, whatever zone it came in.
    return _set_timer(event, stage, ends_at.astimezone(UTC), stage.timer_left_ms, now)


@transaction.atomic
def stop_timer(*, actor: Actor, event_id: UUID, item_id: UUID, left_ms: int, now: datetime) -> Stage:
    """Let the clock stand with what is left, in milliseconds. Raises BadTimer, StageMoved."""
    event, stage = hold_stage(actor, event_id, item_id)
    if abs(left_ms) > _LONGEST_MS:
        raise BadTimer
    return _set_timer(event, stage, None, left_ms, now)


def follow_answer(event: Event, pitch_id: UUID) -> Stage | None:
    """A company changed its answer: take off the stage what it no longer agrees to, show the deck it agrees to now.

    The caller holds the event and says what is returned. None when nothing on stage changes.
    """
    lines = released_items(event).filter(pitch=pitch_id).values_list("line", flat=True)
    stage = Stage.objects.select_for_update().filter(event=event, item_id__in=list(lines)).first()
    if stage is None or stage.item_id is None:
        return None
    item = public_items(event).filter(line=stage.item_id).first()
    if item is None:
        _put_on(stage, None)
        return stage
    deck = deck_of(item)
    if (deck is None) == (stage.pages == 0):
        return None
    _open_deck(stage, deck)
    stage.save()
    return stage


def _put_on(stage: Stage, item: ReleasedItem | None) -> None:
    stage.item_id = item.line if item else None
    _open_deck(stage, deck_of(item) if item else None)
    stage.timer_seconds = item.minutes * 60 if item else 0
    stage.timer_ends_at, stage.timer_left_ms = None, stage.timer_seconds * 1000
    stage.save()


def _open_deck(stage: Stage, deck: StoredFile | None) -> None:
    stage.deck = deck
    stage.pages, stage.page = (deck.page_count, 1) if deck else (0, 0)


def hold_stage(actor: Actor, event_id: UUID, item_id: UUID | None = None) -> tuple[Event, Stage]:
    """The event, kept from ending meanwhile, and its stage, held until the transaction ends, for who runs it.

    With `item_id` only while that line is on stage. Registering goes on beside it. Raises NotFound, NotPermitted, WrongState,
    StageMoved.
    """
    hold_open(event_id)
    event = event_by_id(actor, event_id)
    require_step(actor, "run_stage", event)
    return event, hold_stage_of(actor, event, item_id)


def hold_stage_of(actor: Actor, event: Event, item_id: UUID | None = None) -> Stage:
    """The stage of an event that is on, for a caller who may act on it and keeps the event from ending.

    Raises WrongState, StageMoved.
    """
    if event.state != EventState.LIVE:
        raise WrongState(state=event.state)
    stage, _ = Stage.objects.select_for_update().get_or_create(event=event)
    if item_id is not None and stage.item_id != item_id:
        raise StageMoved
    stage.moved_by_id = actor.pk if is_person(actor) else None
    return stage


def turn(event: Event, stage: Stage, page: int, *, now: datetime) -> Stage:
    """The caller holds the stage. Raises PageUnknown."""
    if not 1 <= page <= stage.pages:
        raise PageUnknown
    if stage.page != page:
        stage.page = page
        stage.save(update_fields=["page", "moved_by", "updated_at"])
        say(event, page_turned(stage), now=now)
    return stage


def _set_timer(event: Event, stage: Stage, ends_at: datetime | None, left_ms: int, now: datetime) -> Stage:
    if (stage.timer_ends_at, stage.timer_left_ms) != (ends_at, left_ms):
        stage.timer_ends_at, stage.timer_left_ms = ends_at, left_ms
        stage.save(update_fields=["timer_ends_at", "timer_left_ms", "moved_by", "updated_at"])
        say(event, timer_set(stage), now=now)
    return stage


def _concerned(event: Event, item: ReleasedItem | None) -> list[UUID]:
    pitch = item.pitch if item else None
    return [event.organization_id, *([pitch.organization_id] if pitch else [])]
