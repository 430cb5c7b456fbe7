"""Who belongs where, and who is asked to."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.accounts.permissions import is_operator, is_system
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.organizations.enums import InvitationState, MemberRole, OrganizationKind
from backend.organizations.models import Invitation, Membership, Organization, OwnershipTransfer
from backend.organizations.permissions import administered_by, roles_held_by
from backend.organizations.selectors.organizations import verified_at


def roles_of(viewer: Viewer) -> dict[UUID, MemberRole]:
    """Organization id → the viewer's role there."""
    return roles_held_by(viewer)


def administrators_of(organization_id: UUID) -> QuerySet[User]:
    """Owner and admins, for telling them something. For the system alone."""
    roles = (MemberRole.OWNER, MemberRole.ADMIN)
    return User.objects.filter(memberships__organization=organization_id, memberships__role__in=roles)


def workers_of(organization_id: UUID) -> QuerySet[User]:
    """Everybody who acts for the organization, readers left out. For the system alone."""
    roles = (MemberRole.OWNER, MemberRole.ADMIN, MemberRole.MEMBER)
    return User.objects.filter(memberships__organization=organization_id, memberships__role__in=roles)


def verified_investors_among(people: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of the people who act for a verified investment firm; for each the same as `verified_firms_of`."""
    rows = Membership.objects.filter(person__in=people).exclude(role=MemberRole.READER)
    firms = Organization.objects.filter(verified_at(now), kind=OrganizationKind.INVESTMENT_FIRM)
    return set(rows.filter(organization__in=firms.values("pk")).values_list("person_id", flat=True))


def visible_members(viewer: Viewer) -> QuerySet[Membership]:
    """Colleagues: the members of the viewer's own organizations; operators see all."""
    rows = Membership.objects.select_related("person", "organization").order_by("id")
    if is_system(viewer) or is_operator(viewer):
        return rows
    return rows.filter(organization__in=list(roles_held_by(viewer)))


def visible_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Invitations of the organizations the viewer administers, newest first."""
    rows = Invitation.objects.filter(organization__in=administered_by(viewer))
    return rows.select_related("invited_by").order_by("-id")


def invitation_by_secret(secret: str, now: datetime) -> Invitation | None:
    """The open, unexpired invitation behind a link. Wrong, used, revoked and expired links look alike."""
    return (
        Invitation.objects.filter(digest=digest_of(secret), state=InvitationState.OPEN, expires_at__gt=now)
        .select_related("organization", "invited_by")
        .first()
    )


def open_transfer(viewer: Viewer, organization: Organization) -> OwnershipTransfer | None:
    """The pending offer of ownership, shown to the two people it concerns."""
    transfer = (
        OwnershipTransfer.objects.filter(organization=organization, state=InvitationState.OPEN)
        .select_related("from_person", "to_person")
        .first()
    )
    concerned = transfer is not None and viewer.pk in {transfer.from_person_id, transfer.to_person_id}
    return transfer if concerned else None
