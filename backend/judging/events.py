"""What happened to judges that others build on."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("judging.link_ended")
@dataclass(frozen=True, slots=True)
class LinkEnded(DomainEvent):
    """A judge's link opens nothing any more; there may be another in its place."""

    judge_id: UUID
