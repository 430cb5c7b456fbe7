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
    """Somebody joined, left, or changed role."""

    organization_id: UUID


@event("organizations.standing_changed")
@dataclass(frozen=True, slots=True)
class StandingChanged(DomainEvent):
    """A person's determination was granted or revoked."""

    person_id: UUID
