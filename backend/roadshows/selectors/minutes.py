"""Who reads the minutes of an event: its host's team, and once they are shared those who had a place. Nobody else."""

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.core.permissions import may
from backend.roadshows.enums import RegistrationState
from backend.roadshows.models import Event, Minutes, Registration
from backend.roadshows.selectors.registrations import places_of


def minutes_for(viewer: Viewer, event: Event) -> Minutes | None:
    """A draft to the team alone."""
    row = Minutes.objects.filter(event=event).first()
    if row is None or may(viewer, "roadshows.read_hosts_own", event):
        return row
    person = as_person(viewer)
    if row.shared_at is None or person is None:
        return None
    came = places_of(person).filter(event=event, state=RegistrationState.CONFIRMED)
    return row if came.exists() else None


def minutes_of_ticket(ticket: Registration) -> Minutes | None:
    """For whoever holds the link of a ticket that is good."""
    if ticket.state != RegistrationState.CONFIRMED:
        return None
    return Minutes.objects.filter(event=ticket.event_id, shared_at__isnull=False).first()
