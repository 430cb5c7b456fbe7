"""Changing the addresses one signs in by: proved by a code, asked for by who proved themselves, told to the old one."""

import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from backend.accounts import limits
from backend.accounts.adapter import AccountAdapter
from backend.accounts.models import User
from backend.accounts.sms import Sms
from backend.core.models import AuditEntry
from tests.factories.accounts import PASSWORD, UserFactory
from tests.support.clients import client_of, machine_of

pytestmark = pytest.mark.django_db

ROOT = "/_allauth/browser/v1"
ME = "/api/v1/me"
OLD, NEW = "old@example.com", "new@example.com"
PHONE, NEXT_PHONE = "+8613800138000", "+85291234567"


def call(client: APIClient, method: str, path: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    response = getattr(client, method)(f"{ROOT}/{path}", data, format="json")
    return response.status_code, response.json()


def code_in(text: object) -> str:
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", str(text))
    assert found, text
    return found.group(1)


def make_person(email: str | None = OLD, *, password: bool = True, **fields: Any) -> User:
    person = UserFactory.create(email=email, **fields)
    if password:
        person.set_password(PASSWORD)
        person.save()
    return person


def proved(person: User) -> APIClient:
    client = client_of(person)
    assert call(client, "post", "auth/reauthenticate", {"password": PASSWORD})[0] == 200
    return client


def add_email(client: APIClient, email: str = NEW) -> tuple[int, dict[str, Any]]:
    """Ask for the address and give the code that was sent there."""
    assert call(client, "post", "account/email", {"email": email})[0] == 200
    assert mail.outbox[-1].to == [email]
    return call(client, "post", "auth/email/verify", {"key": code_in(mail.outbox[-1].body)})


def addresses(person: User) -> tuple[str | None, set[tuple[str, bool, bool]]]:
    person.refresh_from_db()
    rows = EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")
    return person.email, set(rows)


def acts(person: User) -> list[str]:
    rows = AuditEntry.objects.filter(subject_id=str(person.pk), action__startswith="person.").order_by("id")
    return list(rows.values_list("action", flat=True))


def test_an_address_is_added_proved_made_primary_and_the_old_one_removed() -> None:
    person = make_person()
    client = proved(person)
    assert add_email(client)[0] == 200
    assert addresses(person) == (OLD, {(OLD, True, True), (NEW, True, False)})
    assert call(client, "patch", "account/email", {"email": NEW, "primary": True})[0] == 200
    assert addresses(person) == (NEW, {(OLD, True, False), (NEW, True, True)})
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([OLD], "您的邮箱已更改")
    before = len(mail.outbox)
    assert call(client, "delete", "account/email", {"email": OLD})[0] == 200
    assert addresses(person) == (NEW, {(NEW, True, True)})
    told = {(one.to[0], one.subject) for one in mail.outbox[before:]}
    assert told == {(OLD, "一个邮箱已从您的账号移除"), (NEW, "一个邮箱已从您的账号移除")}
    assert acts(person) == ["person.email_added", "person.email_changed", "person.email_removed"]
    assert client.get(f"{ME}/").json()["email"] == NEW
    assert call(client_of(), "post", "auth/login", {"email": NEW, "password": PASSWORD})[0] == 200
    assert call(client_of(), "post", "auth/login", {"email": OLD, "password": PASSWORD})[0] == 400


def test_a_number_is_replaced_once_proved_and_the_old_one_is_told(sms: list[Sms]) -> None:
    person = make_person(phone=PHONE, phone_verified=True)
    client = proved(person)
    assert call(client, "post", "account/phone", {"phone": NEXT_PHONE})[0] == 202
    assert [one.to for one in sms] == [NEXT_PHONE]
    person.refresh_from_db()
    assert person.phone == PHONE
    assert call(client, "post", "auth/phone/verify", {"code": "000000"})[0] == 400
    assert call(client, "post", "auth/phone/verify", {"code": code_in(sms[0].text)})[0] == 200
    person.refresh_from_db()
    assert (person.phone, person.phone_verified) == (NEXT_PHONE, True)
    assert [one.to for one in sms] == [NEXT_PHONE, PHONE]
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([OLD], "您的手机号码已更换")
    assert acts(person) == ["person.phone_verified"]


def test_a_number_is_removed_and_it_and_the_address_are_told(sms: list[Sms]) -> None:
    person = make_person(phone=PHONE, phone_verified=True)
    client = proved(person)
    status, body = call(client, "delete", "account/phone", {})
    assert (status, body["data"]) == (200, [])
    person.refresh_from_db()
    assert (person.phone, person.phone_verified, acts(person)) == (None, False, ["person.phone_removed"])
    assert [(one.to, "已从您的账号移除" in one.text) for one in sms] == [(PHONE, True)]
    assert [(one.to, one.subject) for one in mail.outbox] == [([OLD], "您的手机号码已移除")]
    assert call(client_of(), "post", "auth/login", {"phone": PHONE, "password": PASSWORD})[0] == 400
    assert call(client, "delete", "account/phone", {})[0] == 200
    assert (len(sms), len(mail.outbox), acts(person)) == (1, 1, ["person.phone_removed"])


@pytest.mark.parametrize("email", [None, OLD])
def test_a_number_stays_while_it_is_the_only_way_in(email: str | None, sms: list[Sms]) -> None:
    """An address that nobody confirmed opens nothing."""
    person = make_person(email, confirmed=False, phone=PHONE, phone_verified=True)
    status, body = call(proved(person), "delete", "account/phone", {})
    assert (status, body["code"]) == (409, "accounts.last_way_in")
    person.refresh_from_db()
    assert (person.phone, person.phone_verified, sms, mail.outbox, acts(person)) == (PHONE, True, [], [], [])


def test_a_number_nobody_proved_is_removed_in_silence(sms: list[Sms]) -> None:
    """It may be a stranger's, mistyped."""
    person = make_person(phone=PHONE)
    assert call(proved(person), "delete", "account/phone", {})[0] == 200
    person.refresh_from_db()
    assert (person.phone, sms, mail.outbox, acts(person)) == (None, [], [], ["person.phone_removed"])


def test_a_visitor_removes_no_number() -> None:
    assert call(client_of(), "delete", "account/phone", {})[0] == 401


@pytest.mark.parametrize("way", ["removed", "replaced"])
def test_a_code_that_went_to_a_number_ends_with_it(way: str, sms: list[Sms]) -> None:
    """Whoever holds a lost phone may have asked for a code before its owner took the number off the account."""
    person = make_person(phone=PHONE, phone_verified=True)
    finder, owner = client_of(), proved(person)
    call(finder, "post", "auth/code/request", {"phone": PHONE})
    code = {"code": code_in(sms[-1].text)}
    if way == "removed":
        assert call(owner, "delete", "account/phone", {})[0] == 200
    else:
        call(owner, "post", "account/phone", {"phone": NEXT_PHONE})
        assert call(owner, "post", "auth/phone/verify", {"code": code_in(sms[-1].text)})[0] == 200
    assert call(finder, "post", "auth/code/confirm", code)[0] == 409
    person.refresh_from_db()
    assert (person.phone, finder.get(f"{ME}/").status_code) == (None if way == "removed" else NEXT_PHONE, 401)


def test_codes_that_went_to_an_address_end_with_it() -> None:
    """Neither does one sign in, nor the other set a password, nor is the address back afterwards."""
    person = make_person()
    EmailAddress.objects.create(user=person, email=NEW, verified=True)
    finder, resetter, owner = client_of(), client_of(), proved(person)
    call(finder, "post", "auth/code/request", {"email": NEW})
    signs_in = {"code": code_in(mail.outbox[-1].body)}
    call(resetter, "post", "auth/password/request", {"email": NEW})
    resets = {"key": code_in(mail.outbox[-1].body), "password": "another-long-secret"}
    assert call(owner, "delete", "account/email", {"email": NEW})[0] == 200
    assert call(finder, "post", "auth/code/confirm", signs_in)[0] == 409
    assert call(resetter, "post", "auth/password/reset", resets)[0] == 409
    assert addresses(person) == (OLD, {(OLD, True, True)})
    assert person.check_password(PASSWORD)


def test_a_person_known_by_phone_alone_gets_an_address(sms: list[Sms]) -> None:
    person = make_person(None, phone=PHONE, phone_verified=True)
    assert add_email(proved(person))[0] == 200
    assert addresses(person) == (NEW, {(NEW, True, True)})


def test_a_number_asked_for_before_the_proof_is_asked_for_again_at_once(sms: list[Sms]) -> None:
    client = client_of(make_person())
    assert call(client, "post", "account/phone", {"phone": PHONE})[0] == 401
    assert call(client, "post", "auth/reauthenticate", {"password": PASSWORD})[0] == 200
    assert call(client, "post", "account/phone", {"phone": PHONE})[0] == 202
    assert [one.to for one in sms] == [PHONE]


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("post", "account/email", {"email": NEW}),
        ("patch", "account/email", {"email": "second@example.com", "primary": True}),
        ("delete", "account/email", {"email": "second@example.com"}),
        ("post", "account/phone", {"phone": NEXT_PHONE}),
        ("delete", "account/phone", {}),
    ],
)
@pytest.mark.parametrize("password", [True, False])
def test_an_open_session_alone_changes_no_address(
    method: str, path: str, data: dict[str, Any], password: bool, sms: list[Sms]
) -> None:
    person = make_person(password=password, phone=PHONE, phone_verified=True)
    EmailAddress.objects.create(user=person, email="second@example.com", verified=True)
    before = addresses(person)
    status, body = call(client_of(person), method, path, data)
    assert (status, body["meta"]["is_authenticated"]) == (401, True)
    flows = {flow["id"] for flow in body["data"]["flows"]} - {"password_reset_by_code"}
    assert flows == ({"reauthenticate"} if password else set())
    assert (addresses(person), person.phone, mail.outbox, sms, acts(person)) == (before, PHONE, [], [], [])


def test_who_has_no_password_proves_themselves_by_a_code() -> None:
    person = make_person(password=False)
    client = client_of(person)
    assert client.post(f"{ME}/proof/request/").status_code == 202
    assert mail.outbox[-1].to == [OLD]
    wrong = client.post(f"{ME}/proof/confirm/", {"code": "not-it"}, format="json")
    assert (wrong.status_code, wrong.json()["code"], list(wrong.json()["fields"])) == (
        400, "accounts.wrong_code", ["code"],
    )  # fmt: skip
    code = {"code": code_in(mail.outbox[-1].body)}
    assert client.post(f"{ME}/proof/confirm/", code, format="json").status_code == 204
    assert client.post(f"{ME}/proof/confirm/", code, format="json").json()["code"] == "accounts.no_code_asked"
    assert add_email(client)[0] == 200


def test_the_code_goes_to_the_number_of_who_has_no_address(sms: list[Sms]) -> None:
    person = make_person(None, password=False, phone=PHONE, phone_verified=True)
    client = client_of(person)
    assert client.post(f"{ME}/proof/request/").status_code == 202
    assert [one.to for one in sms] == [PHONE]
    code = {"code": code_in(sms[0].text)}
    assert client.post(f"{ME}/proof/confirm/", code, format="json").status_code == 204


def test_three_wrong_codes_end_the_proof_and_neither_machine_nor_visitor_asks_for_one() -> None:
    person = make_person(password=False)
    client = client_of(person)
    client.post(f"{ME}/proof/request/")
    right = {"code": code_in(mail.outbox[-1].body)}
    for _ in range(3):
        client.post(f"{ME}/proof/confirm/", {"code": "not-it"}, format="json")
    assert client.post(f"{ME}/proof/confirm/", right, format="json").status_code == 409
    sent = len(mail.outbox)
    assert client_of().post(f"{ME}/proof/request/").status_code == 401
    assert machine_of(person).post(f"{ME}/proof/request/").status_code == 403
    assert len(mail.outbox) == sent


def test_codes_of_a_proof_are_counted_over_all_sessions_of_a_person() -> None:
    person = make_person(password=False)
    tries = limits.PROOF.limits[0].count
    guesses = [
        client_of(person).post(f"{ME}/proof/confirm/", {"code": "000000"}, format="json").status_code
        for _ in range(tries + 1)
    ]
    assert guesses == [409] * tries + [429]
    sends = limits.PROOF_REQUEST.limits[0].count
    asked = [client_of(person).post(f"{ME}/proof/request/").status_code for _ in range(sends + 1)]
    assert (asked, len(mail.outbox)) == ([202] * sends + [429], sends)


def test_messages_for_changes_are_counted_and_a_call_that_sent_none_is_not(sms: list[Sms]) -> None:
    person = make_person()
    stranger = client_of(person)
    sends = limits.ADDRESS_CHANGE.limits[0].count
    asked = [call(stranger, "post", "account/email", {"email": NEW})[0] for _ in range(sends + 1)]
    assert asked == [401] * (sends + 1)
    cache.clear()  # allauth's own limit on calls
    client = proved(person)
    asked = [call(client, "post", "account/email", {"email": f"n{n}@example.com"})[0] for n in range(sends + 1)]
    assert (asked, len(mail.outbox)) == ([200] * sends + [429], sends)
    assert client.get(f"{ROOT}/account/email").status_code == 200


def test_a_first_password_needs_the_same_proof() -> None:
    person = make_person(password=False)
    client = client_of(person)
    new = {"new_password": "another-long-secret"}
    assert call(client, "post", "account/password/change", new)[0] == 401
    person.refresh_from_db()
    assert not person.has_usable_password()
    client.post(f"{ME}/proof/request/")
    client.post(f"{ME}/proof/confirm/", {"code": code_in(mail.outbox[-1].body)}, format="json")
    assert call(client, "post", "account/password/change", new)[0] == 200
    person.refresh_from_db()
    assert person.check_password("another-long-secret")


@pytest.mark.parametrize("phone", [None, PHONE])
def test_the_last_address_stays(phone: str | None) -> None:
    person = make_person(phone=phone, phone_verified=bool(phone))
    status, body = call(proved(person), "delete", "account/email", {"email": OLD})
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["cannot_remove_primary_email"])
    assert addresses(person) == (OLD, {(OLD, True, True)})


def test_an_unproved_address_becomes_nobodys_way_in() -> None:
    person = make_person()
    client = proved(person)
    call(client, "post", "account/email", {"email": NEW})
    status, body = call(client, "patch", "account/email", {"email": NEW, "primary": True})
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["unverified_primary_email"])
    assert call(client, "post", "auth/email/verify", {"key": "000000"})[0] == 400
    assert addresses(person) == (OLD, {(OLD, True, True)})


def _shape(status: int, body: dict[str, Any]) -> tuple[int, list[str], list[str]]:
    rows = body.get("data", [])
    return status, sorted(body), sorted(key for row in rows for key in row)


@pytest.mark.parametrize("field", ["email", "phone"])
def test_s13_asking_does_not_tell_whose_the_address_is(field: str, sms: list[Sms]) -> None:
    make_person("lin@example.com", phone=NEXT_PHONE, phone_verified=True)
    known = {"email": "lin@example.com", "phone": NEXT_PHONE}[field]
    unknown = {"email": "nobody@example.com", "phone": "+8613900139000"}[field]
    answers = []
    for number, value in enumerate((known, unknown)):
        cache.clear()
        client = proved(make_person(f"asker{number}@example.com"))
        before = len(mail.outbox) + len(sms)
        answer = _shape(*call(client, "post", f"account/{field}", {field: value}))
        answers.append((answer, len(mail.outbox) + len(sms) - before))
    assert answers[0] == answers[1]


def test_an_address_of_another_account_is_refused_to_who_proved_it(sms: list[Sms]) -> None:
    other = make_person("lin@example.com", phone=NEXT_PHONE, phone_verified=True)
    person = make_person()
    client = proved(person)
    status, body = add_email(client, "lin@example.com")
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["email_taken"])
    call(client, "post", "account/phone", {"phone": NEXT_PHONE})
    status, body = call(client, "post", "auth/phone/verify", {"code": code_in(sms[-1].text)})
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["phone_taken"])
    assert addresses(person) == (OLD, {(OLD, True, True)})
    assert addresses(other) == ("lin@example.com", {("lin@example.com", True, True)})
    assert (person.phone, other.phone) == (None, NEXT_PHONE)


def test_an_address_another_account_only_claims_is_refused_as_well() -> None:
    claimer = make_person(NEW, confirmed=False)
    person = make_person()
    status, body = add_email(proved(person))
    assert (status, body["code"]) == (409, "accounts.address_taken")
    assert addresses(person) == (OLD, {(OLD, True, True)})
    assert addresses(claimer) == (NEW, set())


def test_of_two_people_who_prove_one_number_at_once_one_gets_it(
    monkeypatch: pytest.MonkeyPatch, sms: list[Sms]
) -> None:
    """The other person's proof lands after ours was found free and before it is written."""
    person, other = make_person(), make_person("lin@example.com")
    client = proved(person)
    call(client, "post", "account/phone", {"phone": PHONE})
    real = AccountAdapter.set_phone

    def late(self: AccountAdapter, user: User, phone: str, verified: bool) -> None:
        User.objects.filter(pk=other.pk).update(phone=phone, phone_verified=True)
        real(self, user, phone, verified)

    monkeypatch.setattr(AccountAdapter, "set_phone", late)
    status, body = call(client, "post", "auth/phone/verify", {"code": code_in(sms[-1].text)})
    assert (status, body["code"]) == (409, "accounts.address_taken")
    person.refresh_from_db()
    assert (person.phone, acts(person)) == (None, [])


def test_control_the_database_alone_ends_that_race(sms: list[Sms]) -> None:
    make_person("lin@example.com", phone=PHONE, phone_verified=True)
    with pytest.raises(IntegrityError, match="user_phone_verified_once"):
        get_adapter().set_phone(make_person(), PHONE, True)


def test_changes_of_one_person_wait_for_each_other() -> None:
    """Removing an address locks the person's row first; control: reading the addresses does not."""
    person = make_person()
    EmailAddress.objects.create(user=person, email=NEW, verified=True)
    client = proved(person)
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        client.get(f"{ROOT}/account/email")
        assert [one for one in statements if "FOR UPDATE" in one] == []
        assert call(client, "delete", "account/email", {"email": NEW})[0] == 200
    locked = next(place for place, one in enumerate(statements) if "FOR UPDATE" in one)
    removed = next(place for place, one in enumerate(statements) if one.startswith("DELETE"))
    assert locked < removed
