"""Telling guests. A listener that fails is tried again; a message may arrive twice, and never for nothing."""

from django.db.models import QuerySet

from backend.core import outbox
from backend.roadshows import telling
from backend.roadshows.enums import EventState, RegistrationState
from backend.roadshows.events import CancellationDue, EventCancelled, RegistrationConfirmed
from backend.roadshows.models import Registration


@outbox.on(RegistrationConfirmed)
def on_registration_confirmed(event: RegistrationConfirmed) -> None:
    row = _confirmed().filter(pk=event.registration_id).first()
    if row is not None:
        telling.send_ticket(row)


@outbox.on(EventCancelled)
def on_event_cancelled(event: EventCancelled) -> None:
    """One event for each holder, so that one address that is refused holds up nobody else."""
    for pk in _confirmed().filter(event=event.event_id).order_by("id").values_list("pk", flat=True):
        outbox.publish(CancellationDue(registration_id=pk))


@outbox.on(CancellationDue)
def on_cancellation_due(event: CancellationDue) -> None:
    row = _confirmed().filter(pk=event.registration_id, event__state=EventState.CANCELLED).first()
    if row is not None:
        telling.send_cancellation(row)


def _confirmed() -> QuerySet[Registration]:
    return Registration.objects.filter(state=RegistrationState.CONFIRMED).select_related("event")
