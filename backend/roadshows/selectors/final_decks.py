"""Which decks were brought for an event, and which are still to come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.core.actors import Viewer
from backend.core.errors import NotFound
from backend.files.enums import FileState
from backend.organizations import selectors as organizations
from backend.roadshows.models import AgendaItem, Event, FinalDeck


def confirmed_slots(event: Event) -> QuerySet[AgendaItem]:
    """Whose companies said yes, in the order of the draft."""
    rows = AgendaItem.objects.filter(event=event, pitch__isnull=False, is_confirmed=True)
    return rows.select_related("pitch__organization__logo").order_by("position")


def missing(slots: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Those of these slots for which no deck is there; one that was found to be no deck is none."""
    there = FinalDeck.objects.filter(event=OuterRef("event"), pitch=OuterRef("pitch"), file__isnull=False)
    return slots.exclude(Exists(there.exclude(file__state=FileState.REFUSED)))


def deck_slot(viewer: Viewer, slot_id: UUID) -> AgendaItem:
    """A slot its company said yes to, for those who act for the company or the host.

    Raises NotFound for anybody else, and for the host once the company takes its yes back.
    """
    own = organizations.worked_for(viewer)
    rows = AgendaItem.objects.filter(Q(pitch__organization__in=own) | Q(event__organization__in=own))
    rows = rows.filter(pitch__isnull=False, is_confirmed=True)
    found = rows.select_related("event__organization", "pitch__organization").filter(pk=slot_id).first()
    if found is None:
        raise NotFound
    return found


def deck_of_slot(slot: AgendaItem) -> FinalDeck | None:
    return FinalDeck.objects.filter(event=slot.event_id, pitch=slot.pitch_id).select_related("file").first()


def takes_deck(event: Event, deck: FinalDeck | None, now: datetime) -> bool:
    """The first at any time; another until it is due, and afterwards once the host says so. One that was found to be no
    deck counts for none.
    """
    if event.decks_due_at is None:
        return False
    if now < event.decks_due_at or deck is None or deck.reopened_at is not None:
        return True
    return deck.file is None or deck.file.state == FileState.REFUSED


@dataclass(frozen=True, slots=True)
class DeckRow:
    """One company of an event, and what it brought."""

    slot: AgendaItem
    deck: FinalDeck | None
    takes_deck: bool


def decks_of(event: Event, now: datetime) -> list[DeckRow]:
    """In two queries, however many there are."""
    decks = {one.pitch_id: one for one in FinalDeck.objects.filter(event=event).select_related("file")}
    found = [(slot, decks.get(slot.pitch_id)) for slot in confirmed_slots(event) if slot.pitch_id]
    return [DeckRow(slot, deck, takes_deck(event, deck, now)) for slot, deck in found]


def deck_row(slot: AgendaItem, now: datetime) -> DeckRow:
    deck = deck_of_slot(slot)
    return DeckRow(slot, deck, takes_deck(slot.event, deck, now))
