"""Writing an event: what it says, when and where it is, how many it seats."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce

from backend.accounts.permissions import is_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid, NotFound, NotPermitted
from backend.core.languages import text
from backend.core.permissions import may, require
from backend.organizations.models import Organization
from backend.organizations.permissions import is_member
from backend.roadshows.enums import USUAL_VISIBILITY, EventState, EventVisibility
from backend.roadshows.errors import (
    BadTimes,
    CapacityTooSmall,
    ClosesTooLate,
    NotAHost,
    ReviewedWords,
    SectorUnknown,
    StaleEvent,
    TooManyEvents,
    VisibilityWidened,
    WrongState,
)
from backend.roadshows.events import EventChanged, EventMoved, EventNarrowed
from backend.roadshows.models import CheckInList, Event, Quota, TicketType
from backend.roadshows.permissions import STEP_ROLES, is_host
from backend.roadshows.services.seats import resize
from backend.taxonomy import selectors as taxonomy

LONGEST = timedelta(days=14)
# The one kind of ticket an event begins with; free.
STANDARD = ("普通票", "Standard")
# The one door an event begins with; each ticket opens it once.
ENTRANCE = ("入场签到", "Entrance")
MAX_OPEN_EVENTS = 50
_NEEDED = text("不能为空。", "This cannot be empty.")
# What somebody approved is what everybody reads; time, place and seats follow what happens in the world.
REVIEWED = frozenset({"preset", "title", "title_en", "summary", "description", "sectors"})
AT_ONCE = frozenset(
    {
        "starts_at",
        "ends_at",
        "registration_closes_at",
        "is_online",
        "venue",
        "address",
        "district",
        "capacity",
        "refunds_until",
        "has_waiting_list",
        "offer_hours",
        "pay_hours",
        "holder_may",
        "visibility",
    }
)
# For the host's own people alone.
_MONEY = frozenset({"refunds_until"})
# From everybody to the fewest: what was published goes only this way.
_NARROWING = tuple(EventVisibility)
# What whoever registered must know to come.
_WHERE_AND_WHEN = frozenset({"starts_at", "ends_at", "is_online", "venue", "address"})


class EventChanges(TypedDict, total=False):
    """What a host may write; what is left out stays."""

    preset: str
    visibility: str
    title: str
    title_en: str
    summary: str
    description: str
    sectors: list[str]
    starts_at: datetime
    ends_at: datetime
    registration_closes_at: datetime | None
    refunds_until: datetime | None
    is_online: bool
    venue: str
    address: str
    district: str
    capacity: int
    has_waiting_list: bool
    offer_hours: int
    pay_hours: int
    holder_may: list[str]


@transaction.atomic
def create_event(*, actor: Actor, organization: Organization, changes: EventChanges, now: datetime) -> Event:
    """Start a draft. Raises NotAHost, NotPermitted, TooManyEvents and what `update_event` raises of values."""
    hold_host(actor, organization)
    require_room_for_draft(organization)
    given: dict[str, Any] = dict(changes)
    capacity = given.pop("capacity")
    given.setdefault("visibility", USUAL_VISIBILITY.get(given["preset"], EventVisibility.PUBLIC))
    event = Event(organization=organization, created_by_id=person_id_of(actor), **given)
    _check(event)
    event.save()
    Quota.objects.create(event=event, capacity=capacity)
    TicketType.objects.create(event=event, position=1, name=STANDARD[0], name_en=STANDARD[1])
    CheckInList.objects.create(event=event, position=1, name=ENTRANCE[0], name_en=ENTRANCE[1])
    tell(actor, "event.created", event)
    return event


def hold_host(actor: Actor, organization: Organization) -> None:
    """Whoever makes events of a host holds its row until the transaction ends, so that two of them count in turn.

    Raises NotAHost, NotPermitted.
    """
    if not is_host(actor, organization) and is_member(actor, organization):
        raise NotAHost
    require(actor, "roadshows.create_event", organization)
    Organization.objects.select_for_update(no_key=True).only("pk").get(pk=organization.pk)


def require_room_for_draft(organization: Organization) -> None:
    """Raises TooManyEvents where the host has as many on its desk as it may. Its row is held."""
    unpublished = Event.objects.filter(organization=organization, state__in=(EventState.DRAFT, EventState.UNDER_REVIEW))
    # All dates of a series are one piece of work.
    if unpublished.aggregate(many=Count(Coalesce("series", "id"), distinct=True))["many"] >= MAX_OPEN_EVENTS:
        raise TooManyEvents


@transaction.atomic
def update_event(*, actor: Actor, event: Event, edition: int, changes: EventChanges, now: datetime) -> Event:
    """Change a draft, or time, place, seats and who may see it of a published event; of a new time or place its guests
    are told. Whoever may not see it any more does not from this moment, but for who has a place. Until when is paid back
    is for the host's own people to say.

    Raises StaleEvent when `edition` is not the stored one, ReviewedWords, VisibilityWidened, CapacityTooSmall, BadTimes,
    ClosesTooLate, SectorUnknown, NotPermitted, WrongState.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    given: dict[str, Any] = dict(changes)
    touched = [name for name, value in given.items() if name != "capacity" and getattr(locked, name) != value]
    if locked.state != EventState.DRAFT:
        _refuse_reviewed(locked, given, touched)
    if _MONEY.intersection(touched):
        require_step(actor, "edit_money_terms", locked)
    for name in touched:
        setattr(locked, name, given[name])
    _check(locked)
    if "capacity" in given:
        _resize(locked, given["capacity"])
    save_changed(locked)
    tell(actor, "event.updated", locked, fields=sorted(given))
    if locked.state != EventState.DRAFT and "visibility" in touched:
        outbox.publish(EventNarrowed(event_id=locked.pk))
    if locked.state != EventState.DRAFT and _WHERE_AND_WHEN.intersection(touched):
        outbox.publish(EventMoved(event_id=locked.pk, edition=locked.edition, by=person_id_of(actor)))
    return locked


def _refuse_reviewed(event: Event, given: Mapping[str, Any], touched: Collection[str]) -> None:
    """Words that were reviewed stay, and what was looked at for some people is not opened to more of them."""
    if reviewed := REVIEWED.intersection(touched):
        raise ReviewedWords(fields={name: [ReviewedWords.message] for name in sorted(reviewed)})
    if "visibility" in touched and _narrowness(given["visibility"]) < _narrowness(event.visibility):
        raise VisibilityWidened(fields={"visibility": [VisibilityWidened.message]})


def _narrowness(visibility: str) -> int:
    """The higher, the fewer people see it."""
    return _NARROWING.index(EventVisibility(visibility))


def person_id_of(actor: Actor) -> UUID | None:
    return actor.pk if is_person(actor) else None


def locked_event(event_id: UUID, edition: int | None = None) -> Event:
    """The row as it is now, held until the transaction ends. Raises StaleEvent unless it has the given edition.

    Held against new registrations too: what is read of them afterwards is all of them.
    """
    rows = Event.objects.select_for_update(of=("self",)).select_related("organization__logo")
    event = rows.get(pk=event_id)
    if edition is not None and event.edition != edition:
        raise StaleEvent(edition=event.edition)
    return event


def hold_all_open(event_ids: Collection[UUID]) -> dict[UUID, Event]:
    """`hold_open` for several, in the order of their ids; those that there are."""
    rows = Event.objects.raw(
        "SELECT * FROM roadshows_event WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [[*event_ids]]
    )
    return {event.pk: event for event in rows}


def hold_open(event_id: UUID) -> Event:
    """Keep `locked_event` waiting until the transaction ends, and nobody else who registers; the event as it is now.

    Foreign keys are checked at the commit, which is too late: the row must be held before it is read. Raises
    NotFound.
    """
    event = hold_all_open([event_id]).get(event_id)
    if event is None:
        raise NotFound
    return event


def require_step(actor: Actor, step: str, event: Event) -> None:
    """Raise NotPermitted for the wrong person, WrongState for the right person at the wrong time."""
    if may(actor, f"roadshows.{step}", event):
        return
    raise WrongState(state=event.state) if STEP_ROLES[step](actor, event) else NotPermitted(rule=step)


def save_changed(event: Event) -> None:
    """Save a locked event as its next edition."""
    event.edition += 1
    event.save()


def tell(actor: Actor, action: str, event: Event, **data: Any) -> None:
    """One audit row and one event for a change."""
    audit.record(actor, action, event, organizations=[event.organization_id], edition=event.edition, **data)
    outbox.publish(EventChanged(event_id=event.pk))


def _check(event: Event) -> None:
    if not event.title.strip():
        raise Invalid(fields={"title": [_NEEDED]})
    if not timedelta() < event.ends_at - event.starts_at <= LONGEST:
        raise BadTimes(fields={"ends_at": [BadTimes.message]})
    if event.registration_closes_at is not None and event.registration_closes_at > event.ends_at:
        raise ClosesTooLate(fields={"registration_closes_at": [ClosesTooLate.message]})
    event.sectors = list(dict.fromkeys(event.sectors))
    event.holder_may = list(dict.fromkeys(event.holder_may))
    if taxonomy.unknown_codes(event.sectors):
        raise SectorUnknown(fields={"sectors": [SectorUnknown.message]})


def _resize(event: Event, capacity: int) -> None:
    """One statement: the database compares with the seats taken at that moment."""
    if not resize(event.quota.pk, capacity):
        raise CapacityTooSmall(fields={"capacity": [CapacityTooSmall.message]})
