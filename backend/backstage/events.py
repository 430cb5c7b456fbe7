"""What happened behind a stage that others build on."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("backstage.link_ended")
@dataclass(frozen=True, slots=True)
class SpeakerLinkEnded(DomainEvent):
    """A speaker's link opens nothing any more: it was revoked, or another one stands in its place."""

    link_id: UUID
