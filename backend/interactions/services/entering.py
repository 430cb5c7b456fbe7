"""Coming into a room as somebody: by an account, or by a ticket's link."""

from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.accounts.selectors import as_person, person_known_as
from backend.core.actors import Actor
from backend.core.errors import NotFound
from backend.interactions.errors import NotInTheRoom, TicketOpensNothing
from backend.interactions.models import Participant
from backend.roadshows.enums import RegistrationState
from backend.roadshows.errors import TicketGone
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.events import event_by_id, was_published
from backend.roadshows.selectors.registrations import place_of, ticket_by_secret


def enter(*, actor: Actor, event_id: UUID, ticket: str = "") -> Participant:
    """The participant that an account, or the holder of a ticket, is at an event; made when they first come.

    Who comes by both is one. Raises NotFound, NotInTheRoom for a visitor, TicketOpensNothing.
    """
    person = as_person(actor)
    if person is not None:
        event = event_by_id(actor, event_id)
        place = place_of(person, event)
        return _participant(event, person, place if place and place.state == RegistrationState.CONFIRMED else None)
    if not ticket:
        raise NotInTheRoom
    place = _place_by(ticket, event_id)
    # Of a ticket that an account holds its guest is that account; a link proves no more than the place.
    owner = place.person or person_known_as(place.contact)
    return _participant(place.event, owner, place)


def _place_by(ticket: str, event_id: UUID) -> Registration:
    try:
        place = ticket_by_secret(ticket)
    except TicketGone as error:
        raise TicketOpensNothing from error
    if place.event_id != event_id or place.state != RegistrationState.CONFIRMED:
        raise TicketOpensNothing
    return place


def _participant(event: Event, person: User | None, place: Registration | None) -> Participant:
    if not Event.objects.filter(was_published(), pk=event.pk).exists():
        raise NotFound
    known = _known(event, person, place)
    if known is None:
        name = (place.name if place else "") or (person.display_name if person else "")
        try:
            with transaction.atomic():
                return Participant.objects.create(event=event, person=person, registration=place, name=name)
        except IntegrityError:
            # Two phones of one guest came at once.
            known = _known(event, person, place)
            if known is None:
                raise
    return _joined(known, person, place)


def _known(event: Event, person: User | None, place: Registration | None) -> Participant | None:
    rows = Participant.objects.filter(event=event)
    by_account = rows.filter(person=person).first() if person else None
    return by_account or (rows.filter(registration=place).first() if place else None)


def _joined(known: Participant, person: User | None, place: Registration | None) -> Participant:
    """What is known of them now beside what was; of two rows that were two before, neither is touched."""
    free = Participant.objects.filter(event=known.event_id).exclude(pk=known.pk)
    if person and known.person_id is None and not free.filter(person=person).exists():
        known.person = person
    if place and known.registration_id is None and not free.filter(registration=place).exists():
        known.registration = place
    known.save(update_fields=["person", "registration", "updated_at"])
    return known
