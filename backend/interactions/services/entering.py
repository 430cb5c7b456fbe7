"""Coming into a room as somebody: by an account, or by a ticket's link."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from backend.accounts.models import User
from backend.accounts.selectors import as_person, proved_contacts
from backend.core.actors import Actor
from backend.core.errors import NotFound
from backend.interactions.errors import NotInTheRoom, TicketOfAnAccount, TicketOpensNothing
from backend.interactions.models import Participant
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import RegistrationState
from backend.roadshows.errors import TicketGone
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.events import event_by_id, was_published
from backend.roadshows.selectors.registrations import place_of, ticket_by_secret


@transaction.atomic
def enter(*, actor: Actor, event_id: UUID, ticket: str = "") -> Participant:
    """The participant that an account, or the holder of a ticket, is at an event; made when they first come.

    Who comes by both is one, and the account's from then on: a link proves no more than the place. Raises NotFound, NotInTheRoom
    for a visitor, TicketOpensNothing, TicketOfAnAccount.
    """
    person = as_person(actor)
    if person is not None:
        event = event_by_id(actor, event_id)
        place = place_of(person, event)
        return _participant(event, person, place if place and place.state == RegistrationState.CONFIRMED else None)
    if not ticket:
        raise NotInTheRoom
    place = _place_by(ticket, event_id)
    if _is_of_an_account(place):
        raise TicketOfAnAccount
    return _participant(place.event, None, place)


def _place_by(ticket: str, event_id: UUID) -> Registration:
    try:
        place = ticket_by_secret(ticket)
    except TicketGone as error:
        raise TicketOpensNothing from error
    if place.event_id != event_id or place.state != RegistrationState.CONFIRMED:
        raise TicketOpensNothing
    return place


def _is_of_an_account(place: Registration) -> bool:
    """An account's for itself. One that it took for somebody else is that one's, by the link."""
    if Participant.objects.filter(registration=place, person__isnull=False).exists():
        return True
    owner = place.person
    return owner is not None and (place.adopted_at is not None or place.contact in proved_contacts(owner))


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
    """By the account, by the ticket, or by the contact of another ticket: who gave one back and took a new one is the same."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).filter(event=event)
    if person is not None and (own := rows.filter(person=person).first()) is not None:
        return own
    if place is None:
        return None
    same = by_contacts([place.contact]) if place.contact else Q(pk=place.pk)
    before = Registration.objects.filter(same, event=event).values("pk")
    by_ticket = rows.filter(registration=place).first()
    return by_ticket or rows.filter(person=None, registration__in=before).order_by("created_at", "id").first()


def _joined(known: Participant, person: User | None, place: Registration | None) -> Participant:
    """What is known of them now beside what was, under its lock; of two that were two before, neither is touched."""
    others = Participant.objects.filter(event=known.event_id).exclude(pk=known.pk)
    changed = []
    if person and known.person_id is None and not others.filter(person=person).exists():
        known.person = person
        changed.append("person")
    if place and known.registration_id != place.pk and not others.filter(registration=place).exists():
        known.registration = place
        changed.append("registration")
    if changed:
        known.save(update_fields=[*changed, "updated_at"])
    return known
