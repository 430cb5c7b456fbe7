"""Reads of orders."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.payments.enums import LIVE_CHECKOUTS, CheckoutState, RefundState
from backend.payments.models import Checkout, Order, Refund, WebhookEvent


def order_for(subject_kind: str, subject_id: UUID) -> Order | None:
    """The order of something that was sold. The seller decides who may see it."""
    return Order.objects.filter(subject_kind=subject_kind, subject_id=subject_id).first()


def refund_by_id(refund_id: UUID) -> Refund:
    return Refund.objects.select_related("checkout__order").get(pk=refund_id)


def live_checkout(order: Order) -> Checkout | None:
    """The session that may still bring money."""
    return order.checkouts.filter(state__in=LIVE_CHECKOUTS).first()


def paid_checkouts(order: Order) -> QuerySet[Checkout]:
    """Sessions that brought money, the first one first; more than one is a double payment."""
    return order.checkouts.filter(state=CheckoutState.PAID).order_by("created_at", "id")


def due_notices(now: datetime) -> QuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(handled_at=None, parked_at=None).filter(_due(now)).order_by("id")


def due_refunds(now: datetime) -> QuerySet[Refund]:
    """Those the gateway is to be asked for, or asked about."""
    return Refund.objects.filter(state__in=(RefundState.REQUESTED, RefundState.SENT)).filter(_due(now)).order_by("id")


def _due(now: datetime) -> Q:
    return Q(retry_at=None) | Q(retry_at__lte=now)
