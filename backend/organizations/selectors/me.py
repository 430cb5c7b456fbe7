"""What a person is greeted with: where they belong, which home is theirs, and what they should still do."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from backend.accounts.enums import Home, Need
from backend.accounts.models import User
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Membership

_INVESTORS = {OrganizationKind.INVESTMENT_FIRM, OrganizationKind.LIMITED_PARTNER}


def memberships_of(person: User) -> QuerySet[Membership]:
    """The organizations a person belongs to, oldest membership first."""
    return Membership.objects.filter(person=person).select_related("organization").order_by("id")


def home_of(person: User, memberships: Sequence[Membership]) -> Home:
    """The home page that fits: operators first, then by the first organization that is a startup or an investor."""
    if person.acts_as_operator:
        return Home.OPERATOR
    for row in memberships:
        if row.organization.kind == OrganizationKind.STARTUP:
            return Home.STARTUP
        if row.organization.kind in _INVESTORS:
            return Home.INVESTOR
    return Home.MEMBER


def needs_of(person: User, memberships: Sequence[Membership]) -> list[Need]:
    """Open duties, most urgent first. An operator without a passed second factor is told so here."""
    needs = []
    if person.is_operator and not person.has_second_factor:
        needs.append(Need.SECOND_FACTOR)
    elif person.is_operator and person.second_factor_passed is False:
        needs.append(Need.SECOND_FACTOR_SIGN_IN)
    if person.has_second_factor and not _has_recovery_codes(person):
        needs.append(Need.RECOVERY_CODES)
    if not person.display_name:
        needs.append(Need.DISPLAY_NAME)
    if not memberships and not person.is_operator:
        needs.append(Need.ORGANIZATION)
    return needs


def _has_recovery_codes(person: User) -> bool:
    found: bool = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    return found
