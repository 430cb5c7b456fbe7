"""The waiting list hears of places that became free, and tells those who wait. Safe to run twice."""

from uuid import UUID

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.roadshows import waiting_notices as notices
from backend.roadshows import waiting_telling as telling
from backend.roadshows.enums import LeftBecause, WaitState
from backend.roadshows.events import (
    EventCancelled,
    EventChanged,
    OfferExpired,
    OfferMade,
    PlaceFreed,
    RegistrationExpired,
    WaitingDueOff,
    WaitingJoined,
    WaitingRemoved,
)
from backend.roadshows.models import Registration, WaitlistEntry
from backend.roadshows.selectors.waiting import place_in_line, with_place
from backend.roadshows.services.waiting import desk, line


@outbox.on(PlaceFreed)
def on_place_freed(event: PlaceFreed) -> None:
    _ask_next(event.event_id)


@outbox.on(EventChanged)
def on_event_changed(event: EventChanged) -> None:
    """More seats, another kind on offer, a later close: any of them may let somebody in."""
    _ask_next(event.event_id)


@outbox.on(RegistrationExpired)
def on_registration_expired(event: RegistrationExpired) -> None:
    row = Registration.objects.filter(pk=event.registration_id).first()
    if row is not None:
        _ask_next(row.event_id)


@outbox.on(WaitingJoined)
def on_waiting_joined(event: WaitingJoined) -> None:
    """Whoever was offered a place before their first letter hears of that alone."""
    entry = _told(event.entry_id, WaitState.WAITING)
    if entry is not None:
        telling.send_joined(entry, place=place_in_line(entry) or 1)
        _ask_next(entry.event_id)
    elif event.again and (offered := _told(event.entry_id, WaitState.OFFERED)) is not None:
        _send_offer(offered)


@outbox.on(OfferMade)
def on_offer_made(event: OfferMade) -> None:
    entry = _told(event.entry_id, WaitState.OFFERED)
    if entry is not None and entry.offered_at == event.at:
        _send_offer(entry)
        _notify(notices.WAITING_OFFERED, entry, cause=f"{entry.pk}:{event.at.isoformat()}")


@outbox.on(OfferExpired)
def on_offer_expired(event: OfferExpired) -> None:
    entry = _told(event.entry_id, WaitState.EXPIRED)
    if entry is not None and entry.offered_at == event.offered_at:
        telling.send_expired(entry)
        _notify(notices.WAITING_EXPIRED, entry, cause=f"{entry.pk}:{event.offered_at.isoformat()}")


@outbox.on(WaitingRemoved)
def on_waiting_removed(event: WaitingRemoved) -> None:
    entry = _told(event.entry_id, WaitState.LEFT)
    if entry is not None and entry.left_because == LeftBecause.HOST:
        telling.send_removal(entry)
        _notify(notices.WAITING_REMOVED, entry, cause=str(entry.pk))


@outbox.on(EventCancelled)
def on_event_cancelled(event: EventCancelled) -> None:
    """One event for each, so that one address that is refused holds up nobody else."""
    for pk in desk.in_line(event.event_id):
        outbox.publish(WaitingDueOff(entry_id=pk))


@outbox.on(WaitingDueOff)
def on_waiting_due_off(event: WaitingDueOff) -> None:
    entry = desk.end_called_off(event.entry_id)
    if entry is not None and entry.contact_removed_at is None:
        telling.send_called_off(entry)
        _notify(notices.WAITING_CALLED_OFF, entry, cause=str(entry.pk))


def _ask_next(event_id: UUID) -> None:
    line.offer_places(event_id, now=clock.now())


def _told(entry_id: UUID, state: WaitState) -> WaitlistEntry | None:
    """The entry while it is in the state and can be reached."""
    rows = with_place(WaitlistEntry.objects.select_related("event"))
    return rows.filter(pk=entry_id, state=state, contact_removed_at=None).first()


def _send_offer(entry: WaitlistEntry) -> None:
    if entry.ticket_type is not None and entry.offer_expires_at is not None:
        telling.send_offer(entry, entry.ticket_type, entry.offer_expires_at)


def _notify(kind: str, entry: WaitlistEntry, *, cause: str) -> None:
    """In the app, where an account joined; the mail to the contact is another matter."""
    if entry.person is not None and entry.person.is_active:
        notifications.notify(kind=kind, recipient=entry.person, subject=entry, cause=cause, now=clock.now())
