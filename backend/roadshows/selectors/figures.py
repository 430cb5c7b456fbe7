"""What the registrations of an event come to: figures for its host, and no names in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from backend.core.money import Currency, Money
from backend.payments.models import Order
from backend.payments.selectors import Takings, takings_of
from backend.roadshows.enums import HOLDS_A_PLACE, SOLD_AS, RegistrationState
from backend.roadshows.models import DeskPayment, Event, Registration, TicketType


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    registered: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Funnel:
    registered: int
    owed: int
    paid: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class KindFigure:
    ticket_type: TicketType
    registered: int
    held: int


@dataclass(frozen=True, slots=True)
class DeskTakings:
    """What was taken at the door in one way, in one currency."""

    means: str
    count: int
    taken: Money


@dataclass(frozen=True, slots=True)
class Figures:
    days: list[Day]
    funnel: Funnel
    states: list[dict[str, str | int]]
    kinds: list[KindFigure]
    languages: list[dict[str, str | int]]
    takings: list[Takings]
    at_the_desk: list[DeskTakings]


def figures_of(event: Event, *, with_money: bool = True) -> Figures:
    """All figures of one event, sums for its host's own people. Who may ask is the caller's matter (`view_figures`)."""
    rows = Registration.objects.filter(event=event)
    states = {str(one["state"]): int(one["count"]) for one in _counted(rows, "state")}
    return Figures(
        days=_days(rows),
        funnel=_funnel(rows, states),
        states=[{"state": state, "count": states[state]} for state in RegistrationState.values if state in states],
        kinds=_kinds(event),
        languages=_counted(rows.filter(state__in=HOLDS_A_PLACE), "language"),
        takings=takings_of(SOLD_AS, rows.values("pk")) if with_money else [],
        at_the_desk=_at_the_desk(event) if with_money else [],
    )


def _at_the_desk(event: Event) -> list[DeskTakings]:
    rows = DeskPayment.objects.filter(registration__event=event).order_by().values("means", "currency")
    summed = rows.annotate(count=Count("pk"), total=Sum("amount_minor")).order_by("means", "currency")
    return [DeskTakings(one["means"], one["count"], Money(one["total"], Currency(one["currency"]))) for one in summed]


def _counted(rows: QuerySet[Registration], field: str) -> list[dict[str, str | int]]:
    """The most first."""
    return list(rows.order_by().values(field).annotate(count=Count("pk")).order_by("-count", field))


def _days(rows: QuerySet[Registration]) -> list[Day]:
    """Every day of the street from the first registration to the last change, those without any too."""
    registered, cancelled = _by_day(rows, "created_at"), _by_day(rows, "cancelled_at")
    known = sorted(chain(registered, cancelled))
    if not known:
        return []
    span = (known[-1] - known[0]).days + 1
    days = (known[0] + timedelta(days=number) for number in range(span))
    return [Day(day, registered.get(day, 0), cancelled.get(day, 0)) for day in days]


def _by_day(rows: QuerySet[Registration], field: str) -> dict[date, int]:
    dated = rows.filter(**{f"{field}__isnull": False}).annotate(day=TruncDate(field))
    return dict(dated.order_by().values("day").annotate(count=Count("pk")).values_list("day", "count"))


def _funnel(rows: QuerySet[Registration], states: dict[str, int]) -> Funnel:
    """In places, of which one order may be for several."""
    orders = Order.objects.filter(subject_kind=SOLD_AS, subject_id=Coalesce(OuterRef("lead"), OuterRef("pk")))
    asked = rows.order_by().annotate(is_owed=Exists(orders), is_paid=Exists(orders.filter(paid_at__isnull=False)))
    owed = asked.aggregate(owed=Count("pk", filter=Q(is_owed=True)), paid=Count("pk", filter=Q(is_paid=True)))
    return Funnel(
        registered=sum(states.values()),
        owed=owed["owed"],
        paid=owed["paid"],
        confirmed=states.get(RegistrationState.CONFIRMED, 0),
    )


def _kinds(event: Event) -> list[KindFigure]:
    """In the order the host gave them, those nobody took too."""
    held = Count("registrations", filter=Q(registrations__state__in=HOLDS_A_PLACE))
    rows = TicketType.objects.filter(event=event).annotate(all_of_it=Count("registrations"), held_of_it=held)
    return [KindFigure(row, row.all_of_it, row.held_of_it) for row in rows.order_by("position")]
