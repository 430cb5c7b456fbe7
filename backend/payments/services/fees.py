"""What gateways kept of payments: they say so some time after the money came, and send no notice of it."""

from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q

from backend.payments import gateways
from backend.payments.enums import CheckoutState
from backend.payments.errors import GatewayAway, GatewayRefused
from backend.payments.models import Checkout

log = structlog.get_logger(__name__)

ASK_AGAIN = timedelta(minutes=10)
_MOST = 50


def learn(*, now: datetime) -> int:
    """Ask for fees that are not known; returns how many became known. What is not settled yet is asked for later."""
    gateway = gateways.current()
    unknown = Checkout.objects.filter(state=CheckoutState.PAID, fee_minor=None, gateway=gateway.name)
    due = unknown.filter(Q(polled_at=None) | Q(polled_at__lte=now - ASK_AGAIN)).order_by(
        F("polled_at").asc(nulls_first=True)
    )
    known = 0
    for pk, payment_id in list(due.values_list("pk", "payment_id")[:_MOST]):
        Checkout.objects.filter(pk=pk).update(polled_at=now)
        try:
            fee = gateway.fee_of(payment_id)
        except GatewayAway:
            break
        except GatewayRefused as error:
            log.error("gateway_knows_no_payment", checkout=str(pk), code=error.code)
            continue
        if fee is not None:
            known += Checkout.objects.filter(pk=pk).update(
                fee_minor=fee.minor, fee_currency=fee.currency, updated_at=now
            )
    return known
