"""What came, went, was kept and cost, by month or by occasion."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from backend.core.clock import midnight
from backend.core.money import Currency, Money
from backend.payments.enums import CheckoutState, RefundCause
from backend.payments.models import Checkout, Order, Refund

_STREET = ZoneInfo("Asia/Shanghai")
MONTH, OCCASION = "month", "occasion"


@dataclass(slots=True)
class Booked:
    """One line in one currency. What came counts when it came, what went back when it had gone."""

    key: Any
    currency: Currency
    name: str = ""
    orders: int = 0
    gross_minor: int = 0
    returned_minor: int = 0
    # Of what went back, what was given back at the gateway's own desk.
    at_gateway_minor: int = 0
    fees_minor: int = 0
    tax_minor: int = 0
    # Payments of which the gateway has not said yet what it took.
    fees_unknown: int = 0

    @property
    def gross(self) -> Money:
        return Money(self.gross_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)

    @property
    def returned_at_gateway(self) -> Money:
        return Money(self.at_gateway_minor, self.currency)

    @property
    def fees(self) -> Money:
        return Money(self.fees_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def net_minor(self) -> int:
        """What stays of what came, fees paid. Below nothing where more went back than came in a month."""
        return self.gross_minor - self.returned_minor - self.fees_minor

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)


@dataclass(slots=True)
class _Book:
    lines: dict[tuple[Any, str], Booked] = field(default_factory=dict)

    def line(self, key: Any, currency: str, name: str = "") -> Booked:
        found = self.lines.setdefault((key, currency), Booked(key, Currency(currency), name))
        found.name = found.name or name
        return found


def booked(orders: QuerySet[Order], *, by: str, since: date | None = None, until: date | None = None) -> list[Booked]:
    """A line for each month, or for each occasion, and currency; the newest month, or the largest occasion, first.

    Fees that a gateway took in another currency than the order's stand in a line of that currency.
    """
    book = _Book()
    ids = orders.order_by().values("pk")
    came = _between(Checkout.objects.filter(order__in=ids, state=CheckoutState.PAID), "paid_at", since, until)
    went = _between(Refund.objects.filter(checkout__order__in=ids), "done_at", since, until)
    _add_what_came(book, came, by)
    _add_fees(book, came, by)
    _add_what_went(book, went, by)
    if by == MONTH:
        return sorted(book.lines.values(), key=lambda one: (one.key, one.currency), reverse=True)
    return sorted(book.lines.values(), key=lambda one: (-one.gross_minor, one.name, one.currency))


def _add_what_came(book: _Book, came: QuerySet[Checkout], by: str) -> None:
    names, key = _grouped(by, "paid_at", "order")
    rows = came.annotate(key=key).values_list("key", *names, "order__currency").order_by()
    for key_of, *name, currency, orders, gross, tax, unknown in rows.annotate(
        Count("order", distinct=True),
        Sum("paid_minor"),
        Sum("tax_minor"),
        unknown=Count("pk", filter=Q(fee_minor=None)),
    ):
        line = book.line(key_of, currency, *name)
        line.orders += orders
        line.gross_minor += gross
        line.tax_minor += tax
        line.fees_unknown += unknown


def _add_fees(book: _Book, came: QuerySet[Checkout], by: str) -> None:
    names, key = _grouped(by, "paid_at", "order")
    rows = came.filter(fee_minor__gt=0).annotate(key=key).values_list("key", *names, "fee_currency").order_by()
    for key_of, *name, currency, fees in rows.annotate(Sum("fee_minor")):
        book.line(key_of, currency, *name).fees_minor += fees


def _add_what_went(book: _Book, went: QuerySet[Refund], by: str) -> None:
    names, key = _grouped(by, "done_at", "checkout__order")
    rows = went.annotate(key=key).values_list("key", *names, "checkout__order__currency").order_by()
    at_gateway = Coalesce(Sum("amount_minor", filter=Q(cause=RefundCause.GATEWAY)), 0)
    sums = rows.annotate(Sum("amount_minor"), Sum("tax_minor"), at_gateway=at_gateway)
    for key_of, *name, currency, back, tax, at_the_gateway in sums:
        line = book.line(key_of, currency, *name)
        line.returned_minor += back
        line.at_gateway_minor += at_the_gateway
        line.tax_minor -= tax


def _grouped(by: str, at: str, order: str) -> tuple[list[str], Any]:
    if by == MONTH:
        return [], TruncMonth(at, tzinfo=_STREET)
    return [f"{order}__occasion"], F(f"{order}__occasion_id")


def _between(rows: QuerySet[Any], at: str, since: date | None, until: date | None) -> QuerySet[Any]:
    rows = rows.filter(**{f"{at}__isnull": False})
    if since is not None:
        rows = rows.filter(**{f"{at}__gte": midnight(since)})
    if until is not None:
        rows = rows.filter(**{f"{at}__lt": midnight(until + timedelta(days=1))})
    return rows


def key_word(key: Any) -> str:
    """A month as 2026-11, an occasion by its id; empty where an order names none."""
    if isinstance(key, UUID):
        return str(key)
    return key.strftime("%Y-%m") if key else ""
