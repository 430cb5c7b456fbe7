"""Orders and the sessions they are paid in. The gateway is never spoken to inside a transaction."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.money import Money
from backend.organizations.models import Organization
from backend.payments import gateways, selectors
from backend.payments.enums import LIVE_CHECKOUTS, UNPAID, CheckoutState, OrderState, TransferState
from backend.payments.errors import (
    GatewayAway,
    GatewayRefused,
    GatewayUnavailable,
    NotConfigured,
    OrderClosed,
    PaymentNotPossible,
)
from backend.payments.events import PaymentEnded
from backend.payments.gateways.base import Gateway, SessionRequest
from backend.payments.models import Checkout, Order
from backend.payments.services import closing, settling

log = structlog.get_logger(__name__)

# The gateway keeps a page open for at least half an hour; the minute is for the way there.
OPEN_FOR = timedelta(minutes=31)
_MOST = 200


def create_order(
    *,
    payee: Organization,
    payer: User | None,
    subject_kind: str,
    subject_id: UUID,
    description: str,
    money: Money,
    language: str,
    closes_at: datetime,
    occasion_id: UUID | None = None,
    occasion: str = "",
) -> Order:
    """Write what is owed, in the transaction that holds what is sold. `PaymentSucceeded` or `PaymentEnded` follows.

    By `occasion` the seller's orders are summed up; the tax in the price is the payee's of this moment.
    """
    terms = selectors.terms_of(payee.pk)
    return Order.objects.create(
        payee=payee,
        payer=payer,
        subject_kind=subject_kind,
        subject_id=subject_id,
        description=description[:120],
        amount_minor=money.minor,
        currency=money.currency,
        language=language,
        closes_at=closes_at,
        occasion_id=occasion_id,
        occasion=occasion[:120],
        tax_bp=terms.tax_bp if terms else 0,
    )


def hand_on(*, subject_kind: str, subject_id: UUID, to: UUID) -> None:
    """What was sold has another row at its seller's, in whose transaction this is; the order goes along with it."""
    Order.objects.filter(subject_kind=subject_kind, subject_id=subject_id).update(subject_id=to)


def open_checkout(
    *,
    actor: Actor,
    order_id: UUID,
    success_url: str,
    cancel_url: str,
    now: datetime,
    until: datetime | None = None,
) -> Checkout:
    """The page to pay on. Asked again while one is open, the same. The order ends with its page, or `until` then.

    Raises NotConfigured, OrderClosed, GatewayUnavailable (nothing is lost, ask again), PaymentNotPossible.
    """
    gateway = gateways.current()
    while True:
        checkout = _prepare(actor, gateway, order_id, success_url, cancel_url, now, until)
        if checkout.state != CheckoutState.PREPARING:
            return checkout
        try:
            return ask(gateway, checkout, now=now)
        except GatewayAway as error:
            raise GatewayUnavailable(retry_after=5) from error
        except GatewayRefused as error:
            # One of an earlier try may be too near its end to be opened now; it is over, and a new one is not.
            if checkout.expires_at >= now + OPEN_FOR:
                log.error("gateway_refused_session", checkout=str(checkout.pk), code=error.code)
                raise PaymentNotPossible from error


@transaction.atomic
def _prepare(
    actor: Actor,
    gateway: Gateway,
    order_id: UUID,
    success_url: str,
    cancel_url: str,
    now: datetime,
    until: datetime | None,
) -> Checkout:
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state not in UNPAID:
        raise OrderClosed
    live = selectors.live_checkout(order)
    if live is not None:
        return live
    if order.closes_at <= now:
        raise OrderClosed
    checkout = Checkout.objects.create(
        order=order,
        gateway=gateway.name,
        expires_at=now + OPEN_FOR,
        success_url=success_url,
        cancel_url=cancel_url,
    )
    ends = max(checkout.expires_at, until or checkout.expires_at)
    # A hold that was given for a transfer is not made shorter by a look at the page.
    ends = max(order.closes_at, ends) if selectors.transfer_of(order) else ends
    order.state, order.closes_at = OrderState.REQUIRES_ACTION, ends
    order.save(update_fields=["state", "closes_at", "updated_at"])
    audit.record(actor, "payment.checkout_opened", order, organizations=[order.payee_id])
    return checkout


def ask(gateway: Gateway, checkout: Checkout, *, now: datetime) -> Checkout:
    """Have the gateway open the page of a prepared session, or learn of the one it opened already.

    Raises GatewayAway; raises GatewayRefused after the session was marked as failed.
    """
    order = checkout.order
    try:
        session = gateway.open_session(
            SessionRequest(
                key=f"checkout-{checkout.pk}",
                reference=str(order.pk),
                amount_minor=order.amount_minor,
                currency=order.currency,
                description=order.description,
                language=order.language,
                success_url=checkout.success_url,
                cancel_url=checkout.cancel_url,
                expires_at=checkout.expires_at,
            )
        )
    except GatewayRefused:
        Checkout.objects.filter(pk=checkout.pk, state=CheckoutState.PREPARING).update(
            state=CheckoutState.FAILED, updated_at=now
        )
        raise
    Checkout.objects.filter(pk=checkout.pk, state=CheckoutState.PREPARING).update(
        state=CheckoutState.OPEN, session_id=session.id, url=session.url, updated_at=now
    )
    checkout.refresh_from_db()
    return checkout


def withdraw(*, actor: Actor, order_id: UUID, now: datetime) -> None:
    """Nobody is to pay any more, in the caller's transaction; the sweep closes its page and ends it.

    Quiet when it was paid meanwhile: the seller hears of that and gives the money back.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state in UNPAID:
        order.closes_at = min(order.closes_at, now)
        order.save(update_fields=["closes_at", "updated_at"])
        closing.close_transfer(order)
        audit.record(actor, "payment.withdrawn", order, organizations=[order.payee_id])


def close_due(*, now: datetime) -> int:
    """End orders whose time is over. What the gateway holds open is closed there first; returns how many have ended."""
    due = Order.objects.filter(state__in=UNPAID, closes_at__lte=now).order_by("closes_at")
    due = due.exclude(transfer__state=TransferState.SUBMITTED)
    ended, is_away = 0, False
    for pk in list(due.values_list("pk", flat=True)):
        # Not the first so many of them: those that cannot end stay the first.
        if ended == _MOST:
            break
        # A gateway that hangs is not waited for again and again; what it holds no page of ends all the same.
        if is_away and _live_checkouts(pk).exists():
            continue
        try:
            ended += _close(pk, now=now)
        except GatewayAway:
            is_away = True
    return ended


def close(order_id: UUID, *, now: datetime) -> bool:
    """Whether no money can come any more, or it has come. An order never ends while its page is open somewhere, nor while
    the proof of a transfer lies with its payee.
    """
    try:
        return _close(order_id, now=now)
    except GatewayAway:
        return False


def _close(order_id: UUID, *, now: datetime) -> bool:
    """Raises GatewayAway. One that the gateway says no of, as of another account's, is left and holds up nobody else."""
    for checkout in _live_checkouts(order_id).select_related("order"):
        try:
            _close_session(gateways.current(), checkout, now=now)
        except (GatewayRefused, NotConfigured) as error:
            log.error("session_not_closed", checkout=str(checkout.pk), error=repr(error))
            return False
    return _end(order_id, now=now)


def _live_checkouts(order_id: UUID) -> QuerySet[Checkout]:
    return Checkout.objects.filter(order=order_id, state__in=LIVE_CHECKOUTS)


def _close_session(gateway: Gateway, checkout: Checkout, *, now: datetime) -> None:
    """Raises GatewayAway."""
    if checkout.state == CheckoutState.PREPARING:
        # It is not known whether the gateway heard us. Asking the same again tells, and opens one page at most.
        try:
            checkout = ask(gateway, checkout, now=now)
        except GatewayRefused:
            return
    if checkout.session_id:
        settling.apply(checkout.pk, gateway.expire_session(checkout.session_id), now=now)


@transaction.atomic
def _end(order_id: UUID, *, now: datetime) -> bool:
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.state not in UNPAID:
        return True
    if order.closes_at > now or selectors.live_checkout(order) is not None:
        return False
    if selectors.awaits_review(order):
        return False
    order.state = OrderState.FAILED
    order.save(update_fields=["state", "updated_at"])
    closing.close_transfer(order)
    audit.record(SYSTEM, "payment.ended", order, organizations=[order.payee_id])
    outbox.publish(PaymentEnded(order_id=order.pk))
    return True
