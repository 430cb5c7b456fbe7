"""The table of guests of one event: what narrows it, in which orders it stands, and its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower

from backend.core.clock import midnight
from backend.core.errors import BadCursor
from backend.core.listing import by_name
from backend.payments.enums import OrderState
from backend.payments.models import Order
from backend.roadshows.enums import SOLD_AS, AccountIs, Payment
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.asking import with_follow_up

_MOST_WORDS = 8
# By its word in the address: the column, and whether it falls. The first is the table's own.
SORTS: Mapping[str, tuple[str, bool]] = {
    "newest": ("created_at", True),
    "oldest": ("created_at", False),
    "name": ("name", False),
    "organization": ("organization_name", False),
}
_ORDERS: Mapping[Payment, tuple[OrderState, ...]] = {
    Payment.UNPAID: (OrderState.CREATED, OrderState.REQUIRES_ACTION, OrderState.FAILED),
    # What came too late is here until it has gone back.
    Payment.PAID: (OrderState.SUCCEEDED, OrderState.LATE),
    Payment.REFUNDED: (OrderState.PARTIALLY_REFUNDED, OrderState.REFUNDED),
}


@dataclass(frozen=True, slots=True)
class GuestFilters:
    """What guests are asked for; what is left out narrows nothing. Days are the street's, both within."""

    q: str = ""
    state: str = ""
    ticket_type: UUID | None = None
    payment: str = ""
    language: str = ""
    account: str = ""
    follow_up: str = ""
    group: UUID | None = None
    since: date | None = None
    until: date | None = None

    def plain(self) -> dict[str, str]:
        """As words of an address, to be kept; `read` reads them again."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    @property
    def is_of_one_event(self) -> bool:
        """They name something that no other event has."""
        return bool(self.ticket_type or self.group or self.since or self.until)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "GuestFilters":
        """From validated values that may hold more than filters."""
        return cls(**{one.name: given[one.name] for one in fields(cls) if given.get(one.name)})

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> "GuestFilters":
        """From what `plain` wrote."""
        read: Mapping[str, Any] = {
            "ticket_type": UUID,
            "group": UUID,
            "since": date.fromisoformat,
            "until": date.fromisoformat,
        }
        return cls(**{name: read.get(name, str)(value) for name, value in kept.items()})


def narrowed_guests(rows: QuerySet[Registration], wish: GuestFilters) -> QuerySet[Registration]:
    """Those that fit every filter given; of `q` each word stands in name, organization, contact or code."""
    if wish.state:
        rows = rows.filter(state=wish.state)
    if wish.ticket_type:
        rows = rows.filter(ticket_type=wish.ticket_type)
    if wish.language:
        rows = rows.filter(language=wish.language)
    if wish.account:
        rows = rows.filter(person__isnull=wish.account == AccountIs.WITHOUT)
    if wish.group:
        rows = rows.filter(Q(pk=wish.group) | Q(lead=wish.group))
    if wish.follow_up:
        rows = with_follow_up(rows, wish.follow_up)
    if wish.since:
        rows = rows.filter(created_at__gte=midnight(wish.since))
    if wish.until:
        rows = rows.filter(created_at__lt=midnight(wish.until + timedelta(days=1)))
    return _holding(_of_payment(rows, wish.payment), wish.q)


def _of_payment(rows: QuerySet[Registration], payment: str) -> QuerySet[Registration]:
    if not payment:
        return rows
    orders = Order.objects.filter(subject_kind=SOLD_AS, subject_id=Coalesce(OuterRef("lead"), OuterRef("pk")))
    if payment == Payment.FREE:
        return rows.filter(~Exists(orders), price_minor=0)
    if payment == Payment.UNPAID:
        # What is owed once the host has approved is not asked for before.
        owed = Exists(orders.filter(state__in=_ORDERS[Payment.UNPAID])) | (~Exists(orders) & Q(price_minor__gt=0))
        return rows.filter(owed, desk_payment=None)
    if payment == Payment.PAID:
        return rows.filter(Exists(orders.filter(state__in=_ORDERS[Payment.PAID])) | Q(desk_payment__isnull=False))
    return rows.filter(Exists(orders.filter(state__in=_ORDERS[Payment(payment)])))


def _holding(rows: QuerySet[Registration], words: str) -> QuerySet[Registration]:
    """All that is searched as one text, lower-cased once: five comparisons a row and word would be five times the work."""
    columns = (F(name) for name in ("name", "organization_name", "email", "phone", "code"))
    searched = Lower(Func(Value(" "), *columns, function="CONCAT_WS", output_field=TextField()))
    wanted = [Q(searched__contains=word) for word in words.lower().split()[:_MOST_WORDS]]
    return rows.alias(searched=searched).filter(*wanted) if wanted else rows


def in_guest_order(rows: QuerySet[Registration], sort: str) -> QuerySet[Registration]:
    """One of `SORTS`; rows that are equal in it stand by their ids, so that every row has one place."""
    _, falls = SORTS[sort]
    order = ("-sort_key", "-id") if falls else ("sort_key", "id")
    return rows.alias(sort_key=_key(sort)).order_by(*order)


def companions_by_lead(rows: Iterable[Registration]) -> dict[UUID, int]:
    """How many each of them registered along. One query."""
    along = Registration.objects.filter(lead__in=[row.pk for row in rows]).order_by()
    return dict(along.values_list("lead").annotate(number=Count("pk")))


def page_of_guests(
    rows: QuerySet[Registration], *, event: Event, sort: str, after: UUID | None, size: int
) -> tuple[list[Registration], UUID | None]:
    """At most `size` rows that follow the row `after`, and after which one to go on; None at the end.

    A page begins where the last one ended, whatever was added or changed before it. Raises BadCursor for an id that is
    no guest's of this event.
    """
    page = in_guest_order(rows, sort)
    if after is not None:
        page = _following(page, sort, event, after)
    found = list(page[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def _following(page: QuerySet[Registration], sort: str, event: Event, after: UUID) -> QuerySet[Registration]:
    """By the row itself and not by what stood in it: names have no place in an address."""
    last = Registration.objects.filter(event=event, pk=after).annotate(sort_key=_key(sort))
    at = last.values_list("sort_key", flat=True).first()
    if at is None:
        raise BadCursor
    way, end = ("lte", "gte") if SORTS[sort][1] else ("gte", "lte")
    at = bytes(at) if isinstance(at, memoryview) else at
    return page.filter(**{f"sort_key__{way}": at}).exclude(**{"sort_key": at, f"id__{end}": after})


def _key(sort: str) -> Combinable:
    column, _ = SORTS[sort]
    return F(column) if column == "created_at" else by_name(column)
