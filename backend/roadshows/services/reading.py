"""Reading tickets at a door: by somebody of the host's alone, by a device together with whatever others read at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.core import audit, clock
from backend.core.combining import Combiner
from backend.roadshows.enums import CheckInResult
from backend.roadshows.models import Answer, CheckInDevice, Registration
from backend.roadshows.selectors.asking import answers_at_door
from backend.roadshows.selectors.door import (
    Keeper,
    coming_through,
    device_by_secret,
    device_keeper,
    is_named,
    keepers_by_secret,
    said_at,
)
from backend.roadshows.services.check_ins import Reading, Scan, Verdict, check_in, check_in_together

# Often enough to tell which devices are at work, seldom enough not to write with every scan.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who a ticket is of, as far as the door may know, and what it may see of their answers."""

    id: UUID
    code: str
    name: str
    organization: str
    kind: UUID
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict as a door is told it."""

    nonce: UUID
    result: str
    reason: str
    since: datetime | None
    is_conflict: bool
    guest: Arrival | None


@dataclass(frozen=True, slots=True)
class _Asked:
    secret: str
    event_id: UUID
    list_id: UUID
    scans: Sequence[Scan]
    request_id: str


def keeper_by_secret(secret: str, event_id: UUID) -> Keeper:
    """The device a secret belongs to, which is at work now. Raises DeviceRefused, NotFound for an event that is not its own."""
    now = clock.now()
    keeper = device_keeper(device_by_secret(secret, now), event_id)
    _see([keeper], now)
    return keeper


def read(keeper: Keeper, list_id: UUID, scans: Sequence[Scan]) -> list[Told]:
    """`check_in`, and what the door is told. Raises what that raises."""
    return told_at(keeper, check_in(keeper=keeper, list_id=list_id, scans=scans, now=clock.now()))


def read_by_device(secret: str, event_id: UUID, list_id: UUID, scans: Sequence[Scan]) -> list[Told]:
    """`read` for the device a secret belongs to. Raises what that and `keeper_by_secret` raise."""
    asked = _Asked(secret, event_id, list_id, scans, audit.request_id())
    return _readings.do(asked, lambda: read(keeper_by_secret(secret, event_id), list_id, scans))


def told_at(keeper: Keeper, verdicts: Sequence[Verdict]) -> list[Told]:
    return _told(keeper, verdicts, said_at(keeper, _guests(verdicts)))


def _guests(verdicts: Sequence[Verdict]) -> list[Registration]:
    return [one.guest for one in verdicts if one.guest is not None]


def _told(keeper: Keeper, verdicts: Sequence[Verdict], answers: Mapping[UUID, Sequence[Answer]]) -> list[Told]:
    """Who is let in is called by name; of anybody else the door knows who they are only where it is theirs."""
    found = [(one, one.guest) for one in verdicts if one.guest is not None]
    known = {guest.pk for one, guest in found if one.result == CheckInResult.ADMITTED or is_named(keeper, guest)}

    def arrival(guest: Registration) -> Arrival:
        name, organization = (guest.name, guest.organization_name) if guest.pk in known else ("", "")
        return Arrival(guest.pk, guest.code, name, organization, guest.ticket_type_id, answers.get(guest.pk, ()))

    return [
        Told(one.nonce, one.result, one.reason, one.since, one.is_conflict, arrival(one.guest) if one.guest else None)
        for one in verdicts
    ]


def _together(asked: Sequence[_Asked]) -> list[list[Told] | None]:
    """None for whom is to be looked at alone, or refused there; a device of another event is. One query for what all of them
    may see of answers.
    """
    now = clock.soon()
    keepers = keepers_by_secret({one.secret for one in asked}, now)
    good = {
        number: Reading(keeper, one.list_id, one.scans, one.request_id)
        for number, one in enumerate(asked)
        if (keeper := keepers.get(one.secret)) is not None and keeper.event.pk == one.event_id
    }
    _see([one.keeper for one in good.values()], now)
    answers = zip(good.items(), check_in_together([*good.values()], now=now), strict=True)
    judged = {number: (one.keeper, verdicts) for (number, one), verdicts in answers if verdicts is not None}
    coming = {number: coming_through(keeper, _guests(verdicts)) for number, (keeper, verdicts) in judged.items()}
    ids = {pk for some in coming.values() for pk in some}
    said = answers_at_door(ids) if ids else {}
    told = {
        number: _told(keeper, verdicts, {pk: said[pk] for pk in coming[number]})
        for number, (keeper, verdicts) in judged.items()
    }
    return [told.get(number) for number in range(len(asked))]


def _see(keepers: Sequence[Keeper], now: datetime) -> None:
    devices = [one.device for one in keepers if one.device is not None]
    due = {one.pk for one in devices if one.last_seen_at is None or one.last_seen_at < now - _SEEN_EVERY}
    if due:
        CheckInDevice.objects.filter(pk__in=due).update(last_seen_at=now)


# One for the process. The devices of a door come again and again: so many of them in one go is what makes a door quick.
_GATHER_SECONDS = 0.01
_readings: Combiner[_Asked, list[Told]] = Combiner(
    _together, gather_seconds=_GATHER_SECONDS, takes_one=True, of_the_same=True
)
