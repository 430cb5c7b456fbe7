"""What money of one ticket there is beside its price: a transfer, a request for money back, a fapiao."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.payments import selectors as payments
from backend.payments.enums import UNPAID, FapiaoState, RequestState
from backend.payments.models import Fapiao, Order, RefundRequest, Transfer
from backend.roadshows.enums import SOLD_AS, EventState, RegistrationState
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.registrations import places_beside

# A bank needs a day, and the host some time to see what came.
LEAST_FOR_TRANSFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TicketMoney:
    """As its holder reads it. `transfer_until`: until when the place would be held for a transfer, where one is taken."""

    order: Order
    event: Event
    transfer: Transfer | None
    transfer_until: datetime | None
    refund_request: RefundRequest | None
    may_ask_refund: bool
    fapiao: Fapiao | None
    may_ask_fapiao: bool


def money_of(ticket: Registration, now: datetime) -> TicketMoney | None:
    """None for a ticket that cost nothing, or that somebody else pays for along with their own."""
    order = payments.order_for(SOLD_AS, ticket.pk)
    if order is None:
        return None
    transfer, fapiao = payments.transfer_of(order), payments.fapiao_of(order.pk)
    asked = RefundRequest.objects.select_related("refund__checkout__order", "order").filter(order=order)
    request = asked.order_by("-id").first()
    is_owed = ticket.state == RegistrationState.AWAITING_PAYMENT and order.state in UNPAID and order.closes_at > now
    return TicketMoney(
        order=order,
        event=ticket.event,
        transfer=transfer,
        transfer_until=transfer_until(ticket.event, now) if is_owed and transfer is None else None,
        refund_request=request,
        may_ask_refund=may_ask_refund(ticket, order, now) and not _waits(request),
        fapiao=fapiao,
        may_ask_fapiao=order.is_paid and (fapiao is None or fapiao.state == FapiaoState.REQUESTED),
    )


def transfer_until(event: Event, now: datetime) -> datetime | None:
    """Until when a place that is taken now would be held for a transfer; None where there is no time for one."""
    if not event.takes_transfers:
        return None
    until = min(now + timedelta(days=event.transfer_days), event.starts_at)
    return until if until - now >= LEAST_FOR_TRANSFER else None


def may_ask_refund(ticket: Registration, order: Order, now: datetime) -> bool:
    """For a paid place that cannot simply be given back any more, until the day its host named; for all of one order that
    are left, where there are several.
    """
    event = ticket.event
    if event.state == EventState.CANCELLED or not order.is_paid:
        return False
    if not places_beside(ticket.pk).filter(state=RegistrationState.CONFIRMED).exists():
        return False
    is_free_to_return = event.refunds_until is not None and now < event.refunds_until
    return not is_free_to_return and now < (event.requests_until or event.ends_at)


def _waits(request: RefundRequest | None) -> bool:
    return request is not None and request.state == RequestState.REQUESTED
