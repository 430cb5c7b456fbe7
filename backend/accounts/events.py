"""What happened to people that others build on."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("accounts.contact_proved")
@dataclass(frozen=True, slots=True)
class ContactProved(DomainEvent):
    """A person confirmed an address or proved a number. Which one is asked when it is heard: it may be gone by then."""

    person_id: UUID


@event("accounts.access_ended")
@dataclass(frozen=True, slots=True)
class AccessEnded(DomainEvent):
    """A person, or what lets them in, may do less than before: another password, a token taken back, a second factor, an address
    or an appointment gone, an account closed. What is open for them is looked at again.
    """

    person_id: UUID
