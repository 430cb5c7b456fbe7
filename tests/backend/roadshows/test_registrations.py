"""Registering without an account: codes, seats, one answer for one key, tickets, and who reads the guests."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from backend.accounts.models import User
from backend.accounts.sms import MemorySms
from backend.core import clock
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows import consent
from backend.roadshows.models import ContactCode, Event, Quota, Registration
from backend.roadshows.services.codes import forget_expired_codes
from backend.roadshows.services.event_states import cancel_event
from backend.roadshows.tickets import secret_of, signed_code
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import OrganizationFactory, belongs
from tests.factories.roadshows import EventFactory, HostFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"
GUEST = "guest@example.com"


@pytest.fixture(autouse=True)
def _messages(settings: Settings) -> None:
    settings.SMS_BACKEND = "backend.accounts.sms.MemorySms"
    MemorySms.outbox.clear()


def _mails() -> list[EmailMessage]:
    return list(mail.outbox)


def _ask(event: Event, contact: str = GUEST) -> str:
    """The six digits that were sent to the contact."""
    answer = client_of().post(f"{API}/events/{event.pk}/codes/", {"contact": contact}, format="json")
    assert (answer.status_code, answer.content) == (204, b""), answer.content
    text = str(_mails()[-1].body) if "@" in contact else MemorySms.outbox[-1].text
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found.group()


def _register(event: Event, code: str, *, key: str = "", **changes: Any) -> Any:
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": GUEST,
        "code": code,
        "consent_version": consent.current().version,
    } | changes
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client_of().post(f"{API}/events/{event.pk}/registrations/", body, format="json", headers=headers)


def _taken(event: Event) -> int:
    taken = Quota.objects.get(event=event).taken
    assert taken == Registration.objects.filter(event=event, state="confirmed").count()
    return taken


def test_guest_registers_in_one_screen_and_holds_a_ticket_with_a_qr_code() -> None:
    event = EventFactory.create(published=True)
    answer = _register(event, _ask(event))
    assert answer.status_code == 201, answer.json()
    ticket = answer.json()
    row = Registration.objects.get()
    assert (row.email, row.phone, row.consent_version) == (GUEST, None, consent.current().version)
    assert (ticket["state"], ticket["secret"], ticket["door_code"]) == (
        "confirmed",
        secret_of(row.pk),
        signed_code(event.pk, event.code, row.code, row.ticket_type_id),
    )
    assert (_taken(event), ContactCode.objects.count()) == (1, 0)
    read = client_of().get(f"{API}/tickets/{ticket['secret']}/")
    assert (read.json(), read["Cache-Control"]) == (ticket, "private, no-store")
    picture = client_of().get(ticket["qr_url"])
    assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")
    calendar = client_of().get(ticket["calendar_url"]).content.decode()
    assert f"UID:{event.pk}@events.xiangmihu" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    drain_outbox(now=clock.now())
    assert _mails()[-1].to == [GUEST]
    assert f"/me/tickets/{ticket['secret']}" in str(_mails()[-1].body)
    # The secret stands in no row.
    assert ticket["secret"] not in str(list(OutboxEvent.objects.values())) + str(list(AuditEntry.objects.values()))


def test_mobile_number_works_in_any_spelling() -> None:
    event = EventFactory.create(published=True)
    answer = _register(event, _ask(event, "138 0013 8000"), contact="+86 13800138000")
    assert answer.status_code == 201, answer.json()
    row = Registration.objects.get()
    assert (row.email, row.phone) == (None, "+8613800138000")
    drain_outbox(now=clock.now())
    assert MemorySms.outbox[-1].to == "+8613800138000"
    assert secret_of(row.pk) in MemorySms.outbox[-1].text


def test_same_key_and_body_answer_the_same_and_another_body_is_refused() -> None:
    event = EventFactory.create(published=True)
    code, key = _ask(event), "one-key"
    first = _register(event, code, key=key)
    assert _register(event, code, key=key).json() == first.json()
    other = _register(event, code, key=key, name="别人")
    assert (other.status_code, other.json()["code"]) == (422, "roadshows.idempotency_key_reused")
    assert (Registration.objects.get().name, _taken(event)) == ("王小明", 1)
    for bad in (" ", "k" * 65):
        assert _register(event, code, key=bad).json()["code"] in (
            "roadshows.idempotency_key_needed",
            "roadshows.wrong_code",
        )
    assert Registration.objects.count() == 1


def test_contact_registers_once_and_gets_its_ticket_again() -> None:
    event = EventFactory.create(published=True)
    _register(event, _ask(event))
    drain_outbox(now=clock.now())
    again = _register(event, _ask(event), name="又一次")
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.already_registered")
    sent = len(_mails())
    drain_outbox(now=clock.now())
    assert (len(_mails()), _taken(event)) == (sent + 1, 1)
    assert secret_of(Registration.objects.get().pk) in str(_mails()[-1].body)


def test_wrong_used_and_old_codes_open_nothing(settings: Settings) -> None:
    event, other = EventFactory.create(published=True), EventFactory.create(published=True)
    code = _ask(event)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert _register(other, code).json()["code"] == "roadshows.wrong_code"
    assert _register(event, code, contact="else@example.com").json()["code"] == "roadshows.wrong_code"
    for _ in range(5):
        assert _register(event, wrong).json()["code"] == "roadshows.wrong_code"
    # The sixth try is right and too late.
    assert _register(event, code).json()["code"] == "roadshows.wrong_code"
    fresh = _ask(event)
    settings.CLOCK_OFFSET_SECONDS = 601
    assert _register(event, fresh).json()["code"] == "roadshows.wrong_code"
    assert (Registration.objects.count(), _taken(event), _taken(other)) == (0, 0, 0)
    assert forget_expired_codes(now=clock.now()) == 1


def test_codes_are_limited_for_each_contact() -> None:
    event = EventFactory.create(published=True)
    for _ in range(5):
        _ask(event)
    answer = client_of().post(f"{API}/events/{event.pk}/codes/", {"contact": GUEST.upper()}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (429, "core.too_many_requests")
    assert len(_mails()) == 5
    _ask(event, "else@example.com")
    bad = client_of().post(f"{API}/events/{event.pk}/codes/", {"contact": "nobody"}, format="json")
    assert (bad.status_code, bad.json()["code"], list(bad.json()["fields"])) == (
        400,
        "roadshows.bad_contact",
        ["contact"],
    )


def test_a_code_that_never_left_locks_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    event = EventFactory.create(published=True)
    address = f"{API}/events/{event.pk}/codes/"
    with monkeypatch.context() as patch:

        def gone(self: EmailMessage, fail_silently: bool = False) -> int:
            raise SMTPServerDisconnected("gone")

        patch.setattr(EmailMessage, "send", gone)
        answers = [client_of().post(address, {"contact": GUEST}, format="json").status_code for _ in range(6)]
    assert answers == [503] * 6
    _ask(event)


def test_full_closed_and_hidden_events_take_nobody() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    _register(event, _ask(event))
    full = _register(event, _ask(event, "second@example.com"), contact="second@example.com")
    assert (full.status_code, full.json()["code"]) == (409, "roadshows.full")
    Event.objects.filter(pk=event.pk).update(registration_closes_at=clock.now())
    closed = client_of().post(f"{API}/events/{event.pk}/codes/", {"contact": "x@example.com"}, format="json")
    assert (closed.status_code, closed.json()["code"]) == (409, "roadshows.registration_closed")
    late = _register(event, "123456", contact="second@example.com")
    assert late.json()["code"] == "roadshows.registration_closed"
    draft = EventFactory.create()
    assert client_of().post(f"{API}/events/{draft.pk}/codes/", {"contact": GUEST}, format="json").status_code == 404
    assert _register(draft, "123456").status_code == 404
    assert (Registration.objects.count(), _taken(event), _taken(draft)) == (1, 1, 0)


def test_outdated_consent_is_refused_before_a_try_is_counted() -> None:
    event = EventFactory.create(published=True)
    answer = _register(event, _ask(event), consent_version="2020-01-01")
    assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.consent_outdated")
    assert (ContactCode.objects.get().tries, _taken(event)) == (0, 0)
    for language in ("zh-hans", "zh-hant", "en"):
        shown = client_of().get(f"{API}/events/consent/", headers={"Accept-Language": language}).json()
        assert shown == {"version": consent.current().version, "text": consent.current().bodies[language]}


def test_holder_gives_the_seat_back_once_and_may_come_again() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    secret = _register(event, _ask(event)).json()["secret"]
    address = f"{API}/tickets/{secret}/cancel/"
    done = client_of().post(address)
    assert (done.status_code, done.json()["state"], done.json()["can_cancel"], _taken(event)) == (
        200,
        "cancelled",
        False,
        0,
    )
    again = client_of().post(address)
    assert (again.status_code, again.json()["code"], _taken(event)) == (409, "roadshows.ticket_not_cancellable", 0)
    assert client_of().post(f"{API}/tickets/{'a' * 32}/cancel/").status_code == 404
    assert _register(event, _ask(event)).status_code == 201
    assert _taken(event) == 1
    Event.objects.filter(pk=event.pk).update(state="ended")
    live = Registration.objects.get(state="confirmed")
    assert client_of().post(f"{API}/tickets/{secret_of(live.pk)}/cancel/").status_code == 409
    assert _taken(event) == 1


def test_calling_off_tells_every_holder_and_nobody_else() -> None:
    event = EventFactory.create(published=True)
    holders = [RegistrationFactory.create(event=event) for _ in range(3)]
    RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now(), email="gone@example.com")
    RegistrationFactory.create(email="other@example.com")
    owner = person_in(event.organization)
    cancel_event(actor=owner, event=event, edition=1, reason="台风", now=clock.now())
    drain_outbox(now=clock.now())
    assert sorted(message.to[0] for message in _mails()) == sorted(str(row.email) for row in holders)
    assert all("台风" in str(message.body) for message in _mails())
    drain_outbox(now=clock.now())
    assert len(_mails()) == 3
    shown = client_of().get(f"{API}/tickets/{secret_of(holders[0].pk)}/").json()
    assert (shown["event"]["state"], shown["cancel_reason"], shown["can_cancel"]) == ("cancelled", "台风", False)


def test_guests_are_read_by_those_who_work_for_the_host_alone() -> None:
    event = EventFactory.create(published=True)
    row = RegistrationFactory.create(event=event, name="=SUM(1)", email="secret-guest@example.com")
    RegistrationFactory.create()
    address = f"{API}/events/{event.pk}/registrations/"
    readers = {
        "visitor": (client_of(), 401),
        "outsider": (client_of(UserFactory.create()), 403),
        "another host": (client_of(person_in(HostFactory.create())), 403),
        "host's reader": (client_of(person_in(event.organization, MemberRole.READER)), 403),
        "operator": (client_of(OperatorFactory.create()), 403),
    }
    before = AuditEntry.objects.count()
    for name, (client, status) in readers.items():
        for path in ("", "export/"):
            answer = client.get(f"{address}{path}")
            assert answer.status_code == status, (name, path)
            assert b"secret-guest" not in answer.content
    assert AuditEntry.objects.count() == before
    member = client_of(person_in(event.organization, MemberRole.MEMBER))
    assert [one["id"] for one in member.get(address).json()["results"]] == [str(row.pk)]
    hidden = EventFactory.create()
    assert client_of(UserFactory.create()).get(f"{API}/events/{hidden.pk}/registrations/").status_code == 404


def _mine(event: Event, person: User | None, *, key: str = "", **changes: Any) -> Any:
    body = {"name": "林启明", "organization": "青陌芯算", "consent_version": consent.current().version} | changes
    headers = {"Idempotency-Key": key or str(uuid4())}
    address = f"{API}/events/{event.pk}/registrations/mine/"
    return client_of(person).post(address, body, format="json", headers=headers)


def _known(event: Event, person: User) -> dict[str, Any]:
    known: dict[str, Any] = client_of(person).get(f"{API}/events/{event.pk}/registrations/mine/").json()
    return known


def test_who_is_signed_in_registers_by_one_call_and_no_code() -> None:
    event, person = EventFactory.create(published=True), UserFactory.create(display_name="林启明")
    company = OrganizationFactory.create(brand_name="青陌芯算")
    belongs(person, company, MemberRole.MEMBER)
    assert _known(event, person) == {
        "name": "林启明",
        "organization": "青陌芯算",
        "contact": person.email,
        "secret": None,
    }
    answer = _mine(event, person, contact=GUEST)
    assert answer.status_code == 201, answer.json()
    row = Registration.objects.get()
    assert (row.person, row.email, row.phone, row.name) == (person, person.email, None, "林启明")
    assert (row.consent_version, answer.json()["secret"]) == (consent.current().version, secret_of(row.pk))
    assert (_taken(event), _known(event, person)["secret"]) == (1, secret_of(row.pk))
    assert AuditEntry.objects.latest("id").action == "registration.confirmed"
    drain_outbox(now=clock.now())
    assert [one.to for one in _mails()] == [[person.email]]


def test_a_second_tap_holds_the_one_ticket_and_sends_nothing() -> None:
    event, person = EventFactory.create(published=True, quota__capacity=1), UserFactory.create()
    first = _mine(event, person, key="one")
    drain_outbox(now=clock.now())
    again = [_mine(event, person, key=key).json() for key in ("one", "two")]
    assert [one["secret"] for one in again] == [first.json()["secret"]] * 2
    assert _mine(event, person, key="one", name="别人").json()["code"] == "roadshows.idempotency_key_reused"
    drain_outbox(now=clock.now())
    assert (len(_mails()), _taken(event)) == (1, 1)
    other = UserFactory.create()
    full = _mine(event, other)
    assert (full.status_code, full.json()["code"]) == (409, "roadshows.full")
    assert (_known(event, other)["secret"], _taken(event)) == (None, 1)


def test_only_what_the_account_has_proved_stands_for_a_code() -> None:
    event = EventFactory.create(published=True)
    unproved = UserFactory.create(confirmed=False, phone="+8613800138000")
    known = _known(event, unproved)
    assert (known["contact"], known["secret"]) == ("", None)
    refused = _mine(event, unproved)
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.no_proved_contact")
    assert (Registration.objects.count(), _taken(event)) == (0, 0)
    by_number = UserFactory.create(email=None, phone="+8613800138000", phone_verified=True)
    assert _mine(event, by_number).status_code == 201
    assert (Registration.objects.get().phone, _taken(event)) == ("+8613800138000", 1)
    # The way of guests asks everybody for the code.
    body = {"name": "林", "organization": "青陌", "contact": by_number.phone, "consent_version": "x", "code": ""}
    guest = client_of(by_number).post(f"{API}/events/{event.pk}/registrations/", body, format="json")
    assert (guest.status_code, set(guest.json()["fields"])) == (400, {"code"})


def test_one_tap_is_refused_where_the_form_would_be() -> None:
    event, person = EventFactory.create(published=True), UserFactory.create()
    refusals = {
        "consent": _mine(event, person, consent_version="2020-01-01"),
        "name": _mine(event, person, name=" "),
        "visitor": _mine(event, None),
        "hidden": _mine(EventFactory.create(), person),
    }
    Event.objects.filter(pk=event.pk).update(registration_closes_at=clock.now())
    refusals["closed"] = _mine(event, person)
    assert {name: (one.status_code, one.json()["code"]) for name, one in refusals.items()} == {
        "consent": (409, "roadshows.consent_outdated"),
        "name": (400, "core.invalid"),
        "visitor": (401, "core.not_signed_in"),
        "hidden": (404, "core.not_found"),
        "closed": (409, "roadshows.registration_closed"),
    }
    assert (Registration.objects.count(), _taken(event)) == (0, 0)


def test_person_takes_their_own_registrations_along() -> None:
    person = UserFactory.create()
    RegistrationFactory.create(person=person, name="本人")
    RegistrationFactory.create(name="别人")
    exported = client_of(person).post(f"{API}/me/export/").json()["sections"]
    assert [row["name"] for row in exported["registrations"]] == ["本人"]


def test_ends_of_registration_are_compared_with_the_moment_given() -> None:
    now = clock.now()
    event = EventFactory.create(published=True, registration_closes_at=now + timedelta(days=1))
    shown = client_of().get(f"{API}/events/{event.pk}/").json()
    assert shown["takes_registrations"] is True
    Event.objects.filter(pk=event.pk).update(registration_closes_at=now)
    assert client_of().get(f"{API}/events/{event.pk}/").json()["takes_registrations"] is False
