"""Money going back: reserved in the transaction of its cause, sent by a job, taken up as the gateway has it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.payments import gateways, selectors, wake
from backend.payments.enums import OrderState, RefundCause, RefundState
from backend.payments.errors import GatewayAway, GatewayRefused, NothingToRefund
from backend.payments.events import RefundByHandDue
from backend.payments.gateways.base import Gateway
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import closing, gateway_refunds, returning

_FIRST_WAIT = timedelta(seconds=2)
_MOST_DOUBLINGS = 8
_MOST = 100


@transaction.atomic
def return_late(*, order_id: UUID, now: datetime) -> Refund | None:
    """Who sold it cannot deliver any more: what is left goes back, and the order says that it came late. Once is enough."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if not order.is_paid or selectors.was_returned_here(order):
        return None
    row = refund_rest(actor=SYSTEM, order_id=order_id, cause=RefundCause.LATE, now=now)
    if row is not None:
        order.state = OrderState.LATE
        order.save(update_fields=["state", "updated_at"])
    return row


@transaction.atomic
def refund_rest(
    *,
    actor: Actor,
    order_id: UUID,
    cause: RefundCause,
    now: datetime,
    reason: str = "",
    at_most: int | None = None,
    cause_key: str = "",
) -> Refund | None:
    """Give back all that is left, or `at_most` so much of it under a key of its own; None where nothing is left, for it came
    never or is on its way back already.
    """
    paid = selectors.paid_checkouts(Order.objects.select_for_update().get(pk=order_id)).first()
    if paid is None or paid.left_minor == 0:
        return None
    amount = None if at_most is None else min(at_most, paid.left_minor)
    return give_back(
        actor=actor, checkout=paid, amount_minor=amount, cause=cause, cause_key=cause_key, reason=reason, now=now
    )


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
        try:
            taken += _send(gateways.current(), pk, now=now)
        except GatewayAway:
            # It would keep everybody waiting for each of the others as well.
            break
    return taken


def _send(gateway: Gateway, refund_id: UUID, *, now: datetime) -> bool:
    """Raises GatewayAway; the refund is tried again later then."""
    row = Refund.objects.select_related("checkout").get(pk=refund_id)
    try:
        if row.state == RefundState.SENT:
            found = gateway.refund_of(row.provider_id)
        else:
            payment = row.checkout.payment_id
            found = gateway.refund(key=row.gateway_key, payment_id=payment, amount_minor=row.amount_minor)
    except GatewayAway as error:
        _put_back(row, str(error), now)
        raise
    except GatewayRefused as error:
        if row.state == RefundState.SENT:
            # The question was refused, not the refund, whose money is on its way.
            _put_back(row, error.code, now)
            return False
        return _refused(row, error.code, now)
    returning.take_up(row.pk, found, attempt=row.attempt, now=now)
    return True


def _refused(row: Refund, reason: str, now: datetime) -> bool:
    """Where the money went back at the gateway's own desk, less is to be asked for, or nothing. Otherwise it failed."""
    try:
        gateway_refunds.find(row.checkout_id, now=now)
    except GatewayAway as error:
        _put_back(row, str(error), now)
        raise
    except GatewayRefused as error:
        reason = f"{reason}, {error.code}"
    returning.take_up(row.pk, None, reason=reason, attempt=row.attempt, now=now)
    return True


def _put_back(row: Refund, reason: str, now: datetime) -> None:
    row.tries += 1
    row.retry_at = now + _FIRST_WAIT * 2 ** min(row.tries - 1, _MOST_DOUBLINGS)
    row.last_error = reason[:200]
    row.save(update_fields=["tries", "retry_at", "last_error", "updated_at"])
