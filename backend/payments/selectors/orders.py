"""Reads of orders."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from backend.accounts.permissions import is_operator
from backend.core.actors import Viewer
from backend.core.clock import midnight
from backend.core.listing import Sorts, holding
from backend.core.money import Currency, Money
from backend.organizations import selectors as organizations
from backend.payments.enums import BY_TRANSFER, LIVE_CHECKOUTS, CheckoutState, RefundCause, RefundState
from backend.payments.models import Checkout, Order, Refund, WebhookEvent

SORTS: Sorts = {"newest": lambda: ["-id"], "amount": lambda: ["-amount_minor"]}
# What everybody who sees an order may read of it.
SEARCHED = ("code", "description")


@dataclass(frozen=True, slots=True)
class Takings:
    """What came for some orders in one currency, and of it what went back or is on its way back."""

    orders: int
    paid: Money
    returning: Money
    returned: Money

    @property
    def sent_back(self) -> Money:
        """Given back, or on its way."""
        return Money(self.returned.minor + self.returning.minor, self.paid.currency)

    @property
    def net(self) -> Money:
        return Money(self.paid.minor - self.sent_back.minor, self.paid.currency)


def order_for(subject_kind: str, subject_id: UUID) -> Order | None:
    """The order of something that was sold. The seller decides who may see it."""
    return Order.objects.filter(subject_kind=subject_kind, subject_id=subject_id).first()


def refund_by_id(refund_id: UUID) -> Refund:
    return Refund.objects.select_related("checkout__order").get(pk=refund_id)


def visible_orders(viewer: Viewer) -> QuerySet[Order]:
    """Orders of the organizations the viewer works for; the street's operators see all, who else sees none."""
    rows = Order.objects.select_related("payee__logo")
    if is_operator(viewer):
        return rows
    return rows.filter(payee__in=organizations.worked_for(viewer))


def with_money(rows: QuerySet[Order]) -> QuerySet[Order]:
    """With their refunds, newest first, and the sums of all their sessions, one of which may be a transfer."""
    back = Refund.objects.select_related("checkout__order").order_by("-id")
    sums = {
        name: Coalesce(Sum(f"checkouts__{name}"), 0) for name in ("paid_minor", "returning_minor", "returned_minor")
    }
    return rows.annotate(**sums).prefetch_related(Prefetch("checkouts__refunds", back))


def with_found_refunds(rows: QuerySet[Order]) -> QuerySet[Order]:
    """With whether money of it was given back at the gateway's own desk."""
    found = Refund.objects.filter(checkout__order=OuterRef("pk"), cause=RefundCause.GATEWAY, done_at__isnull=False)
    return rows.annotate(returned_at_gateway=Exists(found))


def narrowed(rows: QuerySet[Order], *, asked: Mapping[str, Any]) -> QuerySet[Order]:
    """Orders of one payee, in one state, of some days, with a refund that failed."""
    if asked.get("organization") is not None:
        rows = rows.filter(payee=asked["organization"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("since"):
        rows = rows.filter(created_at__gte=midnight(asked["since"]))
    if asked.get("until"):
        rows = rows.filter(created_at__lt=midnight(asked["until"] + timedelta(days=1)))
    if asked.get("refund_failed"):
        failed = Refund.objects.filter(checkout__order=OuterRef("pk"), state=RefundState.FAILED)
        rows = rows.filter(Exists(failed))
    return holding(rows, asked.get("q", ""), SEARCHED)


def takings_among(rows: QuerySet[Order]) -> list[Takings]:
    """The money of these orders, a sum for each currency; nothing where nothing was paid."""
    return _takings(Checkout.objects.filter(order__in=rows.order_by().values("pk")))


def takings_of(subject_kind: str, subject_ids: QuerySet[Any] | Collection[UUID]) -> list[Takings]:
    """The money of many things that were sold, a sum for each currency; nothing where nothing was paid."""
    sold = Checkout.objects.filter(order__subject_kind=subject_kind, order__subject_id__in=subject_ids)
    return _takings(sold)


def _takings(rows: QuerySet[Checkout]) -> list[Takings]:
    found = (
        rows.filter(state=CheckoutState.PAID)
        .values_list("order__currency")
        .annotate(Count("order", distinct=True), Sum("paid_minor"), Sum("returning_minor"), Sum("returned_minor"))
    )
    return [
        Takings(orders, *(Money(minor, Currency(currency)) for minor in sums))
        for currency, orders, *sums in found.order_by("order__currency")
    ]


def live_checkout(order: Order) -> Checkout | None:
    """The session that may still bring money."""
    return order.checkouts.filter(state__in=LIVE_CHECKOUTS).first()


def paid_checkouts(order: Order) -> QuerySet[Checkout]:
    """Sessions that brought money, the first one first; more than one is a double payment."""
    return order.checkouts.filter(state=CheckoutState.PAID).order_by("created_at", "id")


def is_first_payment(checkout: Checkout) -> bool:
    """Whether it is what was bought that this money paid, and not the same once more."""
    first = paid_checkouts(checkout.order).first()
    return first is not None and first.pk == checkout.pk


def ends_purchase(refund: Refund) -> bool:
    """Made at the gateway's own desk, and nothing is left of the money: what was bought is not theirs any more."""
    is_found = refund.cause == RefundCause.GATEWAY and refund.checkout.left_minor == 0
    return is_found and is_first_payment(refund.checkout)


def was_returned_here(order: Order) -> bool:
    """Whether any of its money went back because somebody here, or a rule of ours, said so."""
    elsewhere = (RefundCause.GATEWAY, RefundCause.DUPLICATE)
    return Refund.objects.filter(checkout__order=order).exclude(cause__in=elsewhere).exists()


def due_notices(now: datetime) -> QuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(handled_at=None, parked_at=None).filter(_due(now)).order_by("id")


def due_refunds(now: datetime) -> QuerySet[Refund]:
    """Those the gateway is to be asked for, or asked about; of transfers it knows nothing."""
    rows = Refund.objects.filter(state__in=(RefundState.REQUESTED, RefundState.SENT)).filter(_due(now)).order_by("id")
    return rows.exclude(checkout__gateway=BY_TRANSFER)


def _due(now: datetime) -> Q:
    return Q(retry_at=None) | Q(retry_at__lte=now)
