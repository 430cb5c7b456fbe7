"""What happened to events and to the people who registered."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("roadshows.event_changed")
@dataclass(frozen=True, slots=True)
class EventChanged(DomainEvent):
    """Anything about an event changed: words, time, place, state, agenda."""

    event_id: UUID


@event("roadshows.event_submitted")
@dataclass(frozen=True, slots=True)
class EventSubmitted(DomainEvent):
    """A draft was handed in; `edition` is the one that waits for reviewers."""

    event_id: UUID
    edition: int


@event("roadshows.event_cancelled")
@dataclass(frozen=True, slots=True)
class EventCancelled(DomainEvent):
    """A published event will not take place; everybody who registered is told."""

    event_id: UUID


@event("roadshows.registration_confirmed")
@dataclass(frozen=True, slots=True)
class RegistrationConfirmed(DomainEvent):
    """Somebody holds a seat, or asked for their ticket again: its link goes to their contact."""

    registration_id: UUID


@event("roadshows.cancellation_due")
@dataclass(frozen=True, slots=True)
class CancellationDue(DomainEvent):
    """One holder of a ticket is to learn that the event was called off."""

    registration_id: UUID
