"""Funds and the standing without which nobody sees them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from backend.accounts.permissions import is_operator, is_person, is_system
from backend.core import clock
from backend.core.actors import Viewer
from backend.organizations.enums import OrganizationKind, ReviewState, StandingKind
from backend.organizations.models import Fund, InvestorStanding, Organization
from backend.organizations.permissions import is_reader, roles_held_by
from backend.organizations.selectors.organizations import visible_organizations


def holds_standing(viewer: Viewer, kind: StandingKind, now: datetime) -> bool:
    """An approved, unrevoked determination of this kind that is in force at `now`."""
    return is_person(viewer) and standings_in_force(viewer, kind, now).exists()


def standings_in_force(viewer: Viewer, kind: StandingKind, now: datetime | None = None) -> QuerySet[InvestorStanding]:
    """A person's, at the given time or by the database's own clock."""
    moment = clock.sql_now() if now is None else now
    return InvestorStanding.objects.filter(
        person_id=viewer.pk,
        kind=kind,
        state=ReviewState.APPROVED,
        revoked_at=None,
        valid_from__lte=moment,
        valid_until__gt=moment,
    )


def visible_funds(viewer: Viewer, now: datetime) -> QuerySet[Fund]:
    """Funds of the viewer's own firms; all funds of visible firms only under a specific-person determination."""
    rows = Fund.objects.select_related("firm").order_by("-id")
    if is_system(viewer) or is_operator(viewer):
        return rows
    if not is_person(viewer):
        return rows.none()
    own = Q(firm__in=list(roles_held_by(viewer)))
    if not holds_standing(viewer, StandingKind.SPECIFIC_PERSON, now):
        return rows.filter(own)
    return rows.filter(own | Q(firm__in=visible_organizations(viewer).order_by().values("pk")))


def may_see_funds_of(viewer: Viewer, organization: Organization, now: datetime) -> bool:
    """May the viewer know which funds this firm has, even that it has none? Only of a firm, and only with standing."""
    if organization.kind != OrganizationKind.INVESTMENT_FIRM:
        return False
    insider = is_system(viewer) or is_operator(viewer) or is_reader(viewer, organization)
    return insider or holds_standing(viewer, StandingKind.SPECIFIC_PERSON, now)


def visible_standings(viewer: Viewer) -> QuerySet[InvestorStanding]:
    """A person's own determinations; all of them for operators."""
    rows = InvestorStanding.objects.select_related("person", "organization", "reviewer").order_by("-id")
    if is_system(viewer) or is_operator(viewer):
        return rows
    return rows.filter(person_id=viewer.pk) if is_person(viewer) else rows.none()
