"""Tickets of guests become an account's when it proves their contact; nobody else's, never twice, and nobody sees others'."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries, Settings

from backend.accounts.events import ContactProved
from backend.accounts.models import User
from backend.accounts.sms import MemorySms
from backend.core import clock, outbox
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry, OutboxEvent
from backend.core.services import drain_outbox
from backend.notifications.models import Notification
from backend.roadshows import consent
from backend.roadshows.models import Event, Registration
from backend.roadshows.services import codes
from backend.roadshows.services.registrations import Guest, register
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import PASSWORD, OperatorFactory, UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
AUTH, MINE = "/_allauth/browser/v1", "/api/v1/me/tickets/"
GUEST, PHONE = "guest@example.com", "+8613800138000"


@pytest.fixture(autouse=True)
def _messages(settings: Settings) -> None:
    settings.SMS_BACKEND = "backend.accounts.sms.MemorySms"
    MemorySms.outbox.clear()
    cache.clear()


def _drain() -> None:
    drain_outbox(now=clock.now())
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def _code(text: object) -> str:
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", str(text))
    assert found, text
    return found.group(1)


def _unconfirmed(email: str | None = GUEST) -> User:
    person: User = UserFactory.create(email=email or "other@example.com", confirmed=email is None)
    person.set_password(PASSWORD)
    person.save()
    if email:
        EmailAddress.objects.create(user=person, email=email, primary=True)
    return person


Step = tuple[Any, str, dict[str, Any], Callable[[], dict[str, Any]], str]


def _mailed() -> str:
    return _code(mail.outbox[-1].body)


def _by_sign_up(name: str) -> Step:
    body = {name: "Guest@Example.com" if name == "email" else PHONE, "password": PASSWORD}
    if name == "email":
        return client_of(), "auth/signup", body, lambda: {"key": _mailed()}, "auth/email/verify"
    return client_of(), "auth/signup", body, lambda: {"code": _code(MemorySms.outbox[-1].text)}, "auth/phone/verify"


def _by_new_address() -> Step:
    client = client_of(_unconfirmed(None))
    assert client.post(f"{AUTH}/auth/reauthenticate", {"password": PASSWORD}, format="json").status_code == 200
    return client, "account/email", {"email": GUEST}, lambda: {"key": _mailed()}, "auth/email/verify"


def _by_code_that_signs_in() -> Step:
    _unconfirmed()
    return client_of(), "auth/code/request", {"email": GUEST}, lambda: {"code": _mailed()}, "auth/code/confirm"


def _by_new_password() -> Step:
    _unconfirmed()
    body = lambda: {"key": _mailed(), "password": "another-long-secret"}  # noqa: E731
    return client_of(), "auth/password/request", {"email": GUEST}, body, "auth/password/reset"


WAYS: dict[str, Callable[[], Step]] = {
    "sign-up by mail": lambda: _by_sign_up("email"),
    "sign-up by number": lambda: _by_sign_up("phone"),
    "address added": _by_new_address,
    "code that signs in": _by_code_that_signs_in,
    "code for a password": _by_new_password,
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_proves_a_contact_has_what_was_registered_by_it(way: str) -> None:
    contact: dict[str, Any] = {"email": None, "phone": PHONE} if way == "sign-up by number" else {"email": GUEST}
    own = [RegistrationFactory.create(**contact)]
    own.append(RegistrationFactory.create(**contact, state="cancelled", cancelled_at=clock.now()))
    other = RegistrationFactory.create(email="else@example.com")
    client, asks, body, answer, proves = WAYS[way]()
    assert client.post(f"{AUTH}/{asks}", body, format="json").status_code in (200, 401)
    # An account may name the contact by now; nobody has proved it.
    for person in User.objects.all():
        _adopted(person)
    assert not Registration.objects.exclude(person=None).exists()
    response = client.post(f"{AUTH}/{proves}", answer(), format="json")
    assert response.status_code in (200, 401), response.json()
    _drain()
    person = User.objects.get()
    assert set(Registration.objects.filter(person=person)) == set(own)
    assert set(Registration.objects.exclude(adopted_at=None)) == set(own)
    assert Registration.objects.get(pk=other.pk).person is None
    kept = AuditEntry.objects.filter(action="registration.adopted").values_list("actor", "actor_kind", "subject_id")
    assert set(kept) == {(person.pk, "person", str(row.pk)) for row in own}
    # The worker runs all of it again.
    OutboxEvent.objects.update(handled_at=None)
    _drain()
    assert AuditEntry.objects.filter(action="registration.adopted").count() == len(own)
    assert Notification.objects.filter(kind="roadshows.ticket_adopted").count() == len(own)


@pytest.mark.parametrize("way", ["sign-up by mail", "code that signs in", "code for a password"])
def test_nothing_is_proved_that_nobody_would_hear_of(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof and its event are one transaction."""
    client, asks, body, answer, proves = WAYS[way]()
    client.post(f"{AUTH}/{asks}", body, format="json")

    def fail(event: object) -> None:
        raise RuntimeError("the outbox is away")

    monkeypatch.setattr(outbox, "publish", fail)
    with pytest.raises(RuntimeError):
        client.post(f"{AUTH}/{proves}", answer(), format="json")
    assert set(EmailAddress.objects.values_list("email", "verified")) == {(GUEST, False)}


def _adopted(person: User) -> set[Registration]:
    """After the worker heard of a proof of the person's."""
    outbox.publish(ContactProved(person_id=person.pk))
    _drain()
    return set(Registration.objects.filter(person=person))


def test_a_guest_who_proves_by_code_what_an_account_has_proved_registers_for_the_account() -> None:
    person, event = OperatorFactory.create(email=GUEST), EventFactory.create(published=True)
    codes.keep_code(event=event, contact=GUEST, code="123456", now=clock.now())
    guest = Guest("来宾", "机构", GUEST, "123456", consent.current().version)
    row = register(actor=AnonymousUser(), event=event, guest=guest, key="key", language="en", now=clock.now())
    assert row.person is None
    _drain()
    assert Registration.objects.get().person == person
    # An operator's own ticket is no act of the street.
    assert AuditEntry.objects.get(action="registration.adopted").actor_kind == "person"


def test_a_person_with_a_place_keeps_it_and_the_guests_stays_with_its_link() -> None:
    person = UserFactory.create(phone=PHONE, phone_verified=True)
    event, other = EventFactory.create(published=True), EventFactory.create(published=True)
    own = RegistrationFactory.create(event=event, person=person, email=person.email)
    guest = RegistrationFactory.create(event=event, email=None, phone=PHONE)
    # Of two guests' places at one event one is taken.
    first = RegistrationFactory.create(event=other, email=person.email)
    second = RegistrationFactory.create(event=other, email=None, phone=PHONE)
    assert _adopted(person) == {own, first}
    assert set(Registration.objects.filter(person=None)) == {guest, second}
    assert client_of().get(f"/api/v1/tickets/{secret_of(guest.pk)}/").json()["state"] == "confirmed"
    tickets = client_of(person).get(MINE).json()
    assert {one["secret"] for one in tickets["results"]} == {secret_of(own.pk), secret_of(first.pk)}


def test_a_ticket_stays_when_its_contact_moves_on_and_no_second_account_gets_it() -> None:
    person, row = UserFactory.create(email=GUEST), RegistrationFactory.create(email=GUEST)
    assert _adopted(person) == {row}
    EmailAddress.objects.filter(user=person).update(email="moved@example.com")
    User.objects.filter(pk=person.pk).update(email="moved@example.com")
    other = UserFactory.create(email=GUEST)
    assert _adopted(other) == set()
    assert _adopted(User.objects.get(pk=person.pk)) == {row}
    mine = f"/api/v1/events/{row.event_id}/registrations/mine/"
    known = [client_of(User.objects.get(pk=one.pk)).get(mine).json()["secret"] for one in (person, other)]
    assert known == [secret_of(row.pk), None]
    # By the contact they may have the link, as anybody who proved it; not by their account.
    body = {"name": "别人", "organization": "机构", "consent_version": consent.current().version}
    mail.outbox.clear()
    answer = client_of(other).post(mine, body, format="json", headers={"Idempotency-Key": "one"})
    assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.already_registered")
    _drain()
    assert [message.to for message in mail.outbox] == [[GUEST]]
    assert client_of(other).get(MINE).json()["count"] == 0
    # Who has moved on still has one place, and taps for no second one.
    again = client_of(User.objects.get(pk=person.pk)).post(mine, body, format="json", headers={"Idempotency-Key": "x"})
    assert (again.status_code, again.json()["secret"]) == (201, secret_of(row.pk))
    assert Registration.objects.count() == 1


def test_a_closed_account_and_a_row_without_its_contact_are_left_alone() -> None:
    closed, row = UserFactory.create(email=GUEST, is_active=False), RegistrationFactory.create(email=GUEST)
    assert _adopted(closed) == set()
    closed.is_active = True
    closed.save()
    over = {"state": "ended", "starts_at": clock.now() - timedelta(days=800)}
    gone = RegistrationFactory.create(event=EventFactory.create(published=True, **over), email=GUEST)
    assert remove_contacts(actor=SYSTEM, now=clock.now()) == 1
    assert _adopted(closed) == {row}
    assert Registration.objects.get(pk=gone.pk).person is None


def _list(person: User | None, query: str = "") -> list[str]:
    answer = client_of(person).get(f"{MINE}?{query}")
    assert answer.status_code == 200, answer.json()
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = answer.json()
    assert found["count"] == len(found["results"])
    return [one["event"]["title"] for one in found["results"]]


def _ticket(person: User, title: str, *, days: int, venue: str = "会客厅", **fields: Any) -> Registration:
    starts = clock.now() + timedelta(days=days)
    event = EventFactory.create(published=True, title=title, starts_at=starts, venue=venue)
    row: Registration = RegistrationFactory.create(event=event, person=person, **fields)
    return row


def test_own_tickets_stand_in_their_order_and_are_narrowed(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = UserFactory.create()
    cancelled: dict[str, Any] = {"state": "cancelled", "cancelled_at": clock.now()}
    _ticket(person, "丁 旧活动", days=-30)
    client = client_of(person)
    with django_assert_num_queries(7) as one:
        client.get(MINE)
    _ticket(person, "乙 下月", days=30, venue="平安金融中心")
    _ticket(person, "甲 明天", days=1)
    _ticket(person, "丙 已退", days=3, **cancelled)
    called_off = {"state": "cancelled", "cancelled_at": clock.now(), "cancel_reason": "台风"}
    Event.objects.filter(pk=_ticket(person, "戊 停办", days=2).event_id).update(**called_off)
    running = _ticket(person, "己 超时", days=-1)
    Event.objects.filter(pk=running.event_id).update(state="live")
    _ticket(UserFactory.create(), "别人的", days=1)
    RegistrationFactory.create(email=person.email)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(MINE)
    coming, off = ["己 超时", "甲 明天", "乙 下月"], ["丙 已退", "戊 停办"]
    assert _list(person) == [*coming, *off, "丁 旧活动"]
    assert _list(person, "when=upcoming") == coming
    assert _list(person, "when=past") == ["丁 旧活动"]
    assert _list(person, "when=cancelled") == off
    assert _list(person, "q=平安") == ["乙 下月"]
    assert _list(person, "q=别人") == []
    assert _list(person, f"q={running.code}") == ["己 超时"]
    assert _list(person, "sort=newest")[0] == "己 超时"
    assert _list(person, "sort=title")[:2] == ["丙 已退", "丁 旧活动"]
    for query, code in (("sort=code", "core.unknown_sort"), ("mine=no", "core.unknown_parameter")):
        assert client.get(f"{MINE}?{query}").json()["code"] == code
    assert client_of().get(MINE).status_code == 401


def test_adopted_tickets_are_in_the_list_the_export_and_the_inbox() -> None:
    person, row = UserFactory.create(email=GUEST), RegistrationFactory.create(email=GUEST)
    _adopted(person)
    client = client_of(person)
    (shown,) = client.get(MINE).json()["results"]
    assert (shown["secret"], bool(shown["adopted_at"]), shown["state"]) == (secret_of(row.pk), True, "confirmed")
    (exported,) = client.post("/api/v1/me/export/").json()["sections"]["registrations"]
    assert (exported["contact"], bool(exported["adopted_at"])) == (GUEST, True)
    (told,) = client.get("/api/v1/me/notifications/").json()["results"]
    assert (told["kind"], told["path"]) == ("roadshows.ticket_adopted", f"/me/tickets/{secret_of(row.pk)}")
