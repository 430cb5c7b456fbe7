"""What happened to events and to the people who registered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("roadshows.event_changed")
@dataclass(frozen=True, slots=True)
class EventChanged(DomainEvent):
    """Anything about an event changed: words, time, place, state, agenda."""

    event_id: UUID


@event("roadshows.event_narrowed")
@dataclass(frozen=True, slots=True)
class EventNarrowed(DomainEvent):
    """Fewer people may see it than before."""

    event_id: UUID


@event("roadshows.event_submitted")
@dataclass(frozen=True, slots=True)
class EventSubmitted(DomainEvent):
    """A draft was handed in; `edition` is the one that waits for reviewers."""

    event_id: UUID
    edition: int


@event("roadshows.event_decided")
@dataclass(frozen=True, slots=True)
class EventDecided(DomainEvent):
    """A reviewer published it, or sent it back with a reason."""

    event_id: UUID
    edition: int
    approved: bool


@event("roadshows.event_ended")
@dataclass(frozen=True, slots=True)
class EventEnded(DomainEvent):
    """Its evening is over, by its host's hand or by the clock."""

    event_id: UUID


@event("roadshows.event_moved")
@dataclass(frozen=True, slots=True)
class EventMoved(DomainEvent):
    """Time or place of a published event changed; everybody who registered is told."""

    event_id: UUID
    edition: int
    by: UUID | None


@event("roadshows.event_cancelled")
@dataclass(frozen=True, slots=True)
class EventCancelled(DomainEvent):
    """A published event will not take place; everybody who registered is told."""

    event_id: UUID
    by: UUID | None = None


@event("roadshows.slot_asked")
@dataclass(frozen=True, slots=True)
class SlotAsked(DomainEvent):
    """A company is asked to pitch, or asked anew because its line changed."""

    slot_id: UUID
    edition: int
    by: UUID | None


@event("roadshows.slot_answered")
@dataclass(frozen=True, slots=True)
class SlotAnswered(DomainEvent):
    """A company said yes or no, for the first time or otherwise than before."""

    slot_id: UUID
    accepts: bool
    at: datetime
    by: UUID | None


@event("roadshows.agenda_released")
@dataclass(frozen=True, slots=True)
class AgendaReleased(DomainEvent):
    """Another version of a run of show went out; whoever registered is told what is new to them."""

    event_id: UUID
    number: int


@event("roadshows.agenda_news_due")
@dataclass(frozen=True, slots=True)
class AgendaNewsDue(DomainEvent):
    """One holder of a ticket is to learn of version `number`, or of a later one."""

    registration_id: UUID
    number: int


@event("roadshows.decks_asked")
@dataclass(frozen=True, slots=True)
class DecksAsked(DomainEvent):
    """Companies are to bring their final decks, or by another time than was said."""

    event_id: UUID
    by: UUID | None


@event("roadshows.deck_delivered")
@dataclass(frozen=True, slots=True)
class DeckDelivered(DomainEvent):
    """A company brought its deck, or another one; its host is told."""

    slot_id: UUID
    at: datetime
    by: UUID | None


@event("roadshows.deck_reopened")
@dataclass(frozen=True, slots=True)
class DeckReopened(DomainEvent):
    """A host lets a company bring another deck though it was due."""

    slot_id: UUID
    at: datetime
    by: UUID | None


@event("roadshows.registration_confirmed")
@dataclass(frozen=True, slots=True)
class RegistrationConfirmed(DomainEvent):
    """Somebody holds a seat, or asked for their ticket again: its link goes to their contact."""

    registration_id: UUID


@event("roadshows.registration_cancelled")
@dataclass(frozen=True, slots=True)
class RegistrationCancelled(DomainEvent):
    """A place was given back by its holder."""

    registration_id: UUID


@event("roadshows.checked_in")
@dataclass(frozen=True, slots=True)
class CheckedIn(DomainEvent):
    """Tickets were let in or out at a door; said only where somebody listens."""

    event_id: UUID
    check_in_ids: tuple[UUID, ...]


@event("roadshows.payment_awaited")
@dataclass(frozen=True, slots=True)
class PaymentAwaited(DomainEvent):
    """Somebody holds a place that is to be paid: the link where it can be goes to their contact."""

    registration_id: UUID


@event("roadshows.registration_expired")
@dataclass(frozen=True, slots=True)
class RegistrationExpired(DomainEvent):
    """A place was not paid in time, and is free again."""

    registration_id: UUID


@event("roadshows.guest_registered")
@dataclass(frozen=True, slots=True)
class GuestRegistered(DomainEvent):
    """A registration was written that is no account's; there may be one that has proved its contact."""

    registration_id: UUID


@event("roadshows.guest_imported")
@dataclass(frozen=True, slots=True)
class GuestImported(DomainEvent):
    """A host gave somebody a place by a table of theirs."""

    registration_id: UUID


@event("roadshows.move_due")
@dataclass(frozen=True, slots=True)
class MoveDue(DomainEvent):
    """One holder of a ticket is to learn of the new time or place; `edition` is the one that moved the event."""

    registration_id: UUID
    edition: int


@event("roadshows.money_due_back")
@dataclass(frozen=True, slots=True)
class MoneyDueBack(DomainEvent):
    """An event was called off for which somebody paid, or was about to."""

    registration_id: UUID


@event("roadshows.check_ins_conflicted")
@dataclass(frozen=True, slots=True)
class CheckInsConflicted(DomainEvent):
    """A door that could not ask has let somebody in who should have stayed outside."""

    event_id: UUID


@event("roadshows.cancellation_due")
@dataclass(frozen=True, slots=True)
class CancellationDue(DomainEvent):
    """One holder of a ticket is to learn that the event was called off."""

    registration_id: UUID


@event("roadshows.place_freed")
@dataclass(frozen=True, slots=True)
class PlaceFreed(DomainEvent):
    """A place of an event may be free: whoever waits is asked first."""

    event_id: UUID


@event("roadshows.waiting_joined")
@dataclass(frozen=True, slots=True)
class WaitingJoined(DomainEvent):
    """Somebody waits, or asked for their link `again`: it goes to their contact."""

    entry_id: UUID
    again: bool = False


@event("roadshows.offer_made")
@dataclass(frozen=True, slots=True)
class OfferMade(DomainEvent):
    """A place is held for somebody who waited; `at` tells this offer from a later one."""

    entry_id: UUID
    at: datetime


@event("roadshows.offer_expired")
@dataclass(frozen=True, slots=True)
class OfferExpired(DomainEvent):
    """Nobody answered the offer that was made `offered_at`."""

    entry_id: UUID
    offered_at: datetime


@event("roadshows.waiting_removed")
@dataclass(frozen=True, slots=True)
class WaitingRemoved(DomainEvent):
    """The host took somebody off the list, and said why."""

    entry_id: UUID


@event("roadshows.waiting_due_off")
@dataclass(frozen=True, slots=True)
class WaitingDueOff(DomainEvent):
    """One who waits is to learn that the event was called off, and holds no place any more."""

    entry_id: UUID


@event("roadshows.approval_asked")
@dataclass(frozen=True, slots=True)
class ApprovalAsked(DomainEvent):
    """Somebody asks for a place of which its host decides, or changed an answer that was approved."""

    registration_id: UUID


@event("roadshows.registration_refused")
@dataclass(frozen=True, slots=True)
class RegistrationRefused(DomainEvent):
    """The host said no, and why."""

    registration_id: UUID


@event("roadshows.follow_up_due")
@dataclass(frozen=True, slots=True)
class FollowUpDue(DomainEvent):
    """Somebody is confirmed, and may be asked more."""

    registration_id: UUID


@event("roadshows.transfer_offered")
@dataclass(frozen=True, slots=True)
class TransferOffered(DomainEvent):
    """Somebody is asked to take a ticket over: a link goes to their contact."""

    offer_id: UUID


@event("roadshows.transfer_done")
@dataclass(frozen=True, slots=True)
class TransferDone(DomainEvent):
    """A ticket has another holder; the one before is told."""

    offer_id: UUID


@event("roadshows.helper_invited")
@dataclass(frozen=True, slots=True)
class HelperInvited(DomainEvent):
    """An organization or a person is asked to help the host of an event."""

    helper_id: UUID


@event("roadshows.helper_answered")
@dataclass(frozen=True, slots=True)
class HelperAnswered(DomainEvent):
    """They said yes or no."""

    helper_id: UUID


@event("roadshows.helper_ended")
@dataclass(frozen=True, slots=True)
class HelperEnded(DomainEvent):
    """Somebody helps no more: the host has ended it, or they did."""

    helper_id: UUID
    by_host: bool


@event("roadshows.invitation_sent")
@dataclass(frozen=True, slots=True)
class InvitationSent(DomainEvent):
    """Somebody is invited to an event, or is sent their link again: it goes to their contact."""

    invitation_id: UUID


@event("roadshows.invitation_ended")
@dataclass(frozen=True, slots=True)
class InvitationEnded(DomainEvent):
    """Somebody is not invited any more, or will not come."""

    invitation_id: UUID


@event("roadshows.minutes_shared")
@dataclass(frozen=True, slots=True)
class MinutesShared(DomainEvent):
    """The guests of an event may read what it came to."""

    event_id: UUID


@event("roadshows.minutes_due")
@dataclass(frozen=True, slots=True)
class MinutesDue(DomainEvent):
    """One guest is to learn that there are minutes."""

    registration_id: UUID
