"""What the devices of a moment read is judged together: each is told what it would be told alone, and no ticket passes twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.models import AuditEntry, OutboxEvent
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import CheckInKind, CheckInSource, DeviceRole, HookKind, QuestionKind
from backend.roadshows.errors import DeviceRefused
from backend.roadshows.events import CheckedIn
from backend.roadshows.models import Answer, CheckIn, CheckInDevice, CheckInList, Event, Registration
from backend.roadshows.services import check_ins, reading
from backend.roadshows.services.check_ins import Scan
from backend.webhooks.services import endpoints
from tests.factories.roadshows import (
    CheckInDeviceFactory,
    CheckInListFactory,
    EventFactory,
    EventHelperFactory,
    QuestionFactory,
    RegistrationFactory,
    TicketTypeFactory,
)
from tests.support.at_the_door import text_of
from tests.support.pitch_cast import person_in
from tests.support.races import at_once, locked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def _scan(row: Registration | None = None, **fields: Any) -> Scan:
    ticket = text_of(row) if row is not None else ""
    told = {"kind": CheckInKind.ENTRY, "source": CheckInSource.ONLINE, "ticket": ticket, **fields}
    return Scan(new_id(), scanned_at=clock.now(), **told)


def _asked(event: Event, secret: str, *scans: Scan, list_id: UUID | None = None) -> reading._Asked:
    door = list_id or event.check_in_lists.order_by("position")[0].pk
    return reading._Asked(secret, event.pk, door, scans, "a-request")


def _alone(asked: reading._Asked) -> list[reading.Told]:
    return reading.read(reading.keeper_by_secret(asked.secret, asked.event_id), asked.list_id, asked.scans)


def _as_told(told: list[reading.Told] | None) -> Any:
    if told is None:
        return None
    return [(one.result, one.reason, one.is_conflict, one.since, one.guest and _who(one.guest)) for one in told]


def _who(guest: reading.Arrival) -> Any:
    return guest.id, guest.code, guest.name, guest.organization, guest.kind, [one.values for one in guest.answers]


def _written() -> list[Any]:
    columns = ("nonce", "list", "registration", "kind", "result", "reason", "turn", "source", "device", "met__nonce")
    return sorted(CheckIn.objects.values_list(*columns, "is_conflict"), key=str)


def _forget() -> None:
    CheckIn.objects.all().delete()


class Street:
    """Two events with their devices: at the door, at a kiosk, for one kind of ticket alone."""

    def __init__(self) -> None:
        self.event, self.other = EventFactory.create_batch(2, published=True)
        self.rows = RegistrationFactory.create_batch(4, event=self.event)
        self.stranger = RegistrationFactory.create(event=self.other)
        self.gone = RegistrationFactory.create(event=self.event, state="cancelled", cancelled_at=clock.now())
        question = QuestionFactory.create(event=self.event, kind=QuestionKind.SHORT_TEXT, is_shown_at_door=True)
        Answer.objects.create(registration=self.rows[0], question=question, values=["素食"])
        special = TicketTypeFactory.create(event=self.event, position=5)
        self.narrow = CheckInListFactory.create(event=self.event, position=2, kinds=[special.pk])
        for secret, role in (("a", DeviceRole.DOOR), ("b", DeviceRole.DOOR), ("kiosk", DeviceRole.KIOSK)):
            CheckInDeviceFactory.create(event=self.event, secret=secret, role=role)
        CheckInDeviceFactory.create(event=self.other, secret="other")
        narrow = CheckInDeviceFactory.create(event=self.event, secret="narrow")
        narrow.lists.set([self.narrow])

    def asked(self) -> list[reading._Asked]:
        one, two, three, four = self.rows
        again = _scan(two)
        narrow = partial(_asked, self.event, list_id=self.narrow.pk)
        return [
            _asked(self.event, "a", _scan(one), _scan(two), again),
            _asked(self.event, "b", _scan(one), _scan(code=three.code.lower()), _scan(ticket="https://example.com/")),
            _asked(self.other, "other", _scan(self.stranger), _scan(one)),
            _asked(self.event, "kiosk", _scan(four), _scan(self.gone), _scan(registration=one.pk)),
            _asked(self.event, "a", again, _scan(one, source=CheckInSource.OFFLINE)),
            narrow("narrow", _scan(four)),
            narrow("a", _scan(four)),
            _asked(self.event, "b", _scan(three, kind=CheckInKind.EXIT)),
        ]


def test_each_is_told_what_they_would_be_told_alone() -> None:
    street = Street()
    asked = street.asked()
    alone = [_as_told(_alone(one)) for one in asked]
    written, trail = _written(), AuditEntry.objects.filter(action="event.checked_in")
    acts = Counter(trail.values_list("subject_id", "data__device", "data__admitted", "data__read"))
    assert len(written) >= 8
    _forget()
    trail_before = set(trail.values_list("pk", flat=True))
    together = [_as_told(one) for one in reading._together(asked)]
    assert [_timeless(one) for one in together] == [_timeless(one) for one in alone]
    assert _written() == written
    acts_together = trail.exclude(pk__in=trail_before)
    assert Counter(acts_together.values_list("subject_id", "data__device", "data__admitted", "data__read")) == acts
    assert set(acts_together.values_list("request_id", flat=True)) == {"a-request"}
    # What each is asked again gets its first answer, together as well.
    assert next(_as_told(one) for one in reading._together(asked)) == together[0]
    assert _written() == written


def _timeless(told: Any) -> Any:
    """Whether it passed before stays; when it did is of each time."""
    if told is None:
        return None
    return [(*before, at is not None, guest) for *before, at, guest in told]


@pytest.mark.parametrize("why", ["unknown", "revoked", "over", "another event", "who helps"])
def test_a_device_that_is_not_plainly_good_is_looked_at_alone(why: str) -> None:
    event = EventFactory.create(published=True)
    device, row = CheckInDeviceFactory.create(event=event, secret="mine"), RegistrationFactory.create(event=event)
    CheckInDeviceFactory.create(event=event, secret="good")
    asked = _asked(event, "mine", _scan(row))
    devices = CheckInDevice.objects.filter(pk=device.pk)
    if why == "unknown":
        devices.update(secret_digest="0" * 64)
    elif why == "revoked":
        devices.update(revoked_at=clock.now())
    elif why == "over":
        elsewhere = EventFactory.create(published=True)
        day = clock.now() - timedelta(days=30)
        Event.objects.filter(pk=elsewhere.pk).update(starts_at=day, ends_at=day + timedelta(hours=2))
        devices.update(event=elsewhere)
    elif why == "another event":
        devices.update(event=EventFactory.create(published=True))
    else:
        devices.update(helper=EventHelperFactory.create(event=event))
    found = reading._together([asked, _asked(event, "good", _scan(row))])
    assert found[0] is None
    assert found[1] is not None
    assert [one.result for one in found[1]] == ["admitted"]
    refused = NotFound if why == "another event" else DeviceRefused
    with pytest.raises(refused):
        _alone(asked)


def test_a_ticket_that_is_not_there_or_held_is_looked_at_alone_and_holds_up_nobody() -> None:
    event = EventFactory.create(published=True)
    free, held = RegistrationFactory.create_batch(2, event=event)
    for secret in ("a", "b", "c"):
        CheckInDeviceFactory.create(event=event, secret=secret)
    asked = [
        _asked(event, "a", _scan(free), _scan(held)),
        _asked(event, "b", _scan(code="NOSUCH22")),
        _asked(event, "c", _scan(free)),
    ]
    with locked(lambda: Registration.objects.select_for_update().get(pk=held.pk)):
        found = reading._together(asked)
    assert [one and _told(one) for one in found] == [None, None, ["admitted"]]
    # Nothing is kept of who is looked at alone.
    assert CheckIn.objects.count() == 1
    # The control: it was that ticket.
    assert reading._together(asked)[0] is not None


def test_it_costs_the_same_however_many_read() -> None:
    event = EventFactory.create(published=True)
    for number in range(12):
        CheckInDeviceFactory.create(event=event, secret=f"device-{number}", last_seen_at=clock.now())

    def cost(numbers: Sequence[int]) -> int:
        rows = RegistrationFactory.create_batch(len(numbers), event=event)
        asked = [_asked(event, f"device-{number}", _scan(row)) for number, row in zip(numbers, rows, strict=True)]
        with CaptureQueriesContext(connection) as queries:
            assert None not in reading._together(asked)
        return len(queries)

    clock.now()
    # The devices with their events and lists; begin, tickets, what counts, the rows, the trail, commit.
    assert [cost(range(2)), cost(range(12))] == [7, 7]
    QuestionFactory.create(event=event, kind=QuestionKind.SHORT_TEXT, is_shown_at_door=True)
    # And what the host wants seen of the answers, where it wants any.
    assert [cost(range(2)), cost(range(12))] == [8, 8]


def test_of_several_hosts_those_are_told_whose_systems_listen() -> None:
    street = Street()
    asked = [_asked(street.event, "a", _scan(street.rows[0])), _asked(street.other, "other", _scan(street.stranger))]

    def heard() -> set[UUID]:
        _forget()
        OutboxEvent.objects.all().delete()
        assert None not in reading._together(asked)
        return {UUID(row.payload["event_id"]) for row in OutboxEvent.objects.filter(name=CheckedIn.name)}

    def listen(event: Event, kind: HookKind) -> None:
        boss = person_in(event.organization, MemberRole.ADMIN)
        endpoints.add_endpoint(
            actor=boss, organization=event.organization, url="https://hooks.example.com/", note="", kinds=[kind]
        )

    assert heard() == set()
    listen(street.event, HookKind.REGISTRATION_CANCELLED)
    listen(street.other, HookKind.CHECKED_IN)
    assert heard() == {street.other.pk}
    listen(street.event, HookKind.CHECKED_IN)
    assert heard() == {street.event.pk, street.other.pk}


def _readers(event: Event, rows: Sequence[Registration]) -> list[Callable[[], Any]]:
    secrets = [f"device-{number}" for number in range(len(rows))]
    for secret in secrets:
        CheckInDeviceFactory.create(event=event, secret=secret)
    door = event.check_in_lists.get().pk
    return [
        partial(reading.read_by_device, secret, event.pk, door, [_scan(row)])
        for secret, row in zip(secrets, rows, strict=True)
    ]


def _results(found: Sequence[Any]) -> Counter[str]:
    return Counter(told for one in found for told in _told(one))


def _told(found: Any) -> list[str]:
    return [one.result for one in found] if isinstance(found, list) else [repr(found)]


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were answered together each time from now on."""
    found: list[int] = []
    work = reading._readings._work

    def counted(asked: Any) -> Any:
        answers = work(asked)
        found.append(sum(one is not None for one in answers))
        return answers

    monkeypatch.setattr(reading._readings, "_work", counted)
    return found


def test_everybody_who_is_read_at_once_comes_in_once(moments: list[int]) -> None:
    event = EventFactory.create(published=True)
    assert _results(at_once(_readers(event, RegistrationFactory.create_batch(24, event=event)))) == {"admitted": 24}
    assert CheckIn.objects.filter(turn=1).values("registration").distinct().count() == 24
    # It is what this is for: most of them were not alone.
    assert sum(moments) > 12


def test_one_ticket_that_many_devices_read_at_once_comes_in_once() -> None:
    event = EventFactory.create(published=True)
    row = RegistrationFactory.create(event=event)
    assert _results(at_once(_readers(event, [row] * 24))) == {"admitted": 1, "already": 23}
    assert CheckIn.objects.filter(turn__isnull=False).count() == 1


def test_without_what_is_remembered_of_the_moment_it_would_come_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what was let in a line before is seen by the next line of the same moment."""
    event = EventFactory.create(published=True)
    row, door = RegistrationFactory.create(event=event), event.check_in_lists.get()
    for secret in ("a", "b"):
        CheckInDeviceFactory.create(event=event, secret=secret)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadshows_checkin DROP CONSTRAINT check_in_turn_once")
    try:
        judged = check_ins.judged

        def forgetful(list_: CheckInList, of: Event, ticket: Registration, kind: str, at: datetime, _last: Any) -> Any:
            return judged(list_, of, ticket, kind, at, None)

        monkeypatch.setattr(check_ins, "judged", forgetful)
        found = reading._together([_asked(event, "a", _scan(row)), _asked(event, "b", _scan(row))])
        assert _results(found) == {"admitted": 2}
        assert CheckIn.objects.filter(list=door, turn__isnull=False).count() == 2
    finally:
        _forget()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE roadshows_checkin ADD CONSTRAINT check_in_turn_once UNIQUE (list_id, registration_id, turn)"
            )


def test_what_crashes_for_many_is_done_alone_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("broken")

    monkeypatch.setattr(reading, "check_in_together", broken)
    event = EventFactory.create(published=True)
    assert _results(at_once(_readers(event, RegistrationFactory.create_batch(8, event=event)))) == {"admitted": 8}


def test_a_list_that_is_not_the_devices_opens_nothing() -> None:
    event = EventFactory.create(published=True)
    row = RegistrationFactory.create(event=event)
    CheckInDeviceFactory.create(event=event, secret="a")
    elsewhere = CheckInList.objects.get(event=EventFactory.create(published=True))
    found = reading._together([_asked(event, "a", _scan(row), list_id=elsewhere.pk)])
    assert _results(found) == {"wrong_list": 1}
    assert not CheckIn.objects.exists()
