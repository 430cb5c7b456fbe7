"""A copy of an event: everything its organizer has set, moved to another day, and nothing of who came or what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from backend.core.actors import Actor
from backend.roadshows.errors import AlreadyPast, BadTimes
from backend.roadshows.models import (
    AgendaItem,
    CheckInList,
    DecisionLetter,
    Event,
    EventConsent,
    EventSeries,
    Question,
    Quota,
    TicketType,
)
from backend.roadshows.selectors.asking import asked_questions
from backend.roadshows.services.events import (
    hold_host,
    locked_event,
    person_id_of,
    require_room_for_draft,
    require_step,
    tell,
)

M = TypeVar("M", bound=Model)
_OF_A_ROW = frozenset({"id", "created_at", "updated_at"})
# What a row has become and what it hangs on, in the order rows are written. All else somebody has set, so a field that is
# added later is copied as well.
LEFT: Mapping[type[Model], frozenset[str]] = {
    Event: frozenset(
        {
            *("state", "edition", "code", "created_by", "own_consent", "series", "series_position"),
            # A copy asks no company yet.
            *("decks_asked_at", "decks_due_at"),
            *("submitted_at", "reviewed_by", "review_reason", "published_at", "cancelled_at", "cancel_reason"),
            "has_replay",
        }
    ),
    EventConsent: frozenset({"event", "number"}),
    TicketType: frozenset({"event"}),
    Quota: frozenset({"event", "taken", "overbooked"}),
    Question: frozenset({"event", "shown_if"}),
    DecisionLetter: frozenset({"event"}),
    CheckInList: frozenset({"event", "kinds"}),
    AgendaItem: frozenset({"event", "pitch", "is_confirmed", "shows_deck", "answered_at"}),
}
# What a slot is called whose company is not asked again.
OPEN_SLOT = ("项目路演", "Pitch")


@transaction.atomic
def clone_event(*, actor: Actor, event: Event, day: date, now: datetime) -> Event:
    """A new draft that says what this event says and begins on that day of the street; all its times move as far.

    Vouchers, guests and devices stay where they are, lists of who may have a kind of ticket begin empty, and a line of
    the agenda that names a pitch becomes an open slot. Raises NotAHost, NotPermitted, TooManyEvents, AlreadyPast, BadTimes.
    """
    require_step(actor, "clone_event", event)
    hold_host(actor, event.organization)
    require_room_for_draft(event.organization)
    source = locked_event(event.pk)
    by = distance_to(source, day)
    if source.starts_at + by <= now:
        raise AlreadyPast(fields={"date": [AlreadyPast.message]})
    (copy,) = write_copies(source, [by], created_by=person_id_of(actor))
    tell(actor, "event.cloned", copy, source=str(source.pk))
    return copy


def distance_to(event: Event, day: date) -> timedelta:
    """How far the event moves to begin on that day, at the same hour: the street's clock is never set."""
    return day - timezone.localtime(event.starts_at).date()


def write_copies(
    event: Event, distances: Sequence[timedelta], *, created_by: UUID | None, series: EventSeries | None = None
) -> list[Event]:
    """A draft for each distance, in as many statements for fifty as for one; in a series they stand behind the event.

    Raises BadTimes where no calendar goes so far.
    """
    template = _Template.of(event)
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    groups: list[Any] = []
    try:
        made = [template.copy(by, rows, groups) for by in distances]
    except OverflowError as error:
        raise BadTimes from error
    for position, one in enumerate(made, start=2):
        one.created_by_id, one.series = created_by, series
        one.series_position = position if series is not None else None
    for model in LEFT:
        model._default_manager.bulk_create(rows[model])
    Quota.kinds.through._default_manager.bulk_create(groups)
    return made


@dataclass(frozen=True, slots=True)
class _Template:
    """An event and what its organizer has set up around it, read once."""

    event: Event
    kinds: Sequence[TicketType]
    quotas: Sequence[Quota]
    questions: Sequence[Question]
    letters: Sequence[DecisionLetter]
    lists: Sequence[CheckInList]
    agenda: Sequence[AgendaItem]

    @classmethod
    def of(cls, event: Event) -> "_Template":
        return cls(
            event=event,
            kinds=list(event.ticket_types.order_by("position")),
            quotas=list(event.quotas.prefetch_related("kinds").order_by("id")),
            questions=list(asked_questions(event)),
            letters=list(event.decision_letters.order_by("id")),
            lists=list(event.check_in_lists.order_by("position")),
            agenda=list(event.agenda.order_by("position")),
        )

    def copy(self, by: timedelta, rows: dict[type[Model], list[Model]], groups: list[Any]) -> Event:
        """One more, its rows put to the others."""
        event = _copied(self.event, by)
        rows[Event].append(event)
        if self.event.own_consent is not None:
            consent = _copied(self.event.own_consent, by, event=event, number=1)
            event.own_consent_id = consent.pk
            rows[EventConsent].append(consent)
        kinds = {one.pk: _copied(one, by, event=event) for one in self.kinds}
        rows[TicketType] += kinds.values()
        for quota in self.quotas:
            group = _copied(quota, by, event=event)
            rows[Quota].append(group)
            through = Quota.kinds.through
            groups += [through(quota_id=group.pk, tickettype_id=kinds[one.pk].pk) for one in quota.kinds.all()]
        questions: dict[UUID | None, Question] = {}
        for one in self.questions:
            # What decides whether it is shown stands before it.
            questions[one.pk] = _copied(one, by, event=event, shown_if=questions.get(one.shown_if_id))
        rows[Question] += questions.values()
        rows[DecisionLetter] += [_copied(one, by, event=event) for one in self.letters]
        for door in self.lists:
            # Of a kind that is gone the id stays: a list for nobody must not become one for everybody.
            opened = [kinds[kind].pk if kind in kinds else kind for kind in door.kinds]
            rows[CheckInList].append(_copied(door, by, event=event, kinds=opened))
        rows[AgendaItem] += [_line(one, by, event) for one in self.agenda]
        return event


def _line(item: AgendaItem, by: timedelta, event: Event) -> AgendaItem:
    """Title and speaker of a line that names a pitch are its company's, which has promised this evening and no other."""
    if item.pitch_id is None:
        return _copied(item, by, event=event)
    title, title_en = OPEN_SLOT
    return _copied(item, by, event=event, title=title, title_en=title_en, speaker="")


def _copied(row: M, by: timedelta, **given: Any) -> M:
    left = _OF_A_ROW | LEFT[type(row)]
    kept = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in left}
    return type(row)(**{name: _later(value, by) for name, value in kept.items()} | given)


def _later(value: Any, by: timedelta) -> Any:
    """Moments and days move; a list is another list."""
    if isinstance(value, date):
        return value + by
    return list(value) if isinstance(value, list) else value
