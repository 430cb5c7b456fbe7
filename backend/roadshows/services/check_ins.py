"""Checking in: what is read at a door, judged once, and undone when it was a slip.

A batch costs five queries however many scans it has. Tickets are held while they are judged, and the database refuses a
second entry of the same turn besides.
"""

from collections.abc import Iterable, Sequence
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


@transaction.atomic
def check_in(*, keeper: Keeper, list_id: UUID, scans: Sequence[Scan], now: datetime) -> list[Verdict]:
    """Judge what was read at one list, in the order it was read. A nonce that comes again gets its first answer.

    A scan made without the net has let somebody in already: where that was wrong, the row says so (`is_conflict`).
    Raises NotPermitted for a helper whose help has ended meanwhile.
    """
    hold_help(keeper.helper.pk if keeper.helper else None)
    door = next((one for one in keeper.lists if one.pk == list_id), None)
    if door is None:
        return [Verdict(scan.nonce, CheckInResult.WRONG_LIST) for scan in scans]
    read = [_read(scan, keeper) for scan in scans]
    held = _hold(keeper.event, read)
    book = _Book(keeper, door, held, now)
    book.recall({scan.nonce for scan in scans})
    verdicts = [book.judge(scan, key) for scan, key in zip(scans, read, strict=True)]
    CheckIn.objects.bulk_create(book.written)
    CheckIn.objects.bulk_update(book.amended, ["source", "is_conflict", "scanned_at", "updated_at"])
    if any(row.is_conflict for row in (*book.written, *book.amended)):
        outbox.publish(CheckInsConflicted(event_id=keeper.event.pk))
    counted = [row for row in book.written if row.turn is not None]
    if counted and is_wanted(keeper.event.organization_id, HookKind.CHECKED_IN):
        outbox.publish(CheckedIn(event_id=keeper.event.pk, check_in_ids=tuple(row.pk for row in counted)))
    if book.written:
        admitted = sum(row.result == CheckInResult.ADMITTED for row in book.written)
        record(keeper, "event.checked_in", keeper.event, list=str(door.pk), admitted=admitted, read=len(book.written))
    return verdicts


# A ticket by its id or its short code, or why there is none.
Key = UUID | str | CheckInReason


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


def _hold(event: Event, keys: Iterable[Key]) -> dict[Key, Registration]:
    """The tickets by what was read of them, held in one order against other doors and against being given back."""
    asked = [key for key in keys if not isinstance(key, CheckInReason)]
    ids, codes = [key for key in asked if isinstance(key, UUID)], [key for key in asked if isinstance(key, str)]
    found = Registration.objects.filter(Q(pk__in=ids) | Q(code__in=codes), event=event).select_related("ticket_type")
    rows = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {key: row for row in rows for key in (row.pk, row.code)}


class _Book:
    """What is known of the held tickets at one list, and what is written of them."""

    def __init__(self, keeper: Keeper, door: CheckInList, held: dict[Key, Registration], now: datetime) -> None:
        self.keeper, self.door, self.held, self.now = keeper, door, held, now
        self.last: dict[UUID, CheckIn] = {}
        self.answered: dict[tuple[UUID, UUID], CheckIn] = {}
        self.written: list[CheckIn] = []
        self.amended: list[CheckIn] = []

    def recall(self, nonces: set[UUID]) -> None:
        """What counts so far, the newest of each ticket, and what the nonces were answered before."""
        tickets = {row.pk for row in self.held.values()}
        rows = CheckIn.objects.filter(list=self.door, registration__in=tickets).select_related("met")
        for row in rows.filter(Q(turn__isnull=False) | Q(nonce__in=nonces)).order_by("turn"):
            self.answered[row.registration_id, row.nonce] = row
            if row.turn is not None:
                self.last[row.registration_id] = row

    def judge(self, scan: Scan, key: Key) -> Verdict:
        if isinstance(key, CheckInReason):
            return Verdict(scan.nonce, CheckInResult.NOT_VALID, key)
        ticket = self.held.get(key)
        if ticket is None:
            return Verdict(scan.nonce, CheckInResult.NOT_VALID, CheckInReason.UNKNOWN)
        row = self.answered.get((ticket.pk, scan.nonce))
        if row is None:
            row = self._write(scan, ticket)
        elif scan.source == CheckInSource.OFFLINE and row.source != CheckInSource.OFFLINE and not _has_passed(row):
            self._amend(row, scan)
        since = row.met.scanned_at if row.met else None
        return Verdict(scan.nonce, row.result, row.reason, since, ticket, row.is_conflict)

    def _write(self, scan: Scan, ticket: Registration) -> CheckIn:
        is_offline = scan.source == CheckInSource.OFFLINE
        at = self._time_of(scan) if is_offline else self.now
        last = self.last.get(ticket.pk)
        result, reason = judged(self.door, self.keeper.event, ticket, scan.kind, at, last)
        counts = result == CheckInResult.ADMITTED
        row = CheckIn(
            list=self.door,
            registration=ticket,
            nonce=scan.nonce,
            kind=scan.kind,
            result=result,
            reason=reason,
            turn=(last.turn or 0) + 1 if counts and last else 1 if counts else None,
            source=scan.source,
            scanned_at=at,
            synced_at=self.now,
            device=self.keeper.device,
            person=self.keeper.person,
            is_conflict=is_offline and scan.kind == CheckInKind.ENTRY and not counts,
            met=last if result == CheckInResult.ALREADY else None,
        )
        self.written.append(row)
        self.answered[ticket.pk, scan.nonce] = row
        if counts:
            self.last[ticket.pk] = row
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
    _hold(keeper.event, asked.values_list("registration_id", flat=True))
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
    _hold(event, [row.registration_id])
    counted = CheckIn.objects.filter(pk=row.pk, turn__isnull=False)
    fields = {"undone_at": now, "undone_by": getattr(actor, "pk", None), "undo_reason": reason.strip()}
    if not counted.update(turn=None, updated_at=now, **fields):
        raise NotCheckedIn
    audit.record(actor, "event.check_in_undone", event, organizations=[event.organization_id], check_in=str(row.pk))
    return row


def record(keeper: Keeper, action: str, subject: Event | Registration, **data: object) -> None:
    """A device is nobody; the row says which one it was."""
    device = {"device": str(keeper.device.pk)} if keeper.device else {}
    actor = keeper.person or AnonymousUser()
    audit.record(actor, action, subject, organizations=[keeper.event.organization_id], **device, **data)
