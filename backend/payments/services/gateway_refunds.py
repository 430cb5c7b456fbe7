"""Refunds made at the gateway's own desk. Nobody here asked for them, so they are looked for there and written down.

A notice only says that something changed, and may be lost: what is believed is the gateway's own list of refunds.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Sum

from backend.core import audit
from backend.core.actors import SYSTEM
from backend.payments import gateways, selectors
from backend.payments.enums import CheckoutState, RefundCause, RefundState
from backend.payments.errors import GatewayAway, GatewayRefused
from backend.payments.gateways.base import Returned
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import closing, returning

log = structlog.get_logger(__name__)

# A gateway tries a notice for some days; one that was lost for longer is found as well.
LOOK_BACK = timedelta(days=30)


def compare(checkout_id: UUID, returned_minor: int, *, now: datetime) -> None:
    """Look closer where more of a payment went back than our books say. Raises GatewayAway and GatewayRefused."""
    if not returned_minor:
        return
    ours = Refund.objects.filter(checkout=checkout_id, state__in=(RefundState.SENT, RefundState.DONE))
    if returned_minor > (ours.aggregate(sum=Sum("amount_minor"))["sum"] or 0):
        find(checkout_id, now=now)


def find(checkout_id: UUID, *, now: datetime) -> None:
    """Take up all refunds of a payment as the gateway lists them. Raises GatewayAway and GatewayRefused."""
    checkout = Checkout.objects.get(pk=checkout_id)
    if checkout.state == CheckoutState.PAID and not checkout.is_transfer:
        _take_up(checkout_id, gateways.current().refunds_of(checkout.payment_id), now=now)


def find_untold(*, now: datetime) -> int:
    """Find those of the last days that no notice told of; returns of how many payments. What cannot be asked is next time."""
    gateway = gateways.current()
    found = 0
    try:
        listed = {one.id: one.payment_id for one in gateway.refunds_since(now - LOOK_BACK) if _moves_money(one)}
        known = set(Refund.objects.filter(provider_id__in=listed).values_list("provider_id", flat=True))
        payments = {payment for refund, payment in listed.items() if refund not in known and payment}
        paid = Checkout.objects.filter(gateway=gateway.name, payment_id__in=payments, state=CheckoutState.PAID)
        for pk in list(paid.order_by("id").values_list("pk", flat=True)):
            try:
                find(pk, now=now)
            except GatewayRefused as error:
                log.error("refunds_not_found_of", checkout=str(pk), code=error.code)
                continue
            found += 1
    except GatewayAway as error:
        log.warning("refunds_not_compared", reason=str(error))
    except GatewayRefused as error:
        log.error("gateway_lists_no_refunds", code=error.code)
    return found


@transaction.atomic
def _take_up(checkout_id: UUID, listed: Sequence[Returned], *, now: datetime) -> None:
    """Once each, whoever looks and how often: payment and refunds are held while they are compared."""
    order, rows = _held(checkout_id)
    known = {row.provider_id for row in rows}
    # Ours, whose answer we never heard.
    asked = {row.gateway_key: row.pk for row in rows if row.state == RefundState.REQUESTED}
    for one in reversed(listed):
        if one.id in known or not _moves_money(one):
            continue
        if one.key in asked:
            returning.take_up(asked[one.key], one, now=now)
        else:
            _write(order, Checkout.objects.get(pk=checkout_id), one, now=now)


def _held(checkout_id: UUID) -> tuple[Order, list[Refund]]:
    """Order, payment and refunds, held in the order every writer holds them."""
    order = Order.objects.select_for_update().get(checkouts=checkout_id)
    Checkout.objects.select_for_update().get(pk=checkout_id)
    return order, list(Refund.objects.select_for_update().filter(checkout=checkout_id))


def _moves_money(one: Returned) -> bool:
    return one.is_done or one.is_pending


def _write(order: Order, checkout: Checkout, one: Returned, *, now: datetime) -> None:
    """One that is not ours; both rows are held. What we were about to give back ourselves makes room for it."""
    checkout.order = order
    waiting = Refund.objects.filter(checkout=checkout, state=RefundState.REQUESTED)
    room = checkout.left_minor + (waiting.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    if one.currency != order.currency or one.amount_minor > room:
        log.error("refund_is_not_of_this_payment", checkout=str(checkout.pk), refund=one.id)
        return
    _make_room(checkout, one.amount_minor)
    checkout.returning_minor += one.amount_minor
    checkout.save(update_fields=["returning_minor", "updated_at"])
    row = Refund.objects.create(
        checkout=checkout,
        amount_minor=one.amount_minor,
        cause=RefundCause.GATEWAY,
        cause_key=f"gateway:{one.id}",
        state=RefundState.SENT,
        provider_id=one.id,
    )
    audit.record(SYSTEM, "payment.refund_found", row, organizations=[order.payee_id], provider_id=one.id)
    if selectors.is_first_payment(checkout):
        closing.close_asked(checkout, row, now=now)
    for failed in Refund.objects.filter(checkout=checkout, state=RefundState.FAILED):
        _lower(failed, order, by=max(0, failed.amount_minor - checkout.left_minor))
    returning.take_up(row.pk, one, now=now)


def _make_room(checkout: Checkout, amount_minor: int) -> None:
    """The gateway gives back no more than was paid: what does not fit beside the new one is not asked for, the newest first."""
    short = amount_minor - checkout.left_minor
    for row in Refund.objects.filter(checkout=checkout, state=RefundState.REQUESTED).order_by("-id"):
        cut = max(0, min(short, row.amount_minor))
        _lower(row, checkout.order, by=cut)
        checkout.returning_minor -= cut
        short -= cut


def _lower(row: Refund, order: Order, *, by: int) -> None:
    """Ask for less, as another question; for nothing, where nothing is left of it."""
    if by == 0:
        return
    if by == row.amount_minor:
        row.state = RefundState.OVERTAKEN
    else:
        row.amount_minor, row.attempt = row.amount_minor - by, row.attempt + 1
    row.tries, row.retry_at = 0, None
    row.save(update_fields=["state", "amount_minor", "attempt", "tries", "retry_at", "updated_at"])
    audit.record(SYSTEM, "payment.refund_overtaken", row, organizations=[order.payee_id], by_minor=by)
