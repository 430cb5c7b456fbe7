"""What an event came to once it is over. Who may ask is the caller's matter (`view_figures`)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils import timezone

from backend.payments.selectors import takings_of
from backend.roadshows.enums import (
    SOLD_AS,
    CheckInKind,
    EventState,
    GuestSource,
    RegistrationState,
    ReportStep,
    WaitState,
)
from backend.roadshows.errors import ReportTooEarly
from backend.roadshows.models import CheckIn, Event, EventReport, Registration, TicketType, WaitlistEntry
from backend.roadshows.report import (
    Arrivals,
    EventBefore,
    KindReached,
    Reached,
    ReachedStep,
    Report,
    RoomFigures,
    SourceReached,
    Sums,
    Waited,
)

# The first that fits names the way. A place that an account came to hold later was taken by a guest.
_SOURCE = Case(
    When(guest_import__isnull=False, then=Value(GuestSource.IMPORTED)),
    When(waited__isnull=False, then=Value(GuestSource.WAITING_LIST)),
    When(voucher__isnull=False, then=Value(GuestSource.VOUCHER)),
    When(person__isnull=False, adopted_at=None, then=Value(GuestSource.ACCOUNT)),
    default=Value(GuestSource.GUEST),
    output_field=CharField(),
)
# Columns of the chart of arrivals are as wide as they must be for there to be at most so many.
_WIDTHS, _MOST_COLUMNS = (15, 60, 24 * 60), 96


@dataclass(frozen=True, slots=True)
class LaterStep:
    """What an app above this one knows of how far a guest came: a condition on registrations, and whether anybody at an
    event came so far at all, with a ticket or without.
    """

    reached: Callable[[], Any]
    was_taken: Callable[[Event], bool]


_later: dict[ReportStep, LaterStep] = {}


def add_step(step: ReportStep, later: LaterStep) -> None:
    """Raises KeyError when the step is known already."""
    if step in _later:
        raise KeyError(f"the step {step} is told twice")
    _later[step] = later


_room_readers: list[Callable[[Event], RoomFigures | None]] = []


def set_room_reader(reader: Callable[[Event], RoomFigures | None]) -> None:
    """Name the app that knows what the audience did."""
    _room_readers[:] = [reader]


def _steps() -> Mapping[ReportStep, Any]:
    """What tells whether somebody came as far as a step, besides having registered."""
    entered = CheckIn.objects.filter(registration=OuterRef("pk"), kind=CheckInKind.ENTRY, turn__isnull=False)
    # Whoever came had a place, also when they gave it back on the way out.
    has_place = Q(state=RegistrationState.CONFIRMED) | Exists(entered)
    # Whom nobody had to decide of is no less far than who was approved.
    undecided = Q(ticket_type__needs_approval=False) | Q(voucher__skips_approval=True)
    approved = Q(approved_at__isnull=False) | undecided | has_place
    return {
        ReportStep.APPROVED: ExpressionWrapper(approved, BooleanField()),
        ReportStep.CONFIRMED: ExpressionWrapper(has_place, BooleanField()),
        ReportStep.CAME: Exists(entered),
        **{step: later.reached() for step, later in _later.items()},
    }


def _taken(event: Event, kinds: Iterable[TicketType]) -> list[ReportStep]:
    """The steps there were at an event: where nobody is decided of, that is none, nor where nobody asked anything."""
    decides = any(kind.needs_approval for kind in kinds)

    def is_taken(step: ReportStep) -> bool:
        if (later := _later.get(step)) is not None:
            return later.was_taken(event)
        return decides or step != ReportStep.APPROVED

    return [step for step in ReportStep if is_taken(step)]


@dataclass(frozen=True, slots=True)
class _Cell:
    """So many of one kind that came by one way and as far as these steps."""

    kind: UUID
    source: GuestSource
    steps: frozenset[ReportStep]
    count: int


@dataclass(frozen=True, slots=True)
class EventReading:
    """A report as it is read: of an event, beside the event before."""

    event: Event
    figures: Report
    before: EventBefore | None
    frozen_at: datetime | None


def reading_of(event: Event, *, as_host: bool = True) -> EventReading:
    """As it was kept, or as the rows have it now. The sums, and the event before, are for the host's own people.

    Raises ReportTooEarly while the event is not over.
    """
    if event.state != EventState.ENDED:
        raise ReportTooEarly
    kept = EventReport.objects.filter(event=event).first()
    figures = Report.model_validate(kept.figures) if kept is not None else counted(event)
    frozen_at = kept.frozen_at if kept is not None else None
    if not as_host:
        return EventReading(event, figures.model_copy(update={"sums": []}), None, frozen_at)
    return EventReading(event, figures, before(event), frozen_at)


def counted(event: Event) -> Report:
    """From the rows; so many queries, however many guests."""
    cells, kinds = _cells(event), list(TicketType.objects.filter(event=event).order_by("position"))
    arrivals, minutes = _arrivals(event)
    return Report(
        whole=_reached(cells),
        steps=[ReachedStep(step=step, count=_count(cells, step)) for step in _taken(event, kinds)],
        kinds=[
            KindReached(name=kind.name, name_en=kind.name_en, **_parts(one for one in cells if one.kind == kind.pk))
            for kind in kinds
        ],
        sources=[
            SourceReached(source=source, **_parts(one for one in cells if one.source == source))
            for source in GuestSource
            if any(one.source == source for one in cells)
        ],
        arrivals=arrivals,
        arrival_minutes=minutes,
        sums=_sums(event),
        waited=_waited(event),
        room=next((reader(event) for reader in _room_readers), None),
    )


def before(event: Event) -> EventBefore | None:
    """The host's last event that was over before this one began."""
    rows = Event.objects.filter(organization=event.organization_id, state=EventState.ENDED)
    last = rows.filter(starts_at__lt=event.starts_at).exclude(pk=event.pk).order_by("-starts_at", "-id").first()
    if last is None:
        return None
    kept = EventReport.objects.filter(event=last).first()
    whole = Report.model_validate(kept.figures).whole if kept is not None else _reached(_cells(last))
    return EventBefore(id=last.pk, title=last.title, title_en=last.title_en, starts_at=last.starts_at, whole=whole)


def _cells(event: Event) -> list[_Cell]:
    steps = _steps()
    asked = {f"is_{step}": reached for step, reached in steps.items()}
    rows = Registration.objects.filter(event=event).order_by().annotate(source=_SOURCE, **asked)
    grouped = rows.values_list("ticket_type", "source", *asked).annotate(number=Count("pk"))
    return [
        _Cell(
            kind,
            GuestSource(source),
            frozenset(
                {ReportStep.REGISTERED, *(step for step, reached in zip(steps, found[:-1], strict=True) if reached)}
            ),
            found[-1],
        )
        for kind, source, *found in grouped
    ]


def _count(cells: Iterable[_Cell], step: ReportStep) -> int:
    return sum(cell.count for cell in cells if step in cell.steps)


def _parts(cells: Iterable[_Cell]) -> dict[str, int]:
    known = list(cells)
    return {
        "registered": _count(known, ReportStep.REGISTERED),
        "confirmed": _count(known, ReportStep.CONFIRMED),
        "came": _count(known, ReportStep.CAME),
    }


def _reached(cells: Iterable[_Cell]) -> Reached:
    return Reached(**_parts(cells))


def _arrivals(event: Event) -> tuple[list[Arrivals], int]:
    """From the first to the last, columns in which nobody came too; and how many minutes wide a column is."""
    entries = CheckIn.objects.filter(registration__event=event, kind=CheckInKind.ENTRY, turn__isnull=False)
    first = entries.order_by().values("registration").annotate(at=Min("scanned_at"))
    came = sorted(first.values_list("at", flat=True))
    if not came:
        return [], _WIDTHS[0]
    span = (came[-1] - came[0]) / timedelta(minutes=1)
    minutes = next((one for one in _WIDTHS if span / one < _MOST_COLUMNS - 1), _WIDTHS[-1])
    counts = Counter(_column(at, minutes) for at in came)
    columns, at = [], min(counts)
    while at <= max(counts):
        columns.append(Arrivals(at=at, came=counts[at]))
        at += timedelta(minutes=minutes)
    return columns, minutes


def _column(at: datetime, minutes: int) -> datetime:
    """The begin of the column in which a moment is, by the clock on the street's walls."""
    local = timezone.localtime(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local - midnight) // timedelta(minutes=minutes) * timedelta(minutes=minutes)


def _sums(event: Event) -> list[Sums]:
    rows = Registration.objects.filter(event=event)
    return [
        Sums(
            currency=one.paid.currency,
            orders=one.orders,
            paid_minor=one.paid.minor,
            returned_minor=one.returned.minor,
            returning_minor=one.returning.minor,
        )
        for one in takings_of(SOLD_AS, rows.values("pk"))
    ]


def _waited(event: Event) -> Waited | None:
    """None where nobody ever waited."""
    rows = WaitlistEntry.objects.filter(event=event).order_by().values_list("state").annotate(number=Count("pk"))
    states = Counter(dict(rows))
    if not states:
        return None
    return Waited(
        joined=states.total(),
        accepted=states[WaitState.ACCEPTED],
        declined=states[WaitState.DECLINED],
        expired=states[WaitState.EXPIRED],
        left=states[WaitState.LEFT],
        in_vain=states[WaitState.WAITING] + states[WaitState.OFFERED],
    )
