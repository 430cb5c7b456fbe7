"""What became of an organization's endpoints."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("webhooks.endpoint_disabled")
@dataclass(frozen=True, slots=True)
class EndpointDisabled(DomainEvent):
    """It failed for days, or said that it is gone: nothing is sent there until somebody turns it on again."""

    endpoint_id: UUID
    at: datetime
