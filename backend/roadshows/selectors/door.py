"""What the door of an event needs to know, and what its host reads of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.errors import NotFound
from backend.core.permissions import may, require
from backend.roadshows.enums import CheckInKind, DeviceRole, HelperRole, HookKind, RegistrationState
from backend.roadshows.errors import DeviceRefused
from backend.roadshows.models import Answer, CheckIn, CheckInDevice, CheckInList, Event, EventHelper, Registration
from backend.roadshows.permissions import STEP_ROLES
from backend.roadshows.selectors.asking import answers_at_door, shown_at_door
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.helping import helps_as_at, lists_kept
from backend.webhooks.selectors import listening

# A device may still tell what it did without the net.
DEVICE_OUTLIVES_EVENT = timedelta(hours=24)
ROSTER_PAGE = 1000
_WHO_CAME = (RegistrationState.CONFIRMED, RegistrationState.AWAITING_PAYMENT, RegistrationState.PENDING_APPROVAL)
# What was written by a transaction that was still open when a device asked last.
_OVERLAP = timedelta(minutes=2)
# Before it there was no street; a moment at the very beginning of time has none before it.
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps a door: somebody of the host's people, or a device they gave a link. `lists` are those it may use."""

    event: Event
    lists: tuple[CheckInList, ...]
    person: User | None = None
    device: CheckInDevice | None = None
    # As whom somebody helps the host, who is none of its own people; or as whom the maker of the device does.
    helper: EventHelper | None = None
    # Whether guests of the event say anything a door may see, and whether the host's own systems listen to what is read there;
    # True and None where nobody has looked.
    shows_answers: bool = True
    is_listened_to: bool | None = None

    @property
    def is_at_desk(self) -> bool:
        """Of the host's people or of who helps at its desk, and no device."""
        return self.device is None and (self.helper is None or self.helper.role != HelperRole.CHECK_IN)

    @property
    def may_register(self) -> bool:
        """Whether they may let in who has no ticket: who is at the host's desk, and a device they said so of."""
        if self.device is None:
            return self.is_at_desk
        return self.device.may_register and self.may_know_guests

    @property
    def role(self) -> DeviceRole:
        return DeviceRole(self.device.role) if self.device is not None else DeviceRole.DOOR

    @property
    def may_know_guests(self) -> bool:
        """A tablet that stands among guests knows tickets, and nobody's name but that of who shows theirs."""
        return self.role == DeviceRole.DOOR

    def knows(self, kind: UUID) -> bool:
        """Whether guests with this kind of ticket are to come through one of the keeper's doors; only who is at the host's
        desk knows them all.
        """
        if not self.may_know_guests:
            return False
        return self.is_at_desk or any(not one.kinds or kind in one.kinds for one in self.lists)


def device_by_secret(secret: str, now: datetime) -> CheckInDevice:
    """The link is the right. Raises DeviceRefused when it is unknown, revoked, its event is over, or was handed out by
    somebody who helped the host and does no more.
    """
    rows = CheckInDevice.objects.select_related("event__own_consent", "helper", "created_by").filter(revoked_at=None)
    device = rows.filter(secret_digest=digest_of(secret)).first()
    if device is None or closes_at(device.event) <= now or not _is_still_given(device):
        raise DeviceRefused
    return device


def keepers_by_secret(secrets: Collection[str], now: datetime) -> dict[str, Keeper]:
    """Of devices that the host's own people handed out and that are good; one query, however many. What is not among them may
    be good as well: `device_by_secret` says.
    """
    digests = {digest_of(secret): secret for secret in secrets}
    event = OuterRef("checkindevice__event")
    rows = CheckInDevice.lists.through.objects.filter(
        checkindevice__secret_digest__in=digests, checkindevice__revoked_at=None, checkindevice__helper=None
    ).annotate(
        shows_answers=Exists(shown_at_door().filter(event=event)),
        is_listened_to=Exists(listening(OuterRef("checkindevice__event__organization"), HookKind.CHECKED_IN)),
    )
    found: dict[str, Any] = {}
    lists = defaultdict[UUID, list[CheckInList]](list)
    for row in rows.select_related("checkindevice__event", "checkinlist"):
        found[digests[row.checkindevice.secret_digest]] = row
        lists[row.checkindevice.pk].append(row.checkinlist)
    return {
        secret: Keeper(
            row.checkindevice.event,
            tuple(sorted(lists[row.checkindevice.pk], key=attrgetter("position"))),
            device=row.checkindevice,
            shows_answers=row.shows_answers,
            is_listened_to=row.is_listened_to,
        )
        for secret, row in found.items()
        if closes_at(row.checkindevice.event) > now
    }


def _is_still_given(device: CheckInDevice) -> bool:
    """Whoever leaves an organization that helps takes along what they handed out."""
    if device.helper is None:
        return True
    maker = device.created_by
    return maker is not None and maker.is_active and STEP_ROLES["run_door"](maker, device.event)


def closes_at(event: Event) -> datetime:
    """When its devices stop working and forget what they know."""
    return event.ends_at + DEVICE_OUTLIVES_EVENT


def device_keeper(device: CheckInDevice, event_id: UUID) -> Keeper:
    """Raises NotFound for an event that is not the device's."""
    if device.event_id != event_id:
        raise NotFound
    return Keeper(device.event, tuple(device.lists.order_by("position")), device=device, helper=device.helper)


def member_keeper(viewer: Viewer, event_id: UUID) -> Keeper:
    """All lists of the door, or those that were given to who only checks in. Raises NotFound, NotPermitted for whom the
    host's guests are none of their business.
    """
    event = event_by_id(viewer, event_id)
    require(viewer, "roadshows.keep_door", event)
    person = viewer if is_person(viewer) and isinstance(viewer, User) else None
    helps = helps_as_at(viewer, event)
    lists = event.check_in_lists.filter(lists_kept(helps)).distinct().order_by("position")
    return Keeper(event, tuple(lists), person=person, helper=helps[0] if helps else None)


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Tickets of an event, by ticket where each stands at the lists and what the door may see of its answers, and those of
    whom it may know who they are; `after` begins the next page.
    """

    rows: list[Registration]
    marks: dict[UUID, list[CheckIn]]
    answers: dict[UUID, list[Answer]]
    after: UUID | None
    known: frozenset[UUID]


def roster(keeper: Keeper, *, since: datetime | None, after: UUID | None) -> RosterPage:
    """Every ticket, or those of which something changed; four queries for a page, however long."""
    rows = Registration.objects.filter(event=keeper.event, contact_removed_at=None).order_by("id")
    if since is not None and since > _OLDEST:
        moved = CheckIn.objects.filter(
            registration=OuterRef("pk"), list__in=keeper.lists, updated_at__gt=since - _OVERLAP
        )
        rows = rows.filter(Q(updated_at__gt=since - _OVERLAP) | Exists(moved))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    page = list(rows[: ROSTER_PAGE + 1])
    more, page = len(page) > ROSTER_PAGE, page[:ROSTER_PAGE]
    marks: dict[UUID, list[CheckIn]] = {}
    for mark in standing(keeper.lists, [row.pk for row in page]):
        marks.setdefault(mark.registration_id, []).append(mark)
    known = frozenset(row.pk for row in page if is_named(keeper, row))
    return RosterPage(page, marks, said_at(keeper, page), page[-1].pk if more else None, known)


def is_named(keeper: Keeper, row: Registration) -> bool:
    """Whether this door may know who it is, before they have shown their ticket."""
    return row.state in _WHO_CAME and keeper.knows(row.ticket_type_id)


def said_at(keeper: Keeper, rows: Iterable[Registration]) -> dict[UUID, list[Answer]]:
    """What this door may see of the answers of these guests: of who may come in here, and never at a kiosk. One query."""
    coming = coming_through(keeper, rows)
    return answers_at_door(coming) if coming else {}


def coming_through(keeper: Keeper, rows: Iterable[Registration]) -> list[UUID]:
    """Of these guests those whose answers this door may see, where there are any to be seen."""
    if not keeper.shows_answers:
        return []
    return [row.pk for row in rows if row.state == RegistrationState.CONFIRMED and keeper.knows(row.ticket_type_id)]


def standing(lists: Iterable[CheckInList], registration_ids: list[UUID]) -> QuerySet[CheckIn]:
    """Of each ticket at each list the last check-in that counts."""
    rows = CheckIn.objects.filter(list__in=list(lists), registration__in=registration_ids, turn__isnull=False)
    return rows.order_by("list", "registration", "-turn").distinct("list", "registration")


def with_coming(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each with `came_at`, when it first passed a door of its event; None for who has not."""
    entries = CheckIn.objects.filter(registration=OuterRef("pk"), kind=CheckInKind.ENTRY, turn__isnull=False)
    return rows.annotate(came_at=Subquery(entries.order_by("scanned_at").values("scanned_at")[:1]))


@dataclass(frozen=True, slots=True)
class ListCount:
    """A list and how many are expected at it, came, and are inside still."""

    list: CheckInList
    expected: int
    came: int
    inside: int
    conflicts: int


def counts_of(event: Event) -> list[ListCount]:
    """Four queries, however many lists."""
    lists = list(event.check_in_lists.order_by("position"))
    coming = Registration.objects.filter(event=event, state=RegistrationState.CONFIRMED)
    by_kind = dict(coming.order_by().values_list("ticket_type").annotate(Count("pk")))
    counted = CheckIn.objects.filter(list__in=lists, turn__isnull=False)
    came = dict(counted.order_by().values_list("list").annotate(Count("registration", distinct=True)))
    last = CheckIn.objects.filter(list=OuterRef("list"), registration=OuterRef("registration"), turn__isnull=False)
    newest = counted.filter(turn=Subquery(last.order_by("-turn").values("turn")[:1]), kind=CheckInKind.ENTRY)
    inside = dict(newest.order_by().values_list("list").annotate(Count("pk")))
    conflicts = dict(
        CheckIn.objects.filter(list__in=lists, is_conflict=True).order_by().values_list("list").annotate(Count("pk"))
    )
    return [
        ListCount(
            list=one,
            expected=sum(count for kind, count in by_kind.items() if not one.kinds or kind in one.kinds),
            came=came.get(one.pk, 0),
            inside=inside.get(one.pk, 0),
            conflicts=conflicts.get(one.pk, 0),
        )
        for one in lists
    ]


def devices_of(event: Event) -> QuerySet[CheckInDevice]:
    """Newest first, those that were revoked last."""
    rows = CheckInDevice.objects.filter(event=event).prefetch_related("lists")
    return rows.order_by(F("revoked_at").desc(nulls_first=True), "-id")


def visible_check_ins(viewer: Viewer, event: Event) -> QuerySet[CheckIn]:
    """What the doors of an event read, newest first, for those who may read its guests; nothing for anybody else."""
    rows = CheckIn.objects.filter(list__event=event).order_by("-synced_at", "-id")
    rows = rows.select_related("list", "registration", "device", "person", "met__device", "met__person")
    return rows if may(viewer, "roadshows.view_registrations", event) else rows.none()


def first_came(person: User) -> dict[UUID, Any]:
    """By registration of the person, when they first passed a door."""
    rows = CheckIn.objects.filter(registration__person=person, kind=CheckInKind.ENTRY, turn__isnull=False)
    return dict(rows.order_by().values_list("registration").annotate(Min("scanned_at")))
