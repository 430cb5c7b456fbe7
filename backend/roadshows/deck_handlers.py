"""Telling companies that their final decks are asked for, and hosts that they are there. Run again, nobody is told anew."""

from uuid import UUID

from backend.accounts.selectors import person_by_id
from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.roadshows import deck_notices
from backend.roadshows.enums import EventState
from backend.roadshows.events import DeckDelivered, DeckReopened, DecksAsked, EventDecided, SlotAnswered
from backend.roadshows.models import AgendaItem, Event
from backend.roadshows.selectors.final_decks import confirmed_slots


@outbox.on(DecksAsked)
def on_decks_asked(event: DecksAsked) -> None:
    _ask_all(event.event_id, event.by)


@outbox.on(EventDecided)
def on_event_decided(event: EventDecided) -> None:
    """Companies that said yes before it went back to its host once more."""
    if event.approved:
        _ask_all(event.event_id, None)


@outbox.on(SlotAnswered)
def on_slot_answered(event: SlotAnswered) -> None:
    """Who says yes after decks were asked for is asked now."""
    row = AgendaItem.objects.select_related("event", "pitch").filter(pk=event.slot_id, is_confirmed=True).first()
    if row is not None and event.accepts:
        _ask(row.event, row, None)


@outbox.on(DeckDelivered)
def on_deck_delivered(event: DeckDelivered) -> None:
    row = AgendaItem.objects.select_related("event").filter(pk=event.slot_id).first()
    if row is not None:
        notifications.notify_all(
            kind=deck_notices.DECK_DELIVERED,
            recipients=workers_of(row.event.organization_id),
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            actor=person_by_id(event.by),
            now=clock.now(),
        )


@outbox.on(DeckReopened)
def on_deck_reopened(event: DeckReopened) -> None:
    row = AgendaItem.objects.select_related("pitch").filter(pk=event.slot_id).first()
    if row is not None and row.pitch is not None:
        notifications.notify_all(
            kind=deck_notices.DECK_REOPENED,
            recipients=workers_of(row.pitch.organization_id),
            subject=row,
            cause=f"{row.pk}:{event.at.isoformat()}",
            actor=person_by_id(event.by),
            now=clock.now(),
        )


def _ask_all(event_id: UUID, by: UUID | None) -> None:
    row = Event.objects.filter(pk=event_id).exclude(state=EventState.DRAFT).first()
    if row is not None:
        for slot in confirmed_slots(row):
            _ask(row, slot, by)


def _ask(event: Event, slot: AgendaItem, by: UUID | None) -> None:
    """Once for each time that was named."""
    if event.decks_due_at is not None and slot.pitch is not None:
        notifications.notify_all(
            kind=deck_notices.DECK_ASKED,
            recipients=workers_of(slot.pitch.organization_id),
            subject=slot,
            cause=f"{slot.pk}:{event.decks_due_at.isoformat()}",
            actor=person_by_id(by),
            now=clock.now(),
        )
