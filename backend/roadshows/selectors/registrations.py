"""Who reads a registration: those who work for the host, whoever holds the ticket's link, and whose contact it names."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.selectors import proved_contact
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.permissions import may
from backend.organizations.selectors.me import memberships_of
from backend.roadshows.enums import RegistrationState
from backend.roadshows.errors import TicketGone
from backend.roadshows.models import Event, Registration

_LONGEST_ORGANIZATION = Registration._meta.get_field("organization_name").max_length


def visible_registrations(viewer: Viewer, event: Event) -> QuerySet[Registration]:
    """All of a visible event for those who work for its host, newest first; none for anybody else."""
    rows = Registration.objects.filter(event=event).order_by("-id")
    return rows if may(viewer, "roadshows.view_registrations", event) else rows.none()


def found(rows: QuerySet[Registration], *, state: str = "", words: str = "") -> QuerySet[Registration]:
    """Those in the state, whose name, organization, contact or code has every word."""
    if state:
        rows = rows.filter(state=state)
    for word in words.split()[:8]:
        named = Q(name__icontains=word) | Q(organization_name__icontains=word)
        rows = rows.filter(named | Q(email__icontains=word) | Q(phone__contains=word) | Q(code__iexact=word))
    return rows


def ticket_by_secret(secret: str) -> Registration:
    """The link is the right: whoever holds it holds the ticket. Raises TicketGone."""
    rows = Registration.objects.select_related("event__organization__logo", "event__quota")
    ticket = rows.filter(secret_digest=digest_of(secret)).first()
    if ticket is None:
        raise TicketGone
    return ticket


def live_registration(event: Event, contact: str) -> Registration | None:
    """The place a contact holds at an event. For who has proved the contact."""
    field = "email" if "@" in contact else "phone"
    return Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED, **{field: contact}).first()


@dataclass(frozen=True, slots=True)
class Registrant:
    """What is known of a signed-in person before they register; blank for unknown. `held` is the place they have."""

    name: str
    organization: str
    contact: str
    held: Registration | None


def registrant_of(person: User, event: Event) -> Registrant:
    """One's own name, first organization and proved contact, and the place that contact holds."""
    contact, first = proved_contact(person), memberships_of(person).first()
    return Registrant(
        name=person.display_name,
        organization=first.organization.display_name[:_LONGEST_ORGANIZATION] if first else "",
        contact=contact,
        held=live_registration(event, contact) if contact else None,
    )
