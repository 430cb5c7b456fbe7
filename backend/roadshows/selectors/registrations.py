"""Who reads a registration: those who work for the host, whoever holds the ticket's link, and whose account has it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from backend.accounts.models import User
from backend.accounts.selectors import proved_contact, proved_contacts
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.permissions import may
from backend.organizations.selectors.me import memberships_of
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import HOLDS_A_PLACE
from backend.roadshows.errors import TicketGone
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.door import with_coming

_LONGEST_ORGANIZATION = Registration._meta.get_field("organization_name").max_length


def visible_registrations(viewer: Viewer, event: Event) -> QuerySet[Registration]:
    """All of a visible event for those who work for its host, newest first; none for anybody else."""
    rows = with_coming(Registration.objects.filter(event=event)).order_by("-id")
    rows = rows.select_related("ticket_type", "lead", "desk_payment__person", "desk_payment__device")
    return rows if may(viewer, "roadshows.view_registrations", event) else rows.none()


def group_of(row: Registration) -> QuerySet[Registration]:
    """A registration and those that were registered along with it, whichever of them it is; itself alone otherwise."""
    return places_beside(row.lead_id or row.pk)


def places_beside(lead_id: UUID) -> QuerySet[Registration]:
    """What one order pays for, where they cost money: the place of whoever registered, and those along with it."""
    return Registration.objects.filter(Q(pk=lead_id) | Q(lead=lead_id))


def companions_of(lead: Registration) -> QuerySet[Registration]:
    """For whoever holds the lead's link."""
    return Registration.objects.filter(lead=lead).order_by("id")


def ticket_by_secret(secret: str) -> Registration:
    """The link is the right: whoever holds it holds the ticket. Raises TicketGone."""
    rows = Registration.objects.select_related("event__organization__logo", "ticket_type")
    ticket = rows.filter(secret_digest=digest_of(secret)).first()
    if ticket is None:
        raise TicketGone
    return ticket


def live_registration(event: Event, contact: str) -> Registration | None:
    """The place a contact holds at an event. For who has proved the contact."""
    field = "email" if "@" in contact else "phone"
    return Registration.objects.filter(event=event, state__in=HOLDS_A_PLACE, **{field: contact}).first()


def places_of(person: User) -> QuerySet[Registration]:
    """The places a person has for themselves: their account's by a contact of their own, the guest's it came to hold,
    and those still to be given to it. One that they took for somebody else, by that one's contact, is not among them.
    """
    own = by_contacts(proved_contacts(person)) & (Q(person=person) | Q(person=None))
    adopted = Q(person=person, adopted_at__isnull=False)
    return Registration.objects.filter(own | adopted, state__in=HOLDS_A_PLACE)


def place_of(person: User, event: Event) -> Registration | None:
    """The place a person has at an event; their account's before a guest's."""
    return places_of(person).filter(event=event).order_by(F("person").asc(nulls_last=True), "id").first()


@dataclass(frozen=True, slots=True)
class Registrant:
    """What is known of a signed-in person before they register; blank for unknown. `held` is the place they have."""

    name: str
    organization: str
    contact: str
    held: Registration | None


def registrant_of(person: User, event: Event) -> Registrant:
    """One's own name, first organization and proved contact, and the place one has."""
    contact, first = proved_contact(person), memberships_of(person).first()
    return Registrant(
        name=person.display_name,
        organization=first.organization.display_name[:_LONGEST_ORGANIZATION] if first else "",
        contact=contact,
        held=place_of(person, event),
    )
