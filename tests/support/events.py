"""Domain events that exist for the tests of the outbox alone."""

from dataclasses import dataclass

from backend.core.events import DomainEvent, event


@event("tests.thing_happened")
@dataclass(frozen=True, slots=True)
class ThingHappened(DomainEvent):
    thing: str
    number: int


@event("tests.thing_marked")
@dataclass(frozen=True, slots=True)
class ThingMarked(DomainEvent):
    thing: str
