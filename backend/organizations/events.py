"""What happened to organizations and their people, for the apps above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("organizations.organization_changed")
@dataclass(frozen=True, slots=True)
class OrganizationChanged(DomainEvent):
    """Its public identity, or who may see it, is no longer what it was."""

    organization_id: UUID


@event("organizations.organization_verified")
@dataclass(frozen=True, slots=True)
class OrganizationVerified(DomainEvent):
    organization_id: UUID
    at: datetime


@event("organizations.members_changed")
@dataclass(frozen=True, slots=True)
class MembersChanged(DomainEvent):
    """Somebody joined, left, or changed role. `lowered` are those who may now do less: who left, or has another role."""

    organization_id: UUID
    lowered: tuple[UUID, ...] = ()


@event("organizations.standing_changed")
@dataclass(frozen=True, slots=True)
class StandingChanged(DomainEvent):
    """A person's determination was granted or revoked."""

    person_id: UUID


@event("organizations.review_requested")
@dataclass(frozen=True, slots=True)
class ReviewRequested(DomainEvent):
    """Somebody asked to be verified, or claims a reference organization."""

    review_id: UUID


@event("organizations.review_decided")
@dataclass(frozen=True, slots=True)
class ReviewDecided(DomainEvent):
    """An operator approved or rejected it, or a rival claim was approved."""

    review_id: UUID


@event("organizations.verification_expired")
@dataclass(frozen=True, slots=True)
class VerificationExpired(DomainEvent):
    """Its time was over at `until`; not published where a change of identity ended it."""

    organization_id: UUID
    until: datetime


@event("organizations.standing_requested")
@dataclass(frozen=True, slots=True)
class StandingRequested(DomainEvent):
    standing_id: UUID


@event("organizations.standing_decided")
@dataclass(frozen=True, slots=True)
class StandingDecided(DomainEvent):
    """Granted or refused; revoking it later is `StandingChanged` alone."""

    standing_id: UUID


@event("organizations.invitation_accepted")
@dataclass(frozen=True, slots=True)
class InvitationAccepted(DomainEvent):
    invitation_id: UUID


@event("organizations.ownership_offered")
@dataclass(frozen=True, slots=True)
class OwnershipOffered(DomainEvent):
    transfer_id: UUID
