"""What people do about money: a refund of their own, and what becomes of one the gateway refused."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.money import Money
from backend.core.permissions import require
from backend.payments import wake
from backend.payments.enums import RefundCause, RefundState
from backend.payments.errors import KeyNeeded, KeyReused, NothingToRefund, RefundNotFailed, WrongCurrency
from backend.payments.events import RefundDone
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import refunds, returning

MAX_KEY = 64


@transaction.atomic
def refund_order(
    *, actor: Actor, order: Order, amount_minor: int | None, reason: str, key: str, now: datetime
) -> Refund:
    """Give back part of an order or the rest of it (None); who paid is told the reason. What was bought stays theirs.

    The same key gives back once. Raises NotPermitted, KeyNeeded, KeyReused for another sum, NothingToRefund.
    """
    require(actor, "payments.refund_order", order)
    if not 0 < len(key) <= MAX_KEY:
        raise KeyNeeded
    cause_key = f"host:{key}"
    before = Refund.objects.filter(checkout__order=order, cause_key=cause_key).first()
    if before is not None:
        if amount_minor not in (None, before.amount_minor) or before.reason != reason:
            raise KeyReused
        return before
    return refunds.refund(
        actor=actor,
        order_id=order.pk,
        amount_minor=amount_minor,
        cause=RefundCause.HOST,
        cause_key=cause_key,
        reason=reason,
        now=now,
    )


@transaction.atomic
def try_again(*, actor: Actor, refund: Refund) -> Refund:
    """Ask the gateway once more for what it refused. Raises NotPermitted, RefundNotFailed, NothingToRefund."""
    row, checkout = _failed(actor, refund)
    checkout.returning_minor += row.amount_minor
    checkout.save(update_fields=["returning_minor", "updated_at"])
    row.state, row.attempt, row.provider_id = RefundState.REQUESTED, row.attempt + 1, ""
    row.tries, row.retry_at, row.last_error = 0, None, ""
    row.save(update_fields=["state", "attempt", "provider_id", "tries", "retry_at", "last_error", "updated_at"])
    audit.record(actor, "payment.refund_tried_again", row, organizations=[checkout.order.payee_id])
    transaction.on_commit(wake.refunds, robust=True)
    return row


@transaction.atomic
def settle(*, actor: Actor, refund: Refund, note: str, now: datetime) -> Refund:
    """Write down how money went back that no gateway returns: it was refused, or had come by transfer. Who paid is told.

    Raises NotPermitted, RefundNotFailed, NothingToRefund.
    """
    row, checkout = _by_hand(actor, refund) if refund.checkout.is_transfer else _failed(actor, refund)
    returning.return_part(checkout, row)
    checkout.save(update_fields=["returning_minor", "returned_minor", "updated_at"])
    row.state, row.settled_note, row.done_at = RefundState.SETTLED, note, now
    row.save(update_fields=["state", "settled_note", "done_at", "tax_minor", "updated_at"])
    audit.record(actor, "payment.refund_settled", row, organizations=[checkout.order.payee_id])
    outbox.publish(RefundDone(order_id=checkout.order_id, refund_id=row.pk))
    returning.tell_order(checkout.order)
    return row


def minor_of(order: Order, money: Money) -> int:
    """The minor units of a sum in the order's own currency. Raises WrongCurrency."""
    if money.currency != order.money.currency:
        raise WrongCurrency
    return money.minor


def _failed(actor: Actor, refund: Refund) -> tuple[Refund, Checkout]:
    """One that the gateway refused, and its session, with enough left to give back."""
    row, checkout = _held(actor, refund, "payments.mend_refund")
    if row.state != RefundState.FAILED:
        raise RefundNotFailed
    if row.amount_minor > checkout.left_minor:
        raise NothingToRefund
    return row, checkout


def _by_hand(actor: Actor, refund: Refund) -> tuple[Refund, Checkout]:
    """One that its payee's bank is to return: no longer on its way."""
    row, checkout = _held(actor, refund, "payments.refund_order")
    if row.state != RefundState.REQUESTED:
        raise RefundNotFailed
    checkout.returning_minor -= row.amount_minor
    return row, checkout


def _held(actor: Actor, refund: Refund, rule: str) -> tuple[Refund, Checkout]:
    """The refund and its session, held in the order every writer holds them."""
    order = Order.objects.select_for_update(of=("self",)).select_related("payee").get(pk=_order_id(refund.pk))
    require(actor, rule, order)
    checkout = Checkout.objects.select_for_update().get(refunds=refund.pk)
    checkout.order = order
    return Refund.objects.select_for_update().get(pk=refund.pk), checkout


def _order_id(refund_id: UUID) -> UUID:
    return Refund.objects.values_list("checkout__order_id", flat=True).get(pk=refund_id)
