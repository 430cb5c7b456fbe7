"""Who somebody is in a room."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists

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
    return participants_of([viewer], event_id)[0]


def participants_of(viewers: Sequence[Viewer], event_id: UUID) -> list[Participant | None]:
    """The same of several, each in its place."""
    people = {person.pk for viewer in viewers if (person := as_person(viewer)) is not None}
    guests = {viewer.participant_id for viewer in viewers if isinstance(viewer, Guest)}
    accounts = _accounts(people, event_id) if people else {}
    holders = _holders(guests, event_id) if guests else {}
    found: list[Participant | None] = []
    for viewer in viewers:
        if (person := as_person(viewer)) is not None:
            known, is_open = accounts.get(person.pk, (None, False))
            found.append(known if known and (is_open or _may_see(person, event_id)) else None)
        elif isinstance(viewer, Guest):
            found.append(holders.get((viewer.participant_id, viewer.registration_id)))
        else:
            found.append(None)
    return found


def _accounts(people: set[UUID], event_id: UUID) -> dict[UUID | None, tuple[Participant, bool]]:
    """And whether the event is for everybody. A hall full of people asks: where it is, that takes one look."""
    is_open = Exists(Event.objects.filter(open_to_all(), pk=event_id))
    rows = Participant.objects.filter(event=event_id, person__in=people).annotate(is_open=is_open)
    return {row.person_id: (row, row.is_open) for row in rows}


def _may_see(person: User, event_id: UUID) -> bool:
    """At an event that is for some, if for this person, by what let them in here: of one several may be there at once."""
    return visible_events(person).filter(was_published(), pk=event_id).exists()


def _holders(guests: set[UUID], event_id: UUID) -> dict[tuple[UUID, UUID | None], Participant]:
    """By the participant and the ticket, both of which a pass names."""
    shown = Event.objects.filter(was_published())
    rows = Participant.objects.filter(pk__in=guests, event=event_id, person=None, event__in=shown)
    good = rows.filter(registration__state=RegistrationState.CONFIRMED)
    return {(row.pk, row.registration_id): row for row in good}


def rules_of(event: Event) -> RoomRules:
    """As they are kept, or as they are where nobody has set any."""
    return RoomRules.objects.filter(event=event).first() or RoomRules(event=event)
