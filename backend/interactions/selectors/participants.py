"""Who somebody is in a room."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.accounts.selectors import as_person
from backend.core.actors import Guest, Viewer
from backend.interactions.models import Participant, RoomRules
from backend.roadshows.enums import RegistrationState
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import open_to_all, visible_events, was_published


def participant_of(viewer: Viewer, event_id: UUID) -> Participant | None:
    """The viewer as a participant of the event; None before they came in, and once they may not see it any more: an account by
    the event's own rule, a guest while the ticket they came in by is good and no account took over.
    """
    rows = Participant.objects.filter(event=event_id)
    if (person := as_person(viewer)) is not None:
        own = rows.filter(person=person)
        # A hall full of people asks: where the event is for everybody it takes one look.
        return own.filter(event__in=Event.objects.filter(open_to_all())).first() or _of_some(person, event_id, own)
    if isinstance(viewer, Guest):
        ours = rows.filter(pk=viewer.participant_id, registration=viewer.registration_id, person=None)
        shown = Event.objects.filter(was_published())
        return ours.filter(registration__state=RegistrationState.CONFIRMED, event__in=shown).first()
    return None


def _of_some(person: User, event_id: UUID, own: QuerySet[Participant]) -> Participant | None:
    """At an event that is for some, if for this person."""
    may_see = visible_events(person).filter(was_published(), pk=event_id).exists()
    return own.first() if may_see else None


def rules_of(event: Event) -> RoomRules:
    """As they are kept, or as they are where nobody has set any."""
    return RoomRules.objects.filter(event=event).first() or RoomRules(event=event)
