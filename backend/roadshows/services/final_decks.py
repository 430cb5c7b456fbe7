"""Final decks: asked for by the host, brought by companies that said yes, and looked at by who may."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor, Viewer
from backend.core.errors import NotFound, NotPermitted
from backend.core.permissions import may, require
from backend.files import selectors as files
from backend.files import services as file_services
from backend.files.enums import FileKind, FileState
from backend.files.errors import FileRefused
from backend.files.models import StoredFile
from backend.roadshows.enums import EventState
from backend.roadshows.errors import BadDue, DeckClosed, DeckNotClosed, DecksNotAsked, NoDeckToTake, WrongState
from backend.roadshows.events import DeckDelivered, DeckReopened, DecksAsked
from backend.roadshows.models import AgendaItem, Event, FinalDeck
from backend.roadshows.selectors.final_decks import deck_of_slot, takes_deck
from backend.roadshows.services.events import locked_event, person_id_of, require_step, save_changed, tell

_OVER = (EventState.ENDED, EventState.CANCELLED)


@transaction.atomic
def ask_for_decks(*, actor: Actor, event: Event, edition: int, due_at: datetime | None, now: datetime) -> Event:
    """Say until when companies bring their final decks; None asks for none. Those that said yes are told.

    Raises BadDue unless it is between now and the event's end, StaleEvent, NotPermitted, WrongState once it is over.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "manage_decks", locked)
    if due_at is not None and not now < due_at <= locked.ends_at:
        raise BadDue(fields={"due_at": [BadDue.message]})
    locked.decks_due_at, locked.decks_asked_at = due_at, now
    save_changed(locked)
    tell(actor, "event.decks_asked", locked, due_at=due_at.isoformat() if due_at else None)
    if due_at is not None:
        outbox.publish(DecksAsked(event_id=locked.pk, by=person_id_of(actor)))
    return locked


@transaction.atomic
def deliver_deck(
    *, actor: Actor, slot: AgendaItem, file_id: UUID | None, host_may_download: bool, now: datetime
) -> FinalDeck:
    """Bring the actor's own upload, or without one a copy of the pitch's deck as it is now. The host is told; what is
    brought after it was due is marked late, and the one before is forgotten.

    Raises NotPermitted, WrongState for a slot nobody said yes to and once the event is over, DecksNotAsked, DeckClosed,
    NoDeckToTake, FileNotUsable, FileRefused.
    """
    event, locked = _held(slot)
    require(actor, "roadshows.deliver_deck", locked)
    if locked.pitch is None or not locked.is_confirmed or event.state in _OVER:
        raise WrongState
    if event.decks_due_at is None:
        raise DecksNotAsked
    deck, _ = FinalDeck.objects.select_for_update(of=("self",)).get_or_create(event=event, pitch=locked.pitch)
    if not takes_deck(event, deck, now):
        raise DeckClosed
    old = deck.file
    deck.file = _upload(actor, file_id, now) if file_id else _copy(locked.pitch.deck, now)
    deck.delivered_at, deck.delivered_by_id, deck.reopened_at = now, person_id_of(actor), None
    deck.is_late, deck.host_may_download = now >= event.decks_due_at, host_may_download
    deck.save()
    if old is not None:
        file_services.release(old)
    _record(actor, "event.deck_delivered", event, locked, is_late=deck.is_late, host_may_download=host_may_download)
    outbox.publish(DeckDelivered(slot_id=locked.pk, at=now, by=person_id_of(actor)))
    return deck


@transaction.atomic
def reopen_deck(*, actor: Actor, slot: AgendaItem, now: datetime) -> FinalDeck:
    """Let one company bring another deck though it was due; it is told.

    Raises NotPermitted, WrongState, DecksNotAsked, DeckNotClosed.
    """
    event, locked = _held(slot)
    require_step(actor, "manage_decks", event)
    if locked.pitch is None or not locked.is_confirmed:
        raise WrongState
    if event.decks_due_at is None:
        raise DecksNotAsked
    deck = FinalDeck.objects.select_for_update().filter(event=event, pitch=locked.pitch).first()
    if deck is None or takes_deck(event, deck, now):
        raise DeckNotClosed
    deck.reopened_at = now
    deck.save(update_fields=["reopened_at", "updated_at"])
    _record(actor, "event.deck_reopened", event, locked)
    outbox.publish(DeckReopened(slot_id=locked.pk, at=now, by=person_id_of(actor)))
    return deck


@transaction.atomic
def open_deck(*, viewer: Viewer, slot: AgendaItem) -> StoredFile:
    """The file whose pages are shown to the company's team and the host's; the host's look leaves one audit row.

    Raises NotFound where none was brought.
    """
    _, file = _brought(slot)
    if file.state == FileState.READY and not may(viewer, "roadshows.deliver_deck", slot):
        _record(viewer, "event.deck_read", slot.event, slot, pages=file.page_count)
    return file


@transaction.atomic
def take_deck_along(*, viewer: Viewer, slot: AgendaItem) -> StoredFile:
    """The file itself: the company's own, and the host's where the company said so. One audit row.

    Raises NotFound, NotPermitted, FileRefused for one that was found to be no deck.
    """
    deck, file = _brought(slot)
    if not may(viewer, "roadshows.deliver_deck", slot) and not deck.host_may_download:
        raise NotPermitted(rule="roadshows.take_deck_along")
    if file.state == FileState.REFUSED:
        raise FileRefused
    _record(viewer, "event.deck_downloaded", slot.event, slot)
    return file


def _brought(slot: AgendaItem) -> tuple[FinalDeck, StoredFile]:
    deck = deck_of_slot(slot)
    if deck is None or deck.file is None:
        raise NotFound
    return deck, deck.file


def _held(slot: AgendaItem) -> tuple[Event, AgendaItem]:
    """The event, so that what is due stands still, and the slot as it is now. Raises NotFound for one that is gone."""
    event = locked_event(slot.event_id)
    found = AgendaItem.objects.select_related("pitch__deck").filter(pk=slot.pk).first()
    if found is None:
        raise NotFound
    return event, found


def _upload(actor: Actor, file_id: UUID, now: datetime) -> StoredFile:
    file = files.usable_upload(actor, file_id, FileKind.DECK, lock=True)
    if file.state == FileState.REFUSED:
        raise FileRefused
    file_services.keep(file, now)
    return file


def _copy(deck: StoredFile | None, now: datetime) -> StoredFile:
    if deck is None or deck.state != FileState.READY:
        raise NoDeckToTake
    return file_services.copy_of(deck, now)


def _record(actor: Actor, action: str, event: Event, slot: AgendaItem, **data: object) -> None:
    concerned = [event.organization_id, *([slot.pitch.organization_id] if slot.pitch else [])]
    audit.record(actor, action, event, organizations=concerned, slot=str(slot.pk), **data)
