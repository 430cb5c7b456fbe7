"""What became of money. Who sold something listens; what was sold is not known here."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("payments.payment_succeeded")
@dataclass(frozen=True, slots=True)
class PaymentSucceeded(DomainEvent):
    """All of an order was paid. Whoever cannot deliver any more gives it back (`services.refunds.return_late`)."""

    order_id: UUID


@event("payments.payment_ended")
@dataclass(frozen=True, slots=True)
class PaymentEnded(DomainEvent):
    """No money will come for an order: its time is over, or it was withdrawn, and no session of it is open."""

    order_id: UUID


@event("payments.refund_done")
@dataclass(frozen=True, slots=True)
class RefundDone(DomainEvent):
    """Money went back."""

    order_id: UUID
    refund_id: UUID


@event("payments.refund_failed")
@dataclass(frozen=True, slots=True)
class RefundFailed(DomainEvent):
    """The gateway will not give it back: a person has to."""

    order_id: UUID
    refund_id: UUID


@event("payments.notice_out_of_time")
@dataclass(frozen=True, slots=True)
class NoticeOutOfTime(DomainEvent):
    """A notice with the right signature was refused, for its time is not ours: one of the two clocks is wrong."""

    ahead_seconds: int


@event("payments.refund_by_hand_due")
@dataclass(frozen=True, slots=True)
class RefundByHandDue(DomainEvent):
    """Money that came by transfer is to go back: no gateway does it, the payee has to."""

    order_id: UUID
    refund_id: UUID


@event("payments.transfer_chosen")
@dataclass(frozen=True, slots=True)
class TransferChosen(DomainEvent):
    """An order is to be paid from a bank: its payer is told where to."""

    order_id: UUID


@event("payments.transfer_submitted")
@dataclass(frozen=True, slots=True)
class TransferSubmitted(DomainEvent):
    """A payer sent a proof of their transfer: the payee is to look at it."""

    order_id: UUID
    transfer_id: UUID


@event("payments.transfer_refused")
@dataclass(frozen=True, slots=True)
class TransferRefused(DomainEvent):
    """The payee did not take a proof, and said why; another may be sent."""

    order_id: UUID
    transfer_id: UUID


@event("payments.refund_asked")
@dataclass(frozen=True, slots=True)
class RefundAsked(DomainEvent):
    """A payer asked for money back."""

    order_id: UUID
    request_id: UUID


@event("payments.refund_answered")
@dataclass(frozen=True, slots=True)
class RefundAnswered(DomainEvent):
    """The payee said yes or no to a request. After a yes what was bought is to be given back."""

    order_id: UUID
    request_id: UUID


@event("payments.fapiao_requested")
@dataclass(frozen=True, slots=True)
class FapiaoRequested(DomainEvent):
    """Who paid an order asked for its fapiao, or changed what is to stand on it."""

    order_id: UUID
    fapiao_id: UUID


@event("payments.fapiao_issued")
@dataclass(frozen=True, slots=True)
class FapiaoIssued(DomainEvent):
    """A fapiao is there, and goes to the address it was asked for with."""

    order_id: UUID
    fapiao_id: UUID


@event("payments.red_letter_issued")
@dataclass(frozen=True, slots=True)
class RedLetterIssued(DomainEvent):
    """A red letter is there, and goes to the address of its fapiao."""

    order_id: UUID
    red_letter_id: UUID
