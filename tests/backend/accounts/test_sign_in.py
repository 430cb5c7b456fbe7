"""Signing up and in, by address or phone, by password or code, as a browser does it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.test import override_settings
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.accounts.sms import Sms
from backend.config.settings import auth
from tests.factories.accounts import PASSWORD, TOTP_SECRET, OperatorFactory, UserFactory
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
EMAILS = "/_allauth/browser/v1/account/email"

AUTH = "/_allauth/browser/v1/auth"
PHONE = "+8613800138000"


def post(client: APIClient, path: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    response = client.post(f"{AUTH}/{path}", data, format="json")
    return response.status_code, response.json()


def pending(body: dict[str, Any]) -> set[str]:
    return {flow["id"] for flow in body["data"]["flows"] if flow.get("is_pending")}


def code_in(text: object) -> str:
    found = re.search(r"(?<!\d)(\d{6})(?!\d)", str(text))
    assert found, text
    return found.group(1)


def make_person(email: str = "lin@example.com", **fields: Any) -> User:
    person = UserFactory.create(email=email, **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def test_a_password_is_hashed_slowly_in_life() -> None:
    """All other tests hash quickly."""
    with override_settings(PASSWORD_HASHERS=auth.PASSWORD_HASHERS):
        hashed = make_password(PASSWORD)
        assert identify_hasher(hashed).algorithm == "scrypt"


def test_signing_up_by_email_needs_the_code_from_the_mail() -> None:
    client = client_of()
    status, body = post(client, "signup", {"email": "New@Example.com", "password": PASSWORD, "display_name": "林若溪"})
    assert (status, pending(body)) == (401, {"verify_email"})
    assert client.get("/api/v1/me/").status_code == 401
    status, _ = post(client, "email/verify", {"key": code_in(mail.outbox[0].body)})
    assert status == 200
    me = client.get("/api/v1/me/").json()
    assert (me["email"], me["display_name"], me["language"]) == ("new@example.com", "林若溪", "zh-hans")


def test_signing_up_by_phone_alone_needs_the_code_from_the_message(sms: list[Sms]) -> None:
    client = client_of()
    status, body = post(client, "signup", {"phone": PHONE, "password": PASSWORD})
    assert (status, pending(body)) == (401, {"verify_phone"})
    status, body = post(client, "phone/verify", {"code": code_in(sms[0].text)})
    assert status == 200, body
    me = client.get("/api/v1/me/").json()
    assert (me["email"], me["phone"]) == (None, PHONE)
    again = client_of()
    assert post(again, "login", {"phone": PHONE, "password": PASSWORD})[0] == 200
    assert mail.outbox == []


def test_two_people_may_be_known_by_phone_alone(sms: list[Sms]) -> None:
    for phone in (PHONE, "+85291234567"):
        client = client_of()
        post(client, "signup", {"phone": phone})
        assert post(client, "phone/verify", {"code": code_in(sms[-1].text)})[0] == 200
    assert set(User.objects.values_list("phone", "email")) == {(PHONE, None), ("+85291234567", None)}


@pytest.mark.parametrize("phone", ["+14155552671", "+8613800", "+862112345678", "+86138001380001", "13800138000", "x"])
def test_other_numbers_are_refused(phone: str, sms: list[Sms]) -> None:
    status, body = post(client_of(), "signup", {"phone": phone, "password": PASSWORD})
    assert status == 400
    assert [error["param"] for error in body["errors"]] == ["phone"]
    assert (User.objects.count(), sms) == (0, [])


@pytest.mark.parametrize(("given", "param"), [({}, "email"), ({"email": "else@example.com", "phone": PHONE}, "phone")])
def test_one_signs_up_by_one_contact(given: dict[str, str], param: str, sms: list[Sms]) -> None:
    """With a number of one's own and another's address one would be in the account that the other proves the address for."""
    status, body = post(client_of(), "signup", {"password": PASSWORD, **given})
    assert (status, [error["param"] for error in body["errors"]]) == (400, [param])
    assert (User.objects.count(), sms, mail.outbox) == (0, [], [])


@pytest.mark.parametrize("body", [{}, {"email": ""}, {"email": " \u3000", "phone": None}])
def test_a_code_for_nobody_is_refused(body: dict[str, Any], sms: list[Sms]) -> None:
    status, answer = post(client_of(), "code/request", body)
    assert (status, answer["code"], list(answer["fields"])) == (400, "core.invalid", ["email"])
    assert mail.outbox == []
    assert sms == []


def test_a_code_by_mail_signs_in() -> None:
    make_person()
    client = client_of()
    status, body = post(client, "code/request", {"email": "lin@example.com"})
    assert (status, pending(body)) == (401, {"login_by_code"})
    assert post(client, "code/confirm", {"code": "not-it"})[0] == 400
    assert post(client, "code/confirm", {"code": code_in(mail.outbox[0].body)})[0] == 200


def test_a_code_by_message_signs_in(sms: list[Sms]) -> None:
    UserFactory.create(email=None, phone=PHONE, phone_verified=True)
    client = client_of()
    post(client, "code/request", {"phone": PHONE})
    assert post(client, "code/confirm", {"code": code_in(sms[0].text)})[0] == 200
    assert client.get("/api/v1/me/").json()["phone"] == PHONE


def test_a_number_somebody_only_claims_stays_free(sms: list[Sms]) -> None:
    """Who claims another's number gets neither the number nor, later, that person's account."""
    make_person("squatter@example.com", phone=PHONE)
    holder = client_of()
    post(holder, "signup", {"phone": PHONE, "password": "another-long-secret"})
    assert post(holder, "phone/verify", {"code": code_in(sms[-1].text)})[0] == 200
    assert post(client_of(), "login", {"phone": PHONE, "password": PASSWORD})[0] == 400
    assert set(User.objects.values_list("email", "phone")) == {("squatter@example.com", None), (None, PHONE)}


def test_a_password_set_before_the_address_was_proved_is_dropped() -> None:
    person = make_person(confirmed=False)
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    client = client_of()
    post(client, "code/request", {"email": person.email})
    assert post(client, "code/confirm", {"code": code_in(mail.outbox[0].body)})[0] == 200
    person.refresh_from_db()
    assert not person.has_usable_password()


def _shape(status: int, body: dict[str, Any]) -> Any:
    flows = sorted((flow["id"], flow.get("is_pending", False)) for flow in body.get("data", {}).get("flows", []))
    errors = sorted((error["code"], error.get("param")) for error in body.get("errors", []))
    return status, flows, errors, sorted(body)


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        (
            "signup",
            {"email": "lin@example.com", "password": PASSWORD},
            {"email": "no@example.com", "password": PASSWORD},
        ),
        ("signup", {"phone": PHONE, "password": PASSWORD}, {"phone": "+8613900139000", "password": PASSWORD}),
        (
            "login",
            {"email": "lin@example.com", "password": "wrong-one"},
            {"email": "no@example.com", "password": "wrong-one"},
        ),
        ("login", {"phone": PHONE, "password": "wrong-one"}, {"phone": "+8613900139000", "password": "wrong-one"}),
        ("code/request", {"email": "lin@example.com"}, {"email": "no@example.com"}),
        ("code/request", {"phone": PHONE}, {"phone": "+8613900139000"}),
        ("password/request", {"email": "lin@example.com"}, {"email": "no@example.com"}),
    ],
)
def test_answers_do_not_tell_who_has_an_account(
    path: str, known: dict[str, str], unknown: dict[str, str], sms: list[Sms]
) -> None:
    make_person(phone=PHONE, phone_verified=True)
    answers = []
    for data in (known, unknown):
        before = len(mail.outbox) + len(sms)
        answers.append((_shape(*post(client_of(), path, data)), len(mail.outbox) + len(sms) - before))
    assert answers[0] == answers[1]


def test_mails_speak_the_readers_language() -> None:
    subjects = {}
    for language in ("zh-hans", "zh-hant", "en"):
        person = UserFactory.create(language=language)
        post(client_of(), "code/request", {"email": person.email})
        subjects[language] = mail.outbox[-1].subject
    assert subjects == {"zh-hans": "登录验证码", "zh-hant": "登錄驗證碼", "en": "Your sign-in code"}


def _totp() -> str:
    return str(format_hotp_value(hotp_value(TOTP_SECRET, next(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_and_makes_an_operator() -> None:
    person = OperatorFactory.create(email="op@example.com")
    person.set_password(PASSWORD)
    person.save()
    client = client_of()
    status, body = post(client, "login", {"email": "op@example.com", "password": PASSWORD})
    assert (status, pending(body)) == (401, {"mfa_authenticate"})
    assert client.get("/api/v1/me/").status_code == 401
    status, body = post(client, "2fa/authenticate", {"code": _totp()})
    assert status == 200, body
    me = client.get("/api/v1/me/").json()
    assert (me["is_operator"], me["home"], me["needs"]) == (True, "operator", [])


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_second_factor_makes_an_operator_at_once() -> None:
    person = make_person("op@example.com", is_operator=True)
    client = client_of()
    assert post(client, "login", {"email": person.email, "password": PASSWORD})[0] == 200
    before = client.get("/api/v1/me/").json()
    assert (before["is_operator"], before["needs"]) == (False, ["second_factor"])
    account = "/_allauth/browser/v1/account/authenticators"
    secret = client.get(f"{account}/totp").json()["meta"]["secret"]
    assert post(client, "reauthenticate", {"password": PASSWORD})[0] == 200
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(f"{account}/totp", {"code": code}, format="json").status_code == 200
    assert mail.outbox[-1].subject == "两步验证已开启"
    after = client.get("/api/v1/me/").json()
    assert (after["is_operator"], after["second_factor"]) == (True, True)
    codes = client.get(f"{account}/recovery-codes").json()["data"]["unused_codes"]
    assert len(codes) == 10
    stored = str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))
    assert secret not in stored


def test_signing_in_needs_the_csrf_token() -> None:
    make_person()
    client = client_of(csrf=True)
    data = {"email": "lin@example.com", "password": PASSWORD}
    assert post(client, "login", data)[1]["code"] == "core.csrf_failed"
    client.get("/_allauth/browser/v1/config")
    token = client.cookies["csrftoken"].value
    response = client.post(f"{AUTH}/login", data, format="json", HTTP_X_CSRFTOKEN=token)
    assert response.status_code == 200


def test_too_many_messages_to_one_number_are_refused_not_crashed(sms: list[Sms]) -> None:
    post(client_of(), "signup", {"phone": PHONE})
    status, body = post(client_of(), "signup", {"phone": PHONE})
    assert (status, body["code"], len(sms)) == (429, "core.too_many_requests", 1)


@pytest.mark.parametrize("phone", [None, "+8613800138000"])
def test_the_last_way_in_is_not_removed(phone: str | None) -> None:
    """A number nobody proved is no way in."""
    person = UserFactory.create(phone=phone)
    answer = client_of(person).delete(EMAILS, {"email": person.email}, format="json")
    before, person = person.email, User.objects.get(pk=person.pk)
    assert (answer.status_code, person.email) == (400, before)
    assert EmailAddress.objects.filter(user=person, email=before, verified=True, primary=True).exists()
