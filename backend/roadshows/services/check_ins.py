"""Checking in: what is read at a door, judged once, and undone when it was a slip.

A batch costs the same few queries however many scans it has, and however many hands read them. Tickets are held while they are judged, and the database refuses a
second entry of the same turn besides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid, NotFound
from backend.core.events import DomainEvent
from backend.core.models import AuditEntry
from backend.roadshows.enums import (
    CheckInKind,
    CheckInMode,
    CheckInReason,
    CheckInResult,
    CheckInSource,
    EventState,
    HookKind,
    RegistrationState,
)
from backend.roadshows.errors import REASON_NEEDED, CheckInListUnknown, NotCheckedIn
from backend.roadshows.events import CheckedIn, CheckInsConflicted
from backend.roadshows.models import CheckIn, CheckInList, Event, Registration
from backend.roadshows.selectors.door import Keeper
from backend.roadshows.services.events import LONGEST, require_step
from backend.roadshows.services.helping import hold_help
from backend.roadshows.tickets import is_signed, read_code
from backend.webhooks.services.emitting import is_wanted

MAX_SCANS = 200


@dataclass(frozen=True, slots=True)
class Scan:
    """What a device read: the text of a QR code, a short code somebody typed, or a ticket found by name; one of them."""

    nonce: UUID
    kind: str
    source: str
    scanned_at: datetime
    ticket: str = ""
    code: str = ""
    registration: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door is told. `since` is when the ticket passed before; no `guest` where no ticket was found."""

    nonce: UUID
    result: str
    reason: str = ""
    since: datetime | None = None
    guest: Registration | None = None
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one hand read at one list, in the order it was read. `request_id` is what their act is found by."""

    keeper: Keeper
    list_id: UUID
    scans: Sequence[Scan]
    request_id: str

    @property
    def door(self) -> CheckInList | None:
        return next((one for one in self.keeper.lists if one.pk == self.list_id), None)


@transaction.atomic
def check_in(*, keeper: Keeper, list_id: UUID, scans: Sequence[Scan], now: datetime) -> list[Verdict]:
    """Judge what was read at one list, in the order it was read. A nonce that comes again gets its first answer.

    A scan made without the net has let somebody in already: where that was wrong, the row says so (`is_conflict`).
    Raises NotPermitted for a helper whose help has ended meanwhile.
    """
    hold_help(keeper.helper.pk if keeper.helper else None)
    read = _Read.of(Reading(keeper, list_id, scans, audit.request_id()))
    return _judged([read], _hold(read.tickets), now)[0]


@transaction.atomic
def check_in_together(readings: Sequence[Reading], *, now: datetime) -> list[list[Verdict] | None]:
    """As `check_in` answers each, who came first first; for devices that are nobody's who only helps.

    None where a ticket is not there, or somebody else holds it: whoever must wait for that waits alone.
    """
    read = [_Read.of(one) for one in readings]
    held = _hold((ticket for one in read for ticket in one.tickets), waits=False)
    whole = {number: one for number, one in enumerate(read) if held.keys() >= set(one.tickets)}
    answers = dict(zip(whole, _judged([*whole.values()], held, now), strict=True))
    return [answers.get(number) for number in range(len(readings))]


# A ticket by its id or its short code, or why there is none.
Key = UUID | str | CheckInReason
# Tickets by their event and by their id or their short code.
Held = dict[tuple[UUID, Key], Registration]


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading, and what each of its scans says."""

    reading: Reading
    keys: Sequence[Key]

    @classmethod
    def of(cls, reading: Reading) -> "_Read":
        return cls(reading, [_read(scan, reading.keeper) for scan in reading.scans])

    @property
    def tickets(self) -> list[tuple[UUID, Key]]:
        event = self.reading.keeper.event.pk
        return [(event, key) for key in self.keys if not isinstance(key, CheckInReason)]


def _read(scan: Scan, keeper: Keeper) -> Key:
    event = keeper.event
    if scan.registration is not None:
        # Found by name, which only those do who know guests.
        return scan.registration if keeper.may_know_guests else CheckInReason.UNKNOWN
    if not scan.ticket:
        return scan.code.strip().upper()
    code = read_code(scan.ticket.strip())
    if code is None:
        return CheckInReason.FORGED
    if code.event != event.code:
        return CheckInReason.OTHER_EVENT
    return code.ticket if is_signed(code, event.pk) else CheckInReason.FORGED


def _hold(asked: Iterable[tuple[UUID, Key]], *, waits: bool = True) -> Held:
    """The tickets, held in one order against other doors and against being given back; without waiting, those alone that nobody
    else holds.
    """
    pairs = list(asked)
    ids, codes = [key for _, key in pairs if isinstance(key, UUID)], [key for _, key in pairs if isinstance(key, str)]
    found = Registration.objects.filter(Q(pk__in=ids) | Q(code__in=codes), event__in={event for event, _ in pairs})
    rows = found.select_for_update(no_key=True, skip_locked=not waits).order_by("pk")
    return {(row.event_id, key): row for row in rows for key in (row.pk, row.code)}


def _judged(done: Sequence[_Read], held: Held, now: datetime) -> list[list[Verdict]]:
    """What each is told; written, and told to whom it concerns."""
    book = _Book(held, now)
    book.recall([one.reading for one in done])
    verdicts, entries = [], []
    for one in done:
        reading, door, before = one.reading, one.reading.door, len(book.written)
        if door is None:
            verdicts.append([Verdict(scan.nonce, CheckInResult.WRONG_LIST) for scan in reading.scans])
            continue
        pairs = zip(reading.scans, one.keys, strict=True)
        verdicts.append([book.judge(reading.keeper, door, scan, key) for scan, key in pairs])
        if written := book.written[before:]:
            admitted = sum(row.result == CheckInResult.ADMITTED for row in written)
            data = {"list": str(door.pk), "admitted": admitted, "read": len(written)}
            event = reading.keeper.event
            entries.append(_entry_of(reading.keeper, "event.checked_in", event, reading.request_id, **data))
    book.keep()
    audit.record_all(entries)
    _tell({one.reading.list_id: one.reading.keeper for one in done}, book)
    return verdicts


def _tell(keepers: Mapping[UUID, Keeper], book: "_Book") -> None:
    """`keepers` by their lists, of several one."""
    conflicted = {keepers[row.list_id].event.pk for row in (*book.written, *book.amended) if row.is_conflict}
    counted = defaultdict[UUID, list[UUID]](list)
    for row in book.written:
        if row.turn is not None:
            counted[row.list_id].append(row.pk)
    told: list[DomainEvent] = [CheckInsConflicted(event_id=pk) for pk in conflicted]
    told += [
        CheckedIn(event_id=keepers[pk].event.pk, check_in_ids=tuple(ids))
        for pk, ids in counted.items()
        if _is_listened_to(keepers[pk])
    ]
    outbox.publish_all(told)


def _is_listened_to(keeper: Keeper) -> bool:
    if keeper.is_listened_to is None:
        return is_wanted(keeper.event.organization_id, HookKind.CHECKED_IN)
    return keeper.is_listened_to


class _Book:
    """What is known of the held tickets at their lists, and what is written of them."""

    def __init__(self, held: Held, now: datetime) -> None:
        self.held, self.now = held, now
        self.last: dict[tuple[UUID, UUID], CheckIn] = {}
        self.answered: dict[tuple[UUID, UUID, UUID], CheckIn] = {}
        self.written: list[CheckIn] = []
        self.amended: list[CheckIn] = []

    def recall(self, readings: Iterable[Reading]) -> None:
        """What counts so far, the newest of each ticket at each list, and what the nonces were answered before."""
        tickets = {row.pk for row in self.held.values()}
        lists, nonces = set(), set[UUID]()
        for one in readings:
            lists.add(one.list_id)
            nonces.update(scan.nonce for scan in one.scans)
        rows = CheckIn.objects.filter(list__in=lists, registration__in=tickets).prefetch_related("met")
        for row in rows.filter(Q(turn__isnull=False) | Q(nonce__in=nonces)).order_by("turn"):
            self.answered[row.list_id, row.registration_id, row.nonce] = row
            if row.turn is not None:
                self.last[row.list_id, row.registration_id] = row

    def keep(self) -> None:
        CheckIn.objects.bulk_create(self.written)
        CheckIn.objects.bulk_update(self.amended, ["source", "is_conflict", "scanned_at", "updated_at"])

    def judge(self, keeper: Keeper, door: CheckInList, scan: Scan, key: Key) -> Verdict:
        if isinstance(key, CheckInReason):
            return Verdict(scan.nonce, CheckInResult.NOT_VALID, key)
        ticket = self.held.get((keeper.event.pk, key))
        if ticket is None:
            return Verdict(scan.nonce, CheckInResult.NOT_VALID, CheckInReason.UNKNOWN)
        row = self.answered.get((door.pk, ticket.pk, scan.nonce))
        if row is None:
            row = self._write(keeper, door, scan, ticket)
        elif scan.source == CheckInSource.OFFLINE and row.source != CheckInSource.OFFLINE and not _has_passed(row):
            self._amend(row, scan)
        since = row.met.scanned_at if row.met else None
        return Verdict(scan.nonce, row.result, row.reason, since, ticket, row.is_conflict)

    def _write(self, keeper: Keeper, door: CheckInList, scan: Scan, ticket: Registration) -> CheckIn:
        is_offline = scan.source == CheckInSource.OFFLINE
        at = self._time_of(scan) if is_offline else self.now
        last = self.last.get((door.pk, ticket.pk))
        result, reason = judged(door, keeper.event, ticket, scan.kind, at, last)
        counts = result == CheckInResult.ADMITTED
        row = CheckIn(
            list=door,
            registration=ticket,
            nonce=scan.nonce,
            kind=scan.kind,
            result=result,
            reason=reason,
            turn=(last.turn or 0) + 1 if counts and last else 1 if counts else None,
            source=scan.source,
            scanned_at=at,
            synced_at=self.now,
            device=keeper.device,
            person=keeper.person,
            is_conflict=is_offline and scan.kind == CheckInKind.ENTRY and not counts,
            met=last if result == CheckInResult.ALREADY else None,
        )
        self.written.append(row)
        self.answered[door.pk, ticket.pk, scan.nonce] = row
        if counts:
            self.last[door.pk, ticket.pk] = row
        return row

    def _amend(self, row: CheckIn, scan: Scan) -> None:
        """The answer "no" was lost on its way, so the phone has judged alone and let somebody in."""
        row.source, row.scanned_at, row.updated_at = CheckInSource.OFFLINE, self._time_of(scan), self.now
        row.is_conflict = row.kind == CheckInKind.ENTRY
        self.amended.append(row)

    def _time_of(self, scan: Scan) -> datetime:
        """Within reason: a phone was off for long, or its clock is wrong."""
        return max(min(scan.scanned_at, self.now), self.now - LONGEST)


def _has_passed(row: CheckIn) -> bool:
    return row.result == CheckInResult.ADMITTED


def judged(
    door: CheckInList, event: Event, ticket: Registration, kind: str, at: datetime, last: CheckIn | None
) -> tuple[CheckInResult, str]:
    """Whether a ticket passes, and why not. `last` is what counts of it at this list. The page judges the same."""
    if event.state == EventState.CANCELLED:
        return CheckInResult.NOT_VALID, CheckInReason.EVENT_CANCELLED
    if ticket.state != RegistrationState.CONFIRMED:
        known = ticket.state in CheckInReason.values
        return CheckInResult.NOT_VALID, ticket.state if known else CheckInReason.NOT_CONFIRMED
    if door.kinds and ticket.ticket_type_id not in door.kinds:
        return CheckInResult.OUTSIDE_KIND, ""
    if kind == CheckInKind.EXIT:
        return _judged_exit(door, last)
    if not door.takes_entries:
        return CheckInResult.NOT_VALID, CheckInReason.NO_ENTRY
    is_inside = last is not None and last.kind == CheckInKind.ENTRY
    if door.mode == CheckInMode.DAILY and last is not None:
        is_inside = is_inside and timezone.localdate(last.scanned_at) == timezone.localdate(at)
    again = is_inside and door.mode != CheckInMode.MANY
    return (CheckInResult.ALREADY if again else CheckInResult.ADMITTED), ""


def _judged_exit(door: CheckInList, last: CheckIn | None) -> tuple[CheckInResult, str]:
    if not door.takes_exits:
        return CheckInResult.NOT_VALID, CheckInReason.NO_EXIT
    if last is not None and last.kind == CheckInKind.EXIT:
        return CheckInResult.ALREADY, ""
    # A list of exits alone knows nobody's entry.
    if last is None and door.takes_entries:
        return CheckInResult.NOT_VALID, CheckInReason.NOT_INSIDE
    return CheckInResult.ADMITTED, ""


@transaction.atomic
def take_back(*, keeper: Keeper, list_id: UUID, nonces: Sequence[UUID], now: datetime) -> int:
    """Undo what the same hand checked in by mistake; what is unknown or undone already is passed over.

    Returns how many were undone. Raises CheckInListUnknown, NotPermitted.
    """
    hold_help(keeper.helper.pk if keeper.helper else None)
    door = next((one for one in keeper.lists if one.pk == list_id), None)
    if door is None:
        raise CheckInListUnknown
    own = Q(device=keeper.device) if keeper.device else Q(device=None, person=keeper.person)
    asked = CheckIn.objects.filter(own, list=door, nonce__in=nonces)
    _hold((keeper.event.pk, pk) for pk in asked.values_list("registration_id", flat=True))
    rows = asked.filter(turn__isnull=False)
    by = keeper.person.pk if keeper.person else None
    undone = rows.update(turn=None, undone_at=now, undone_by=by, updated_at=now)
    if undone:
        record(keeper, "event.check_in_taken_back", keeper.event, list=str(door.pk), count=undone)
    return undone


@transaction.atomic
def undo(*, actor: Actor, event: Event, check_in_id: UUID, reason: str, now: datetime) -> CheckIn:
    """The host's own hand: what somebody checked in does not count. Raises NotPermitted, NotFound, NotCheckedIn, Invalid."""
    require_step(actor, "run_door", event)
    if not reason.strip():
        raise Invalid(fields={"reason": [REASON_NEEDED]})
    row = CheckIn.objects.filter(pk=check_in_id, list__event=event).first()
    if row is None:
        raise NotFound
    _hold([(event.pk, row.registration_id)])
    counted = CheckIn.objects.filter(pk=row.pk, turn__isnull=False)
    fields = {"undone_at": now, "undone_by": getattr(actor, "pk", None), "undo_reason": reason.strip()}
    if not counted.update(turn=None, updated_at=now, **fields):
        raise NotCheckedIn
    audit.record(actor, "event.check_in_undone", event, organizations=[event.organization_id], check_in=str(row.pk))
    return row


def record(keeper: Keeper, action: str, subject: Event | Registration, **data: object) -> None:
    audit.record_all([_entry_of(keeper, action, subject, audit.request_id(), **data)])


def _entry_of(
    keeper: Keeper, action: str, subject: Event | Registration, request_id: str, **data: object
) -> AuditEntry:
    """A device is nobody; the row says which one it was."""
    device = {"device": str(keeper.device.pk)} if keeper.device else {}
    actor, organizations = keeper.person or AnonymousUser(), [keeper.event.organization_id]
    return audit.entry_of(actor, action, subject, organizations=organizations, request_id=request_id, **device, **data)
