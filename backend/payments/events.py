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
