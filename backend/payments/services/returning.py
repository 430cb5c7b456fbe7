"""Refunds as the gateway has them, in our books."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM
from backend.payments import selectors
from backend.payments.enums import ENDED_REFUNDS, OrderState, RefundState
from backend.payments.events import RefundDone, RefundFailed
from backend.payments.gateways.base import Returned
from backend.payments.models import Checkout, Order, Refund
from backend.payments.taxes import tax_back

log = structlog.get_logger(__name__)

_ASK_AGAIN = timedelta(minutes=5)


@transaction.atomic
def take_up(
    refund_id: UUID, found: Returned | None, *, now: datetime, reason: str = "", attempt: int | None = None
) -> None:
    """A refund as the gateway has it now; None: it refused. Safe to run twice.

    What became of an `attempt` that was given up in the meantime is left to whoever finds it at the gateway.
    """
    row = Refund.objects.select_related("checkout").get(pk=refund_id)
    order = Order.objects.select_for_update().get(pk=row.checkout.order_id)
    checkout = Checkout.objects.select_for_update().get(pk=row.checkout_id)
    checkout.order = order
    row = Refund.objects.select_for_update().get(pk=refund_id)
    if row.state == RefundState.DONE and found is not None and not (found.is_done or found.is_pending):
        _came_back(order, checkout, row)
        return
    if row.state in ENDED_REFUNDS or attempt not in (None, row.attempt):
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


def _came_back(order: Order, checkout: Checkout, row: Refund) -> None:
    """A card or an account may be closed: what counted as given back is with the gateway again, and somebody has to know."""
    checkout.returned_minor -= row.amount_minor
    checkout.save(update_fields=["returned_minor", "updated_at"])
    row.state, row.last_error, row.done_at, row.tax_minor = RefundState.FAILED, "came back", None, 0
    row.save(update_fields=["state", "last_error", "done_at", "tax_minor", "updated_at"])
    log.error("refund_came_back", refund=str(row.pk))
    audit.record(SYSTEM, "payment.refund_failed", row, organizations=[order.payee_id])
    outbox.publish(RefundFailed(order_id=order.pk, refund_id=row.pk))
    tell_order(order)


def return_part(checkout: Checkout, row: Refund) -> None:
    """The money of a refund is back, and the tax in it; the caller saves both rows."""
    kept = checkout.paid_minor - checkout.returned_minor
    row.tax_minor = tax_back(kept, row.amount_minor, checkout.order.tax_bp)
    checkout.returned_minor += row.amount_minor


def tell_order(order: Order) -> None:
    """What is left of the money of an order, in its state; a double payment that went back is not part of it."""
    first = selectors.paid_checkouts(order).first()
    if first is None:
        return
    if first.returned_minor:
        is_all = first.returned_minor == first.paid_minor
        order.state = OrderState.REFUNDED if is_all else OrderState.PARTIALLY_REFUNDED
    elif order.state in (OrderState.REFUNDED, OrderState.PARTIALLY_REFUNDED):
        order.state = OrderState.SUCCEEDED
    order.save(update_fields=["state", "updated_at"])
