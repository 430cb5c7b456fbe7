"""Reading people: who a viewer is, and what is their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from backend.accounts.models import ApiToken, User
from backend.accounts.trails import trail_of_person
from backend.core.actors import Viewer
from backend.core.models import AuditEntry


def as_person(viewer: Viewer) -> User | None:
    """The account behind a viewer; None for visitors, the system and closed accounts."""
    return viewer if isinstance(viewer, User) and viewer.is_active else None


def operators() -> QuerySet[User]:
    """Everybody who runs the street now, to be told of what concerns its running."""
    return User.objects.filter(is_operator=True, is_active=True)


def person_by_id(pk: UUID | None) -> User | None:
    """Whose act it was, by what an event remembers of it. For the system alone."""
    return User.objects.filter(pk=pk).first() if pk else None


def person_known_as(email_or_phone: str) -> User | None:
    """By a proved address or number, in lower case or E.164. For the system alone: it tells who has an account."""
    by_address = Q(emailaddress__email=email_or_phone, emailaddress__verified=True)
    by_number = Q(phone=email_or_phone, phone_verified=True)
    return User.objects.filter(by_address | by_number).first()


def proved_contact(person: User) -> str:
    """Where the person is surely reached: the confirmed primary address, else the proved number, else blank."""
    return proved_by([person])[person.pk].contact


def proved_contacts(person: User) -> list[str]:
    """Every address the person has confirmed, in lower case, and the number they proved, in E.164."""
    return proved_by([person])[person.pk].contacts


@dataclass(frozen=True, slots=True)
class Proved:
    """What one of several people has proved: `contact` as `proved_contact` says, `contacts` as `proved_contacts`."""

    contact: str
    contacts: list[str]


def proved_by(people: Iterable[User]) -> dict[UUID, Proved]:
    """What each of these people has proved. One query, or none."""
    asked = {person.pk: person for person in people}
    addresses: dict[UUID, list[str]] = {pk: [] for pk in asked}
    rows = EmailAddress.objects.filter(user__in=asked, verified=True).order_by("id") if asked else ()
    for row in rows:
        addresses[row.user_id].append(row.email)
    return {pk: _proved(person, addresses[pk]) for pk, person in asked.items()}


def _proved(person: User, addresses: list[str]) -> Proved:
    number = person.phone if person.phone and person.phone_verified else ""
    primary = person.email if person.email in addresses else ""
    return Proved(primary or number, [*(one.lower() for one in addresses), *([number] if number else [])])


def is_own_address(person: User, *, email: str | None, phone: str | None) -> bool:
    """Does the person still have the address, proved or not, or the number they proved? One of the two is given."""
    if email:
        is_listed: bool = EmailAddress.objects.filter(user=person, email__iexact=email).exists()
        return is_listed or person.email == email.lower()
    return person.phone_verified and person.phone == phone


def visible_tokens(viewer: Viewer) -> QuerySet[ApiToken]:
    """A person's own unrevoked tokens, newest first."""
    person = as_person(viewer)
    return ApiToken.objects.filter(owner=person, revoked_at=None).order_by("-id") if person else ApiToken.objects.none()


def holds_token(person: User, token_id: UUID, *, now: datetime) -> bool:
    """Is the token the person's, and neither revoked nor expired?"""
    unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
    return visible_tokens(person).filter(unexpired, pk=token_id).exists()


def visible_own_trail(viewer: Viewer) -> QuerySet[AuditEntry]:
    """What was done by the person or to their account, newest first."""
    person = as_person(viewer)
    return trail_of_person(person) if person else AuditEntry.objects.none()
