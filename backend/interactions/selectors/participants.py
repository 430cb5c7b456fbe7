"""Who somebody is in a room."""

from uuid import UUID

from backend.accounts.selectors import as_person
from backend.core.actors import Guest, Viewer
from backend.interactions.models import Participant, RoomRules
from backend.roadshows.enums import RegistrationState
from backend.roadshows.models import Event


def participant_of(viewer: Viewer, event_id: UUID) -> Participant | None:
    """The viewer as a participant of the event; None before they came in, and for a guest whose ticket was given back."""
    rows = Participant.objects.filter(event=event_id)
    if (person := as_person(viewer)) is not None:
        return rows.filter(person=person).first()
    if isinstance(viewer, Guest):
        return rows.filter(pk=viewer.participant_id, registration__state=RegistrationState.CONFIRMED).first()
    return None


def rules_of(event: Event) -> RoomRules:
    """As they are kept, or as they are where nobody has set any."""
    return RoomRules.objects.filter(event=event).first() or RoomRules(event=event)
