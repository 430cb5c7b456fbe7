"""Making one event into a series, and acting on many of its dates at once: on all that were looked at, or on none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.core import audit
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.roadshows.enums import EventState
from backend.roadshows.errors import (
    AlreadyInSeries,
    AlreadyPast,
    KeyNeeded,
    KeyReused,
    SeriesDateUnknown,
    SeriesTooShort,
    StaleEvent,
)
from backend.roadshows.models import Event, EventSeries
from backend.roadshows.selectors.series import days_from
from backend.roadshows.services.copying import distance_to, write_copies
from backend.roadshows.services.event_states import cancel_event, submit_event
from backend.roadshows.services.events import (
    REVIEWED,
    EventChanges,
    hold_host,
    locked_event,
    person_id_of,
    require_room_for_draft,
    require_step,
    save_changed,
    tell,
    update_event,
)
from backend.roadshows.services.registrations import MAX_KEY


@dataclass(frozen=True, slots=True)
class SeriesWish:
    """A series as its host asks for it: so many dates or those until a day, and those of them that are left out."""

    title: str
    rule: str
    count: int | None
    until: date | None
    left_out: tuple[date, ...] = ()

    def digest(self, event_id: UUID) -> str:
        return digest_of(json.dumps([str(event_id), asdict(self)], sort_keys=True, default=str))


class SeriesChanges(TypedDict, total=False):
    """What is changed on many dates at once; `begins` is the street's time of day, `minutes` how long it lasts."""

    title: str
    title_en: str
    summary: str
    description: str
    is_online: bool
    venue: str
    address: str
    district: str
    begins: time
    minutes: int


# An event and its edition, as somebody looked at them.
Seen = Mapping[UUID, int]


@transaction.atomic
def make_series(*, actor: Actor, event: Event, edition: int, wish: SeriesWish, key: str, now: datetime) -> EventSeries:
    """The event becomes the first of a series, and each other date a draft that says the same. A key does it once.

    Raises KeyNeeded, KeyReused, NotAHost, NotPermitted, WrongState, StaleEvent, AlreadyInSeries, AlreadyPast,
    SeriesTooShort, SeriesTooLong, SeriesDateUnknown for one left out that the rule has not, TooManyEvents, BadTimes.
    """
    if not 0 < len(key) <= MAX_KEY:
        raise KeyNeeded
    # The host's row is held: the second of two that ask with one key finds what the first has made.
    hold_host(actor, event.organization)
    made = EventSeries.objects.filter(organization=event.organization_id, idempotency_key=key).first()
    if made is not None:
        if made.request_digest != wish.digest(event.pk):
            raise KeyReused
        return made
    first = locked_event(event.pk, edition)
    require_step(actor, "make_series", first)
    if first.series_id is not None:
        raise AlreadyInSeries
    if first.starts_at <= now:
        raise AlreadyPast
    days = _days(first, wish)
    if first.state != EventState.DRAFT:
        require_room_for_draft(event.organization)
    series = EventSeries.objects.create(
        organization=first.organization,
        created_by_id=person_id_of(actor),
        title=wish.title.strip() or first.title,
        rule=wish.rule,
        first_date=timezone.localtime(first.starts_at).date(),
        count=wish.count,
        until_date=wish.until,
        left_out=sorted(wish.left_out),
        idempotency_key=key,
        request_digest=wish.digest(first.pk),
    )
    _write(actor, series, first, [distance_to(first, day) for day in days])
    return series


def _days(first: Event, wish: SeriesWish) -> list[date]:
    """Of the dates after the first. What is left out is looked at before: it must be one of them."""
    _, *later = days_from(first, rule=wish.rule, count=wish.count, until=wish.until)
    left_out = set(wish.left_out)
    if not left_out <= set(later):
        raise SeriesDateUnknown(fields={"left_out": [SeriesDateUnknown.message]})
    kept = [day for day in later if day not in left_out]
    if not kept:
        raise SeriesTooShort
    return kept


def _write(actor: Actor, series: EventSeries, first: Event, distances: list[timedelta]) -> None:
    copies = write_copies(first, distances, created_by=person_id_of(actor), series=series)
    first.series, first.series_position = series, 1
    save_changed(first)
    host, dates = [series.organization_id], len(copies) + 1
    audit.record(actor, "event_series.made", series, organizations=host, event=str(first.pk), dates=dates)
    for event in (first, *copies):
        tell(actor, "event.put_in_series", event, series=str(series.pk))


@transaction.atomic
def submit_dates(*, actor: Actor, series: EventSeries, seen: Seen, now: datetime) -> None:
    """Hand in drafts together; each is reviewed by itself. Raises SeriesDateUnknown, StaleEvent, and what
    `submit_event` raises of any of them: then none is handed in.
    """
    for event in _held(series, seen):
        submit_event(actor=actor, event=event, edition=event.edition, now=now)


@transaction.atomic
def cancel_dates(*, actor: Actor, series: EventSeries, seen: Seen, reason: str, now: datetime) -> None:
    """Call them off together. Whoever registered for one is told of that one, as always.

    Raises SeriesDateUnknown, StaleEvent, and what `cancel_event` raises of any of them.
    """
    for event in _held(series, seen):
        cancel_event(actor=actor, event=event, edition=event.edition, reason=reason, now=now)


@transaction.atomic
def update_dates(*, actor: Actor, series: EventSeries, seen: Seen, changes: SeriesChanges, now: datetime) -> None:
    """Change them alike: each keeps its day. Words change where they are not reviewed yet; whoever registered stays
    registered, and hears of a new time or place as always. Registration closes as long before the begin as it did.

    Raises SeriesDateUnknown, StaleEvent, and what `update_event` raises of any of them.
    """
    for event in _held(series, seen):
        own = _changes_of(event, changes)
        if own:
            update_event(actor=actor, event=event, edition=event.edition, changes=own, now=now)


def _held(series: EventSeries, seen: Seen) -> list[Event]:
    """The events that were looked at, in their order, none of them changed since."""
    rows = Event.objects.select_for_update(of=("self",)).select_related("organization__logo")
    found = list(rows.filter(series=series, pk__in=seen).order_by("series_position"))
    if len(found) != len(seen):
        raise SeriesDateUnknown(fields={"events": [SeriesDateUnknown.message]})
    stale = next((one for one in found if one.edition != seen[one.pk]), None)
    if stale is not None:
        raise StaleEvent(edition=stale.edition)
    return found


def _changes_of(event: Event, changes: SeriesChanges) -> EventChanges:
    """Those that say something new to this event; what a reviewer has read stays as it was read."""
    wanted: dict[str, Any] = {name: value for name, value in changes.items() if name not in ("begins", "minutes")}
    if event.state != EventState.DRAFT:
        wanted = {name: value for name, value in wanted.items() if name not in REVIEWED}
    if "begins" in changes or "minutes" in changes:
        wanted |= _times_of(event, changes)
    return cast(EventChanges, {name: value for name, value in wanted.items() if getattr(event, name) != value})


def _times_of(event: Event, changes: SeriesChanges) -> dict[str, datetime]:
    begun = timezone.localtime(event.starts_at)
    clock = changes.get("begins", begun.time())
    starts = begun.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    lasts = timedelta(minutes=changes["minutes"]) if "minutes" in changes else event.ends_at - event.starts_at
    times = {"starts_at": starts, "ends_at": starts + lasts}
    closes = event.registration_closes_at
    if closes is not None:
        times["registration_closes_at"] = min(closes + (starts - event.starts_at), times["ends_at"])
    return times
