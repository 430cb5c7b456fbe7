"""The door: signed codes, what a device may and is told, and every answer a ticket can get."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as current
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.roadshows import tickets
from backend.roadshows.enums import CheckInKind
from backend.roadshows.models import CheckIn, CheckInDevice, CheckInList, Event, Registration
from backend.roadshows.selectors import door as selectors
from backend.roadshows.services.check_ins import judged
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import (
    CheckInListFactory,
    EventFactory,
    RegistrationFactory,
    TicketTypeFactory,
)
from tests.support.at_the_door import client_with, device_of, scan, send, text_of, wire, words
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(published=True)
    return made


@pytest.fixture
def phone(event: Event) -> APIClient:
    return device_of(event, "first")


# --- codes -------------------------------------------------------------------------------------------------------------


def test_a_code_is_read_and_its_signature_holds(event: Event) -> None:
    row = RegistrationFactory.create(event=event)
    code = tickets.read_code(text_of(row))
    assert code is not None
    assert (code.event, code.ticket, code.kind) == (event.code, row.code, tickets.kind_mark(row.ticket_type_id))
    assert tickets.is_signed(code, event.pk)
    assert not tickets.is_signed(code, uuid4())
    # It says nothing of the person, and a QR code packs it tightly.
    assert set(text_of(row)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.")


def test_a_code_with_any_letter_changed_is_no_code(event: Event) -> None:
    text = text_of(RegistrationFactory.create(event=event))
    for place, letter in enumerate(text):
        for other in {"A", "B", "4", "."} - {letter}:
            code = tickets.read_code(text[:place] + other + text[place + 1 :])
            assert code is None or not tickets.is_signed(code, event.pk)


def test_a_replaced_secret_still_opens_the_door_when_it_is_kept(event: Event, settings: Settings) -> None:
    row = RegistrationFactory.create(event=event)
    before, old = text_of(row), current.SECRET_KEY
    settings.SECRET_KEY = "a new secret"
    code = tickets.read_code(before)
    assert code is not None
    assert not tickets.is_signed(code, event.pk)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert tickets.is_signed(code, event.pk)
    assert len({key.id for key in tickets.door_keys(event.pk)}) == 2
    assert text_of(row) != before


# --- answers -----------------------------------------------------------------------------------------------------------


def test_every_answer_a_ticket_can_get(event: Event, phone: APIClient) -> None:
    good = RegistrationFactory.create(event=event)
    typed = RegistrationFactory.create(event=event)
    named = RegistrationFactory.create(event=event)
    states = {
        state: RegistrationFactory.create(event=event, state=state, **fields)
        for state, fields in {
            "cancelled": {"cancelled_at": clock.now()},
            "awaiting_payment": {},
            "expired": {},
        }.items()
    }
    stranger = RegistrationFactory.create()
    forged = text_of(good).replace(good.code, typed.code)
    results = send(
        phone,
        event,
        scan(good),
        scan(good),
        scan(code=typed.code.lower()),
        scan(registration=str(named.pk)),
        *(scan(row) for row in states.values()),
        scan(stranger),
        scan(ticket=forged),
        scan(ticket="https://example.com/"),
        scan(code="NOSUCH22"),
        scan(registration=str(stranger.pk)),
    )
    assert words(results) == [
        ("admitted", ""),
        ("already", ""),
        ("admitted", ""),
        ("admitted", ""),
        ("not_valid", "cancelled"),
        ("not_valid", "awaiting_payment"),
        ("not_valid", "expired"),
        ("not_valid", "other_event"),
        ("not_valid", "forged"),
        ("not_valid", "forged"),
        ("not_valid", "unknown"),
        ("not_valid", "unknown"),
    ]
    first = CheckIn.objects.get(registration=good, turn=1)
    assert [one["since"] for one in results[:2]] == [None, wire(first.scanned_at)]
    assert results[0]["guest"] == {
        "id": str(good.pk),
        "code": good.code,
        "name": good.name,
        "organization": good.organization_name,
        "kind": str(good.ticket_type_id),
        "answers": [],
    }
    assert [one["guest"] for one in results[7:]] == [None] * 5
    counted = CheckIn.objects.filter(turn__isnull=False).values_list("registration", flat=True)
    assert sorted(counted) == sorted([good.pk, typed.pk, named.pk])
    told = AuditEntry.objects.get(action="event.checked_in")
    assert (told.data["admitted"], told.data["read"], told.actor_id) == (3, 7, None)


def test_an_event_that_was_called_off_lets_nobody_in(event: Event, phone: APIClient) -> None:
    row = RegistrationFactory.create(event=event)
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_at=clock.now(), cancel_reason="台风")
    assert words(send(phone, event, scan(row))) == [("not_valid", "event_cancelled")]


def test_a_list_takes_its_kinds_and_a_device_its_lists(event: Event) -> None:
    vip = TicketTypeFactory.create(event=event, position=2, name="贵宾席")
    door = CheckInListFactory.create(event=event, position=2, name="贵宾室", kinds=[vip.pk])
    phone = device_of(event, "all")
    plain, guest = RegistrationFactory.create(event=event), RegistrationFactory.create(event=event, ticket_type=vip)
    assert words(send(phone, event, scan(plain), scan(guest), to=door)) == [("outside_kind", ""), ("admitted", "")]
    CheckInDevice.objects.get().lists.remove(door)
    assert words(send(phone, event, scan(guest), to=door)) == [("wrong_list", "")]
    elsewhere = EventFactory.create().check_in_lists.get()
    assert words(send(phone, event, scan(guest), to=elsewhere)) == [("wrong_list", "")]
    assert CheckIn.objects.count() == 2


NOON = datetime.fromisoformat("2026-11-29T12:00:00+08:00")
JUST_PAST_MIDNIGHT = datetime.fromisoformat("2026-11-30T00:10:00+08:00")


@pytest.mark.parametrize(
    ("mode", "exits", "kind", "last", "at", "expected"),
    [
        ("once", False, "entry", None, NOON, "admitted"),
        ("once", False, "entry", "entry", JUST_PAST_MIDNIGHT, "already"),
        ("daily", False, "entry", "entry", NOON, "already"),
        ("daily", False, "entry", "entry", JUST_PAST_MIDNIGHT, "admitted"),
        ("many", False, "entry", "entry", NOON, "admitted"),
        ("once", True, "entry", "exit", NOON, "admitted"),
        ("once", True, "exit", "entry", NOON, "admitted"),
        ("once", True, "exit", "exit", NOON, "already"),
        ("once", True, "exit", None, NOON, "not_inside"),
        ("once", False, "exit", "entry", NOON, "no_exit"),
    ],
)
def test_modes_and_exits(mode: str, exits: bool, kind: str, last: str | None, at: datetime, expected: str) -> None:
    """The same table holds for the page (`judge.test.ts`)."""
    door = CheckInList(mode=mode, takes_exits=exits)
    before = CheckIn(kind=CheckInKind(last), scanned_at=NOON) if last else None
    result, reason = judged(door, Event(state="live"), Registration(state="confirmed"), kind, at, before)
    assert (reason or result) == expected


def test_a_nonce_that_comes_again_gets_its_first_answer(event: Event, phone: APIClient) -> None:
    row, other = RegistrationFactory.create(event=event), RegistrationFactory.create(event=event)
    first, second = scan(row), scan(other)
    answered = send(phone, event, first, second, first)
    assert words(answered) == [("admitted", "")] * 3
    Registration.objects.filter(pk=row.pk).update(state="cancelled", cancelled_at=clock.now())
    assert send(phone, event, second, first) == [answered[1], answered[0]]
    assert CheckIn.objects.count() == 2
    assert AuditEntry.objects.filter(action="event.checked_in").count() == 1


def test_two_phones_without_the_net_that_let_one_ticket_in_are_a_conflict(event: Event, phone: APIClient) -> None:
    twice, once, gone = RegistrationFactory.create_batch(3, event=event)
    Registration.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=clock.now())
    other = device_of(event, "second")
    early = (clock.now() - timedelta(minutes=5)).isoformat()
    ahead = (clock.now() + timedelta(days=1)).isoformat()
    assert words(send(phone, event, scan(twice, source="offline", scanned_at=early), scan(once, source="offline"))) == [
        ("admitted", ""),
        ("admitted", ""),
    ]
    late = send(other, event, scan(twice, source="offline", scanned_at=ahead), scan(gone, source="offline"))
    assert [(one["result"], one["is_conflict"]) for one in late] == [("already", True), ("not_valid", True)]
    # No phone is ahead of the street's clock.
    assert not CheckIn.objects.filter(scanned_at__gt=clock.now()).exists()

    host = client_of(person_in(event.organization))
    report = host.get(f"{API}/events/{event.pk}/check-ins/?conflicts=true").json()["results"]
    seen = {one["guest"]["code"]: (one["by"], one["reason"], one["met"] and one["met"]["by"]) for one in report}
    assert seen == {twice.code: ("second", "", "first"), gone.code: ("second", "cancelled", None)}
    desk = host.get(f"{API}/events/{event.pk}/door/").json()["lists"][0]
    assert [desk[name] for name in ("expected", "came", "inside", "conflicts")] == [2, 2, 2, 2]
    # Asked online, a ticket that is in already is no conflict: nobody was let in.
    assert send(other, event, scan(once))[0]["is_conflict"] is False


def test_a_phone_that_let_somebody_in_alone_after_a_lost_answer_is_a_conflict(event: Event, phone: APIClient) -> None:
    row, other = RegistrationFactory.create(event=event), RegistrationFactory.create(event=event)
    send(phone, event, scan(row), scan(other))
    second = device_of(event, "second")
    lost, kept = scan(row), scan(other)
    assert [(one["result"], one["is_conflict"]) for one in send(second, event, lost, kept)] == [("already", False)] * 2
    # The same scans again, from the queue: of one the phone never had the answer, of the other it asks once more.
    for _ in range(2):
        told = send(second, event, {**lost, "source": "offline"}, kept)
        assert [(one["result"], one["is_conflict"]) for one in told] == [("already", True), ("already", False)]
    assert {one.registration_id for one in CheckIn.objects.filter(is_conflict=True)} == {row.pk}
    # Who was rightly let in stays so, whatever is sent of it later.
    first = CheckIn.objects.get(registration=row, result="admitted")
    assert send(phone, event, {**scan(row), "nonce": str(first.nonce), "source": "offline"})[0]["is_conflict"] is False


def test_a_secret_that_opens_nothing_is_refused_before_a_body_is_read(event: Event, phone: APIClient) -> None:
    address = f"{API}/door/{event.pk}/scans/"
    assert phone.post(address, {}, format="json").status_code == 400
    assert client_with("a guess").post(address, {}, format="json").status_code == 401


def test_a_batch_costs_the_same_however_many_it_holds(
    event: Event, phone: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = RegistrationFactory.create_batch(31, event=event)
    door = event.check_in_lists.get()
    send(phone, event, scan(rows[0]))
    # The clock twice, the device, its lists; then begin, tickets, what counts, the rows, whether a system of the host's
    # listens, one audit row, commit; and what the host wants seen of the answers.
    for some in (rows[1:2], rows[2:]):
        body = {"list": str(door.pk), "scans": [scan(row) for row in some]}
        with django_assert_num_queries(12):
            phone.post(f"{API}/door/{event.pk}/scans/", body, format="json")
    assert CheckIn.objects.filter(turn=1).count() == 31


# --- what a device is told, and may ----------------------------------------------------------------------------------------


def test_a_device_is_told_what_it_needs_to_go_on_alone(event: Event, phone: APIClient) -> None:
    door = phone.get(f"{API}/door/{event.pk}/").json()
    assert (door["event"], door["code"], door["device"]) == (str(event.pk), event.code, "first")
    assert [one["id"] for one in door["lists"]] == [str(event.check_in_lists.get().pk)]
    assert [one["id"] for one in door["keys"]] == [tickets.door_keys(event.pk)[0].id]
    assert datetime.fromisoformat(door["closes_at"]) == event.ends_at + timedelta(hours=24)


def test_the_roster_says_no_more_than_a_door_needs(
    event: Event, phone: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "ROSTER_PAGE", 2)
    come, paying = RegistrationFactory.create(event=event), RegistrationFactory.create(event=event)
    gone = RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now())
    RegistrationFactory.create()
    Registration.objects.filter(pk=paying.pk).update(state="awaiting_payment")
    send(phone, event, scan(come))
    first = phone.get(f"{API}/door/{event.pk}/roster/").json()
    rest = phone.get(f"{API}/door/{event.pk}/roster/?after={first['after']}").json()
    door, at = str(event.check_in_lists.get().pk), wire(CheckIn.objects.get().scanned_at)
    assert first["guests"][0] == {
        "id": str(come.pk),
        "code": come.code,
        "name": come.name,
        "organization": come.organization_name,
        "kind": str(come.ticket_type_id),
        "state": "confirmed",
        "marks": [{"list": door, "kind": "entry", "at": at}],
        "answers": [],
    }
    assert [(one["id"], one["name"]) for one in (*first["guests"], *rest["guests"])] == [
        (str(come.pk), come.name),
        (str(paying.pk), paying.name),
        (str(gone.pk), ""),
    ]
    assert rest["after"] is None


def test_a_door_for_some_kinds_knows_nobody_else(event: Event) -> None:
    dinner, hall = TicketTypeFactory.create(event=event, position=2, name="晚宴票"), event.ticket_types.get(position=1)
    event.check_in_lists.update(kinds=[dinner.pk])
    CheckInListFactory.create(event=event, position=2, name="主会场")
    guests = {kind.pk: RegistrationFactory.create(event=event, ticket_type=kind) for kind in (dinner, hall)}
    for doors, known in (([1], {dinner.pk}), ([1, 2], {dinner.pk, hall.pk})):
        phone = device_of(event, f"at-{doors}")
        phone_lists = CheckInDevice.objects.get(name=f"at-{doors}").lists
        phone_lists.set(event.check_in_lists.filter(position__in=doors))
        rows = phone.get(f"{API}/door/{event.pk}/roster/").json()["guests"]
        named = {row["kind"] for row in rows if row["name"]}
        assert (len(rows), named) == (2, {str(kind) for kind in known}), doors
        # Nor does asking for somebody by the id of their ticket say more.
        told = send(phone, event, *(scan(row) for row in guests.values()), to=event.check_in_lists.get(position=1))
        assert {one["guest"]["kind"] for one in told if one["guest"]["name"]} == named, doors
    at_desk = client_of(person_in(event.organization, MemberRole.MEMBER)).get(f"{API}/door/{event.pk}/roster/")
    assert {row["name"] for row in at_desk.json()["guests"]} == {row.name for row in guests.values()}


def test_asked_since_a_moment_the_roster_answers_what_changed(event: Event, phone: APIClient) -> None:
    quiet, moved, read = RegistrationFactory.create_batch(3, event=event)
    long_ago = clock.now() - timedelta(hours=2)
    Registration.objects.update(updated_at=long_ago)
    Registration.objects.filter(pk=moved.pk).update(updated_at=clock.now())
    send(phone, event, scan(read))
    since = (clock.now() - timedelta(minutes=1)).isoformat().replace("+", "%2B")
    answer = phone.get(f"{API}/door/{event.pk}/roster/?since={since}").json()
    assert {one["id"] for one in answer["guests"]} == {str(moved.pk), str(read.pk)}
    assert str(quiet.pk) not in str(answer)


def test_a_device_opens_nothing_but_its_door(event: Event, phone: APIClient) -> None:
    other = EventFactory.create(published=True)
    assert phone.get(f"{API}/door/{other.pk}/").status_code == 404
    for path in ("registrations/", "registrations/export/", "door/", "check-ins/"):
        assert phone.get(f"{API}/events/{event.pk}/{path}").status_code == 401
    assert phone.post(f"{API}/events/{event.pk}/door/devices/", {}, format="json").status_code == 401
    assert phone.get(f"{API}/me/").status_code == 401


@pytest.mark.parametrize("why", ["revoked", "over", "unknown"])
def test_a_link_that_ended_reads_and_writes_nothing(event: Event, phone: APIClient, why: str) -> None:
    row = RegistrationFactory.create(event=event)
    body = {"list": str(event.check_in_lists.get().pk), "scans": [scan(row)]}
    if why == "revoked":
        CheckInDevice.objects.update(revoked_at=clock.now())
    elif why == "over":
        ago = clock.now() - timedelta(hours=25)
        Event.objects.filter(pk=event.pk).update(starts_at=ago - timedelta(hours=2), ends_at=ago)
    client = client_with("no such secret") if why == "unknown" else phone
    answers = [
        client.get(f"{API}/door/{event.pk}/"),
        client.get(f"{API}/door/{event.pk}/roster/"),
        client.post(f"{API}/door/{event.pk}/scans/", body, format="json"),
    ]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(401, "roadshows.device_refused")}
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 200), ("reader", 403), ("outsider", 403), ("nobody", 401)],
)
def test_the_door_is_kept_by_the_hosts_people(event: Event, who: str, status: int) -> None:
    row = RegistrationFactory.create(event=event)
    people: dict[str, Callable[[], Any]] = {
        "member": lambda: person_in(event.organization, MemberRole.MEMBER),
        "reader": lambda: person_in(event.organization, MemberRole.READER),
        "outsider": UserFactory.create,
        "nobody": lambda: None,
    }
    client = client_of(people[who]())
    body = {"list": str(event.check_in_lists.get().pk), "scans": [scan(row)]}
    answers = [
        client.get(f"{API}/door/{event.pk}/"),
        client.get(f"{API}/door/{event.pk}/roster/"),
        client.get(f"{API}/events/{event.pk}/door/"),
        client.get(f"{API}/events/{event.pk}/check-ins/"),
        client.post(f"{API}/door/{event.pk}/scans/", body, format="json"),
    ]
    assert [one.status_code for one in answers] == [status] * 5
    assert CheckIn.objects.count() == (1 if status == 200 else 0)


# --- undoing -----------------------------------------------------------------------------------------------------------


def _take_back(client: APIClient, event: Event, *nonces: str) -> int:
    body = {"list": str(event.check_in_lists.get().pk), "nonces": nonces}
    return int(client.post(f"{API}/door/{event.pk}/undo/", body, format="json").json()["undone"])


def test_a_device_undoes_its_own_slips(event: Event, phone: APIClient) -> None:
    row, slip = RegistrationFactory.create(event=event), str(uuid4())
    other = device_of(event, "second")
    send(phone, event, scan(row, nonce=slip))
    assert _take_back(other, event, slip) == 0
    assert [_take_back(phone, event, slip, str(uuid4())), _take_back(phone, event, slip)] == [1, 0]
    assert words(send(other, event, scan(row))) == [("admitted", "")]
    assert sorted(CheckIn.objects.values_list("turn", flat=True), key=str) == [1, None]
    assert AuditEntry.objects.filter(action="event.check_in_taken_back").count() == 1


def test_the_host_undoes_with_a_reason(event: Event, phone: APIClient) -> None:
    send(phone, event, scan(RegistrationFactory.create(event=event)))
    row = CheckIn.objects.get()
    address = f"{API}/events/{event.pk}/check-ins/{row.pk}/undo/"
    host, reader = (client_of(person_in(event.organization, role)) for role in (MemberRole.MEMBER, MemberRole.READER))
    assert reader.post(address, {"reason": "误扫"}, format="json").status_code == 403
    assert host.post(address, {"reason": " "}, format="json").status_code == 400
    done = host.post(address, {"reason": "误扫"}, format="json").json()
    assert (done["counts"], done["undo_reason"], done["result"]) == (False, "误扫", "admitted")
    again = host.post(address, {"reason": "误扫"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.not_checked_in")
    assert AuditEntry.objects.filter(action="event.check_in_undone").count() == 1
