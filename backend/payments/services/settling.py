"""The one function that takes up what became of a session. Safe to run any number of times, and at once.

It never believes a notice: the session it is given was fetched from the gateway.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from backend.core import audit, outbox
from backend.core.actors import SYSTEM
from backend.payments import gateways
from backend.payments.enums import UNPAID, CheckoutState, OrderState, RefundCause
from backend.payments.errors import GatewayAway, GatewayRefused
from backend.payments.events import PaymentSucceeded
from backend.payments.gateways.base import Session, SessionStatus
from backend.payments.models import Checkout, Order
from backend.payments.services import closing, gateway_refunds, refunds
from backend.payments.taxes import tax_in

log = structlog.get_logger(__name__)

# A session nobody told us of is asked for this often.
POLL_EVERY = timedelta(minutes=2)
# One that has expired is asked for now and then for some hours more: money that was under way may have come after all.
ASK_AGAIN_EVERY, ASK_AGAIN_FOR = timedelta(hours=1), timedelta(hours=6)
_MOST = 100


def settle(checkout_id: UUID, *, now: datetime) -> None:
    """Ask the gateway how a session is, and take it up, with what went back of it. Raises GatewayAway, GatewayRefused."""
    checkout = Checkout.objects.get(pk=checkout_id)
    if checkout.session_id:
        session = gateways.current().session(checkout.session_id)
        apply(checkout_id, session, now=now)
        gateway_refunds.compare(checkout_id, session.returned_minor, now=now)


def poll(*, now: datetime) -> int:
    """Ask for sessions that were not heard of for a while; returns how many. Makes good what notices did not tell."""
    waiting = Checkout.objects.filter(state__in=(CheckoutState.OPEN, CheckoutState.PROCESSING))
    quiet = waiting.filter(_unasked_for(POLL_EVERY, now), created_at__lte=now - POLL_EVERY)
    ended = Checkout.objects.filter(state=CheckoutState.EXPIRED, expires_at__gte=now - ASK_AGAIN_FOR)
    late = ended.filter(_unasked_for(ASK_AGAIN_EVERY, now), expires_at__lte=now - ASK_AGAIN_EVERY)
    asked = 0
    for pk in (*_longest_unasked(quiet), *_longest_unasked(late)):
        Checkout.objects.filter(pk=pk).update(polled_at=now)
        try:
            settle(pk, now=now)
        except GatewayAway:
            break
        except GatewayRefused as error:
            log.error("gateway_knows_no_session", checkout=str(pk), code=error.code)
        asked += 1
    return asked


def _unasked_for(time: timedelta, now: datetime) -> Q:
    return Q(polled_at=None) | Q(polled_at__lte=now - time)


def _longest_unasked(checkouts: QuerySet[Checkout]) -> list[UUID]:
    return list(checkouts.order_by(F("polled_at").asc(nulls_first=True)).values_list("pk", flat=True)[:_MOST])


@transaction.atomic
def apply(checkout_id: UUID, session: Session, *, now: datetime) -> None:
    """Take up a session as the gateway has it now."""
    order = Order.objects.select_for_update().get(checkouts=checkout_id)
    checkout = Checkout.objects.select_for_update().get(pk=checkout_id)
    if checkout.state == CheckoutState.PAID or not _is_ours(order, checkout, session):
        return
    match session.status:
        case SessionStatus.PAID:
            _take(order, checkout, session, now)
        case SessionStatus.PROCESSING:
            _mark(checkout, CheckoutState.PROCESSING, session)
        case SessionStatus.FAILED:
            _mark(checkout, CheckoutState.FAILED, session)
        case SessionStatus.EXPIRED:
            _mark(checkout, CheckoutState.EXPIRED, session)
        case SessionStatus.OPEN:
            return


def _is_ours(order: Order, checkout: Checkout, session: Session) -> bool:
    """Money is taken up only for the sum, the currency and the order it was asked for."""
    expected = (checkout.session_id, str(order.pk), order.amount_minor, order.currency, gateways.current().is_live)
    found = (session.id, session.reference, session.amount_minor, session.currency, session.is_live)
    if found != expected:
        log.error("session_is_not_as_asked", checkout=str(checkout.pk), session=session.id)
    return found == expected


def _mark(checkout: Checkout, state: CheckoutState, session: Session) -> None:
    checkout.state, checkout.payment_id = state, session.payment_id
    checkout.save(update_fields=["state", "payment_id", "updated_at"])


def _take(order: Order, checkout: Checkout, session: Session, now: datetime) -> None:
    checkout.state, checkout.payment_id = CheckoutState.PAID, session.payment_id
    checkout.paid_minor, checkout.paid_at = session.amount_minor, now
    checkout.tax_minor = tax_in(session.amount_minor, order.tax_bp)
    checkout.save(update_fields=["state", "payment_id", "paid_minor", "paid_at", "tax_minor", "updated_at"])
    credit(order, checkout, now=now)


def credit(order: Order, checkout: Checkout, *, now: datetime) -> None:
    """Money of an order is here, in whichever way it came; both rows are held. Of two payments the second goes back."""
    if order.state in UNPAID or order.state == OrderState.FAILED:
        order.state, order.paid_at = OrderState.SUCCEEDED, now
        order.save(update_fields=["state", "paid_at", "updated_at"])
        audit.record(SYSTEM, "payment.succeeded", order, organizations=[order.payee_id])
        outbox.publish(PaymentSucceeded(order_id=order.pk))
        closing.close_transfer(order)
    else:
        refunds.give_back(
            actor=SYSTEM, checkout=checkout, amount_minor=checkout.paid_minor, cause=RefundCause.DUPLICATE, now=now
        )
