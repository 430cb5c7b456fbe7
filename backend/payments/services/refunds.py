"""Money going back: reserved in the transaction of its cause, sent by a job, taken up as the gateway has it."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.payments import gateways, selectors, wake
from backend.payments.enums import ENDED_REFUNDS, OrderState, RefundCause, RefundState
from backend.payments.errors import GatewayAway, GatewayRefused, NothingToRefund
from backend.payments.events import RefundByHandDue, RefundDone, RefundFailed
from backend.payments.gateways.base import Gateway, Returned
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import closing
from backend.payments.taxes import tax_back

log = structlog.get_logger(__name__)

_FIRST_WAIT = timedelta(seconds=2)
_MOST_DOUBLINGS = 8
_ASK_AGAIN = timedelta(minutes=5)
_MOST = 100


@transaction.atomic
def return_late(*, order_id: UUID, now: datetime) -> Refund | None:
    """Who sold it cannot deliver any more: what is left goes back, and the order says that it came late. Once is enough."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state != OrderState.SUCCEEDED:
        return None
    row = refund_rest(actor=SYSTEM, order_id=order_id, cause=RefundCause.LATE, now=now)
    if row is not None:
        order.state = OrderState.LATE
        order.save(update_fields=["state", "updated_at"])
    return row


@transaction.atomic
def refund_rest(*, actor: Actor, order_id: UUID, cause: RefundCause, now: datetime, reason: str = "") -> Refund | None:
    """Give back all that is left; None where nothing is, for it came never or is on its way back already."""
    paid = selectors.paid_checkouts(Order.objects.select_for_update().get(pk=order_id)).first()
    if paid is None or paid.left_minor == 0:
        return None
    return give_back(actor=actor, checkout=paid, amount_minor=None, cause=cause, reason=reason, now=now)


@transaction.atomic
def refund(
    *,
    actor: Actor,
    order_id: UUID,
    amount_minor: int | None,
    cause: RefundCause,
    cause_key: str,
    now: datetime,
    reason: str = "",
) -> Refund:
    """Give back part of what was paid, or all that is left (None). The same cause key gives back once.

    Raises NothingToRefund.
    """
    checkout = selectors.paid_checkouts(Order.objects.select_for_update().get(pk=order_id)).first()
    if checkout is None:
        raise NothingToRefund
    return give_back(
        actor=actor,
        checkout=checkout,
        amount_minor=amount_minor,
        cause=cause,
        cause_key=cause_key,
        reason=reason,
        now=now,
    )


def give_back(
    *,
    actor: Actor,
    checkout: Checkout,
    amount_minor: int | None,
    cause: RefundCause,
    now: datetime,
    cause_key: str = "",
    reason: str = "",
) -> Refund:
    """Reserve money of one session to go back, in the caller's transaction. Raises NothingToRefund."""
    key = cause_key or cause.value
    held = Checkout.objects.select_for_update().get(pk=checkout.pk)
    before = Refund.objects.filter(checkout=held, cause_key=key).first()
    if before is not None:
        return before
    amount = held.left_minor if amount_minor is None else amount_minor
    if not 0 < amount <= held.left_minor:
        raise NothingToRefund
    held.returning_minor += amount
    held.save(update_fields=["returning_minor", "updated_at"])
    row = Refund.objects.create(
        checkout=held,
        amount_minor=amount,
        cause=cause,
        cause_key=key,
        reason=reason,
        requested_by=actor if isinstance(actor, User) and is_person(actor) else None,
    )
    audit.record(actor, "payment.refund_requested", row, organizations=[held.order.payee_id], cause=cause.value)
    if cause != RefundCause.DUPLICATE:
        closing.close_asked(held, row, now=now)
    if held.is_transfer:
        outbox.publish(RefundByHandDue(order_id=held.order_id, refund_id=row.pk))
    else:
        transaction.on_commit(wake.refunds, robust=True)
    return row


def send_due(*, now: datetime) -> int:
    """Ask the gateway for what is to go back, and after what is on its way; returns how many were taken up."""
    taken = 0
    for pk in list(selectors.due_refunds(now).values_list("pk", flat=True)[:_MOST]):
        taken += _send(gateways.current(), pk, now=now)
    return taken


def _send(gateway: Gateway, refund_id: UUID, *, now: datetime) -> bool:
    row = Refund.objects.select_related("checkout").get(pk=refund_id)
    try:
        if row.state == RefundState.SENT:
            found = gateway.refund_of(row.provider_id)
        else:
            found = gateway.refund(key=_key_of(row), payment_id=row.checkout.payment_id, amount_minor=row.amount_minor)
    except GatewayAway as error:
        _put_back(row, str(error), now)
        return False
    except GatewayRefused as error:
        take_up(row.pk, None, reason=error.code, now=now)
        return True
    take_up(row.pk, found, now=now)
    return True


def _key_of(row: Refund) -> str:
    return f"refund-{row.pk}" if row.attempt == 1 else f"refund-{row.pk}-{row.attempt}"


def _put_back(row: Refund, reason: str, now: datetime) -> None:
    row.tries += 1
    row.retry_at = now + _FIRST_WAIT * 2 ** min(row.tries - 1, _MOST_DOUBLINGS)
    row.last_error = reason[:200]
    row.save(update_fields=["tries", "retry_at", "last_error", "updated_at"])


@transaction.atomic
def take_up(refund_id: UUID, found: Returned | None, *, reason: str = "", now: datetime) -> None:
    """A refund as the gateway has it now; None: it refused. Safe to run twice."""
    row = Refund.objects.select_related("checkout").get(pk=refund_id)
    order = Order.objects.select_for_update().get(pk=row.checkout.order_id)
    checkout = Checkout.objects.select_for_update().get(pk=row.checkout_id)
    checkout.order = order
    row = Refund.objects.select_for_update().get(pk=refund_id)
    if row.state in ENDED_REFUNDS:
        return
    if found is not None and found.is_pending:
        row.state, row.provider_id, row.retry_at = RefundState.SENT, found.id, now + _ASK_AGAIN
        row.save(update_fields=["state", "provider_id", "retry_at", "updated_at"])
        return
    checkout.returning_minor -= row.amount_minor
    if found is not None and found.is_done:
        return_part(checkout, row)
        row.state, row.provider_id, row.done_at = RefundState.DONE, found.id, now
        audit.record(SYSTEM, "payment.refunded", row, organizations=[order.payee_id])
        outbox.publish(RefundDone(order_id=order.pk, refund_id=row.pk))
    else:
        row.state, row.last_error = RefundState.FAILED, (reason or "refused")[:200]
        log.error("refund_failed", refund=str(row.pk), reason=reason)
        audit.record(SYSTEM, "payment.refund_failed", row, organizations=[order.payee_id])
        outbox.publish(RefundFailed(order_id=order.pk, refund_id=row.pk))
    checkout.save(update_fields=["returning_minor", "returned_minor", "updated_at"])
    row.save(update_fields=["state", "provider_id", "done_at", "last_error", "tax_minor", "updated_at"])
    tell_order(order)


def return_part(checkout: Checkout, row: Refund) -> None:
    """The money of a refund is back, and the tax in it; the caller saves both rows."""
    kept = checkout.paid_minor - checkout.returned_minor
    row.tax_minor = tax_back(kept, row.amount_minor, checkout.order.tax_bp)
    checkout.returned_minor += row.amount_minor


def tell_order(order: Order) -> None:
    """What is left of the money of an order, in its state; a double payment that went back is not part of it."""
    first = selectors.paid_checkouts(order).first()
    if first is None or not first.returned_minor:
        return
    order.state = OrderState.REFUNDED if first.returned_minor == first.paid_minor else OrderState.PARTIALLY_REFUNDED
    order.save(update_fields=["state", "updated_at"])
