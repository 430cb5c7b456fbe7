"""The draft of a run of show: written by the host, and for its pitches confirmed by their companies."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.permissions import require
from backend.roadshows.enums import AgendaKind, EventState
from backend.roadshows.errors import PitchUnknown, WrongState
from backend.roadshows.events import EventChanged, SlotAnswered, SlotAsked
from backend.roadshows.models import AgendaItem, Event, ReleasedItem
from backend.roadshows.room_state import AgendaChanged
from backend.roadshows.selectors.events import open_pitches
from backend.roadshows.services.events import locked_event, person_id_of, require_step, save_changed, tell
from backend.roadshows.services.room import agenda_changed, item_shown, say, seen_since
from backend.roadshows.services.stage import follow_answer

MAX_ITEMS = 60
_UNKNOWN_LINE = text("没有找到这一项议程。", "This line of the agenda was not found.")
_TWICE = text("同一项内容只能出现一次。", "The same thing stands here twice.")
_ONLY_PITCH = text("只有路演环节可以关联项目。", "Only a pitch slot names a pitch.")
# What a company says yes to; written anew it is a new question.
_PROMISED = ("title", "title_en", "speaker", "pitch_id")
_WRITTEN = (*_PROMISED, "kind", "room", "minutes", "begins_after", "position")


class AgendaLine(TypedDict):
    """One line as the host wrote it; with `id` it is one that stands already."""

    id: UUID | None
    kind: str
    title: str
    title_en: str
    speaker: str
    room: str
    minutes: int
    begins_after: int | None
    pitch_id: UUID | None


@transaction.atomic
def replace_agenda(
    *, actor: Actor, event: Event, edition: int, lines: Sequence[AgendaLine], now: datetime
) -> list[AgendaItem]:
    """Make the draft of the run of show these lines in this order; guests go on seeing the version that is out. A
    company's yes stays with a line that says the same; of a new question it is told, of an event nobody handed in yet
    when that is done.

    Raises StaleEvent, NotPermitted, WrongState, PitchUnknown for one that is not open to all, Invalid for a line that
    is not there or stands twice.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "edit_agenda", locked)
    standing = {item.pk: item for item in AgendaItem.objects.select_for_update().filter(event=locked)}
    _check(lines, standing)
    asked = {(item.pk, item.pitch_id) for item in standing.values() if item.awaits_answer}
    kept = [item for line in lines if (item := standing.get(line["id"])) is not None]  # type: ignore[arg-type]
    AgendaItem.objects.filter(event=locked).exclude(pk__in=[item.pk for item in kept]).delete()
    # A pitch may move from one line to another: none holds it while they change.
    AgendaItem.objects.filter(event=locked).update(pitch=None, is_confirmed=False, shows_deck=False)
    items = [_written(locked, position, line, standing) for position, line in enumerate(lines, start=1)]
    for item in items:
        item.save()
    save_changed(locked)
    tell(actor, "event.agenda_changed", locked, lines=len(items))
    if locked.state != EventState.DRAFT:
        for item in (one for one in items if one.awaits_answer and (one.pk, one.pitch_id) not in asked):
            outbox.publish(SlotAsked(slot_id=item.pk, edition=locked.edition, by=person_id_of(actor)))
    return items


@transaction.atomic
def answer_slot(*, actor: Actor, item: AgendaItem, accepts: bool, shows_deck: bool, now: datetime) -> AgendaItem:
    """The company says yes or no to its slot, and whether the deck may be shown. A no takes the name off the page;
    the host's team is told.

    Raises NotPermitted, and WrongState once the event is over or called off.
    """
    event = locked_event(item.event_id)
    locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("pitch").get(pk=item.pk)
    require(actor, "roadshows.confirm_slot", locked)
    if locked.pitch is None or event.state in (EventState.ENDED, EventState.CANCELLED):
        raise WrongState
    is_news = locked.answered_at is None or locked.is_confirmed != accepts
    before = agenda_changed(event)
    locked.is_confirmed, locked.shows_deck = accepts, accepts and shows_deck
    locked.answered_at = now
    locked.save(update_fields=["is_confirmed", "shows_deck", "answered_at", "updated_at"])
    action = "event.slot_confirmed" if accepts else "event.slot_declined"
    organizations = [event.organization_id, locked.pitch.organization_id]
    audit.record(actor, action, event, organizations=organizations, slot=str(locked.pk), shows_deck=locked.shows_deck)
    if is_news:
        outbox.publish(SlotAnswered(slot_id=locked.pk, accepts=accepts, at=now, by=person_id_of(actor)))
    _let_it_be_seen(event, locked, before, now)
    return locked


@transaction.atomic
def leave_agenda(*, actor: Actor, slot: AgendaItem, now: datetime) -> AgendaItem:
    """A company takes back its yes to what is out though its host's draft names it no more (`dropped_slots`).

    Raises NotPermitted, WrongState once the event is over or called off.
    """
    event = locked_event(slot.event_id)
    require(actor, "roadshows.confirm_slot", slot)
    if slot.pitch is None or event.state in (EventState.ENDED, EventState.CANCELLED):
        raise WrongState
    before = agenda_changed(event)
    slot.is_confirmed = slot.shows_deck = False
    organizations = [event.organization_id, slot.pitch.organization_id]
    audit.record(
        actor, "event.slot_declined", event, organizations=organizations, slot=str(slot.pk), shows_deck=slot.shows_deck
    )
    _let_it_be_seen(event, slot, before, now)
    return slot


def _let_it_be_seen(event: Event, item: AgendaItem, before: AgendaChanged, now: datetime) -> None:
    """In every version that is out, on stage and in the room."""
    outbox.publish(EventChanged(event_id=event.pk))
    _answer_released(event, item)
    stage = follow_answer(event, item.pitch.pk) if item.pitch else None
    say(event, *seen_since(before, event), *([item_shown(stage)] if stage else []), now=now)


def _answer_released(event: Event, item: AgendaItem) -> None:
    """The company's word counts in every version too: a no wherever its pitch stands, a yes where the line says what it
    said yes to.
    """
    rows = ReleasedItem.objects.filter(release__event=event, pitch=item.pitch_id)
    if item.is_confirmed:
        rows = rows.filter(**{name: getattr(item, name) for name in _PROMISED})
    rows.update(is_confirmed=item.is_confirmed, shows_deck=item.shows_deck, updated_at=Now())


def _written(event: Event, position: int, line: AgendaLine, standing: dict[UUID, AgendaItem]) -> AgendaItem:
    item = standing.get(line["id"]) if line["id"] else None
    item = item or AgendaItem(event=event)
    before = [getattr(item, name) for name in _PROMISED]
    for name in _WRITTEN:
        setattr(item, name, position if name == "position" else line[name])  # type: ignore[literal-required]
    if before != [getattr(item, name) for name in _PROMISED]:
        item.is_confirmed = item.shows_deck = False
        item.answered_at = None
    return item


def _check(lines: Sequence[AgendaLine], standing: dict[UUID, AgendaItem]) -> None:
    """Every refusal names its line: `lines.<index>`."""
    wanted = {line["pitch_id"] for line in lines if line["pitch_id"]}
    # One that stands already may have been paused since: it stays, and is shown to nobody until it is open again.
    known = {item.pitch_id for item in standing.values()} | set(open_pitches(wanted))
    seen: set[UUID] = set()
    for index, line in enumerate(lines):
        ids = [value for value in (line["id"], line["pitch_id"]) if value]
        if line["id"] and line["id"] not in standing:
            raise Invalid(fields={f"lines.{index}.id": [_UNKNOWN_LINE]})
        if line["pitch_id"] and line["kind"] != AgendaKind.PITCH:
            raise Invalid(fields={f"lines.{index}.pitch": [_ONLY_PITCH]})
        if line["pitch_id"] and line["pitch_id"] not in known:
            raise PitchUnknown(fields={f"lines.{index}.pitch": [PitchUnknown.message]})
        if seen.intersection(ids):
            raise Invalid(fields={f"lines.{index}": [_TWICE]})
        seen.update(ids)
