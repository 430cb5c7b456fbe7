"""Joining, leaving, roles, and handing over ownership."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.digests import digest_of
from backend.core.permissions import may, require
from backend.core.ratelimit import Limit, consume
from backend.organizations.enums import InvitationState, MemberRole
from backend.organizations.errors import (
    AlreadyMember,
    InvitationGone,
    OwnerCannotLeave,
    RoleNotGrantable,
    TransferGone,
    TransferPending,
)
from backend.organizations.events import InvitationAccepted, MembersChanged, OwnershipOffered
from backend.organizations.models import Invitation, Membership, Organization, OwnershipTransfer
from backend.organizations.permissions import forget_roles

INVITATIONS = Limit("organizations.invite", 50, 24 * 3600)
ACCEPTANCES = Limit("organizations.accept", 30, 3600)
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation with the secret of its link, which exists only in this answer."""

    invitation: Invitation
    secret: str


def hold_role(actor: User, organization: Organization) -> None:
    """Keep the actor's role as it is until the transaction ends, and read it anew: a role taken away meanwhile either
    ends what the actor is about to make or refuses it.
    """
    Membership.objects.select_for_update().filter(organization=organization, person=actor).first()
    forget_roles(actor)


@transaction.atomic
def invite(
    *,
    actor: User,
    organization: Organization,
    role: MemberRole,
    now: datetime,
    note: str = "",
    email: str = "",
) -> NewInvitation:
    """Make a link that lets one person join within 7 days. Raises RoleNotGrantable, NotPermitted, TooManyRequests."""
    hold_role(actor, organization)
    require(actor, "organizations.invite", organization)
    consume(INVITATIONS, str(actor.pk))
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        organization=organization,
        role=role,
        note=note,
        email=email.lower(),
        digest=digest_of(secret),
        expires_at=now + INVITATION_LASTS,
        invited_by=actor,
    )
    if not may(actor, "organizations.send_invitation", invitation):
        raise RoleNotGrantable(fields={"role": [RoleNotGrantable.message]})
    invitation.save()
    audit.record(actor, "invitation.created", invitation, organizations=[organization.pk], role=role)
    return NewInvitation(invitation, secret)


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> None:
    """Make a link worthless. Raises InvitationGone when it was used or ended meanwhile, NotPermitted."""
    require(actor, "organizations.revoke_invitation", invitation)
    rows = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN)
    if not rows.update(state=InvitationState.REVOKED):
        raise InvitationGone
    audit.record(actor, "invitation.revoked", invitation, organizations=[invitation.organization_id])


@transaction.atomic
def accept_invitation(*, actor: User, invitation: Invitation, now: datetime) -> Membership:
    """Join by a link; of any number of readers one succeeds. Raises InvitationGone, AlreadyMember."""
    consume(ACCEPTANCES, str(actor.pk))
    taken = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN, expires_at__gt=now).update(
        state=InvitationState.ACCEPTED, accepted_by=actor, accepted_at=now
    )
    if not taken:
        raise InvitationGone
    organization_id = invitation.organization_id
    membership = _join(organization_id=organization_id, person=actor, role=MemberRole(invitation.role))
    forget_roles(actor)
    audit.record(actor, "member.joined", membership, organizations=[organization_id], role=invitation.role)
    outbox.publish(MembersChanged(organization_id=organization_id))
    outbox.publish(InvitationAccepted(invitation_id=invitation.pk))
    return membership


def _join(*, organization_id: UUID, person: User, role: MemberRole) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(organization_id=organization_id, person=person, role=role)
    except IntegrityError as error:
        raise AlreadyMember from error


def _locked(membership: Membership) -> Membership:
    """The row as it is now; roles change only under this lock."""
    return Membership.objects.select_for_update().select_related("person", "organization").get(pk=membership.pk)


@transaction.atomic
def change_role(*, actor: User, membership: Membership, role: MemberRole) -> Membership:
    """Give a member another role, up to the actor's own. Raises RoleNotGrantable, NotPermitted."""
    row = _locked(membership)
    require(actor, "organizations.change_role", row)
    wanted = Membership(organization=row.organization, person=row.person, role=role)
    if not may(actor, "organizations.change_role", wanted):
        raise RoleNotGrantable(fields={"role": [RoleNotGrantable.message]})
    if row.role != role:
        before, row.role = row.role, role
        row.save(update_fields=["role", "updated_at"])
        _end_links_of(row)
        forget_roles(actor)
        audit.record(actor, "member.role_changed", row, organizations=[row.organization_id], before=before, after=role)
        outbox.publish(MembersChanged(organization_id=row.organization_id, lowered=(row.person_id,)))
    return row


@transaction.atomic
def set_title(*, actor: User, membership: Membership, title: str, now: datetime) -> Membership:
    """A person states and thereby confirms their own title. Raises NotPermitted."""
    row = _locked(membership)
    require(actor, "organizations.confirm_title", row)
    row.title, row.title_confirmed_at = title, now
    row.save(update_fields=["title", "title_confirmed_at", "updated_at"])
    audit.record(actor, "member.title_confirmed", row, organizations=[row.organization_id])
    outbox.publish(MembersChanged(organization_id=row.organization_id))
    return row


@transaction.atomic
def update_member(
    *, actor: User, membership: Membership, now: datetime, role: MemberRole | None = None, title: str | None = None
) -> Membership:
    """Change a role, a title or both, or nothing at all. Raises as `change_role` and `set_title` do."""
    row = membership
    if role is not None:
        row = change_role(actor=actor, membership=row, role=role)
    if title is not None:
        row = set_title(actor=actor, membership=row, title=title, now=now)
    return row


@transaction.atomic
def remove_member(*, actor: User, membership: Membership) -> None:
    """End somebody's membership at once. Raises NotPermitted."""
    row = _locked(membership)
    require(actor, "organizations.remove_member", row)
    _end(row, actor=actor, action="member.removed")


@transaction.atomic
def leave(*, actor: User, organization: Organization) -> None:
    """End one's own membership. Raises OwnerCannotLeave, NotPermitted."""
    row = Membership.objects.select_for_update().filter(organization=organization, person=actor).first()
    if row is not None and row.role == MemberRole.OWNER:
        raise OwnerCannotLeave
    require(actor, "organizations.leave", organization)
    if row is not None:
        _end(row, actor=actor, action="member.left")


def _end_links_of(row: Membership) -> None:
    """Links a person sent give what the person could give then; with the role gone they would be a way back in."""
    Invitation.objects.filter(
        organization_id=row.organization_id, invited_by_id=row.person_id, state=InvitationState.OPEN
    ).update(state=InvitationState.REVOKED)


def _end(row: Membership, *, actor: User, action: str) -> None:
    """Delete the membership, the links that person sent, and every offer of ownership to them."""
    _end_links_of(row)
    OwnershipTransfer.objects.filter(
        organization_id=row.organization_id, to_person_id=row.person_id, state=InvitationState.OPEN
    ).update(state=InvitationState.REVOKED)
    audit.record(actor, action, row, organizations=[row.organization_id], person=str(row.person_id))
    organization_id, person_id = row.organization_id, row.person_id
    row.delete()
    forget_roles(actor)
    outbox.publish(MembersChanged(organization_id=organization_id, lowered=(person_id,)))


@transaction.atomic
def offer_ownership(*, actor: User, organization: Organization, membership: Membership) -> OwnershipTransfer:
    """Ask another member to become owner; nothing changes until they accept. Raises TransferPending, NotPermitted."""
    require(actor, "organizations.offer_ownership", organization)
    if membership.organization_id != organization.pk or membership.person_id == actor.pk:
        raise TransferGone
    try:
        with transaction.atomic():
            transfer = OwnershipTransfer.objects.create(
                organization=organization, from_person=actor, to_person_id=membership.person_id
            )
    except IntegrityError as error:
        raise TransferPending from error
    audit.record(
        actor, "ownership.offered", transfer, organizations=[organization.pk], person=str(membership.person_id)
    )
    outbox.publish(OwnershipOffered(transfer_id=transfer.pk))
    return transfer


@transaction.atomic
def accept_ownership(*, actor: User, transfer: OwnershipTransfer, now: datetime) -> None:
    """Become owner; the former owner becomes admin, in one transaction. Raises TransferGone, NotPermitted."""
    organization_id = transfer.organization_id
    members = {
        row.person_id: row
        for row in Membership.objects.select_for_update()
        .filter(organization_id=organization_id, person_id__in=[transfer.from_person_id, actor.pk])
        .order_by("pk")
    }
    row = OwnershipTransfer.objects.select_for_update().get(pk=transfer.pk)
    giver, taker = members.get(row.from_person_id), members.get(actor.pk)
    if row.state != InvitationState.OPEN or giver is None or giver.role != MemberRole.OWNER or taker is None:
        raise TransferGone
    require(actor, "organizations.accept_ownership", row)
    giver.role = MemberRole.ADMIN
    giver.save(update_fields=["role", "updated_at"])
    taker.role = MemberRole.OWNER
    taker.save(update_fields=["role", "updated_at"])
    _settle(row, state=InvitationState.ACCEPTED, actor=actor, action="ownership.accepted", now=now)
    forget_roles(actor)
    outbox.publish(MembersChanged(organization_id=organization_id, lowered=(giver.person_id,)))


@transaction.atomic
def decline_ownership(*, actor: User, transfer: OwnershipTransfer, now: datetime) -> None:
    """The asked person says no. Raises TransferGone, NotPermitted."""
    require(actor, "organizations.decline_ownership", transfer)
    _settle(transfer, state=InvitationState.REVOKED, actor=actor, action="ownership.declined", now=now)


@transaction.atomic
def cancel_ownership(*, actor: User, transfer: OwnershipTransfer, now: datetime) -> None:
    """The owner takes the offer back. Raises TransferGone, NotPermitted."""
    require(actor, "organizations.cancel_ownership", transfer)
    _settle(transfer, state=InvitationState.REVOKED, actor=actor, action="ownership.cancelled", now=now)


def _settle(row: OwnershipTransfer, *, state: InvitationState, actor: User, action: str, now: datetime) -> None:
    open_one = OwnershipTransfer.objects.filter(pk=row.pk, state=InvitationState.OPEN)
    if not open_one.update(state=state, decided_at=now):
        raise TransferGone
    audit.record(actor, action, row, organizations=[row.organization_id])
