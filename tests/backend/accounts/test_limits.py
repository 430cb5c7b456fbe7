"""Limits on sign-in are exact under parallel tries from everywhere, and close no session that is open."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import RequestFactory
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.accounts import limits
from backend.accounts.limits import PER_ADDRESS, ROOT, STEPS, count_try, named_account
from backend.accounts.models import User
from backend.accounts.sms import Sms
from backend.core import ratelimit
from backend.core.errors import TooManyRequests
from backend.core.models import AuditEntry
from backend.core.pauses import Pause
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory
from tests.support.clients import client_of

PARALLEL = 200
AUTH = f"{ROOT}auth"
EMAIL = "lin@example.com"
_STAGE = {"current": "login_by_code", "login_by_code": {"data": {"email": EMAIL}}}

# What the caller sends and what the session holds at each step, all about one account.
_STEPS_OF_ONE_ACCOUNT: Mapping[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "auth/login": ({"email": f" {EMAIL.upper()} "}, {}, False),
    "auth/signup": ({"email": EMAIL}, {}, False),
    "auth/code/request": ({"email": EMAIL}, {}, False),
    "auth/code/resend": ({}, {"account_login": {"state": {"stages": _STAGE}}}, False),
    "auth/email/verify/resend": ({}, {"account_email_verification_code": {"email": EMAIL}}, False),
    "auth/phone/verify/resend": ({}, {"account_phone_verification": {"phone": "+8613800138000"}}, False),
    "auth/code/confirm": ({}, {"account_login": {"state": {"stages": _STAGE}}}, False),
    "auth/email/verify": ({}, {"account_email_verification_code": {"email": EMAIL}}, False),
    "auth/phone/verify": ({}, {"account_phone_verification": {"phone": "+8613800138000"}}, False),
    "auth/password/request": ({"email": EMAIL}, {}, False),
    "auth/password/reset": ({}, {"account_password_reset_verification": {"email": EMAIL}}, False),
    "auth/2fa/authenticate": ({}, {"account_login": {"user_pk": "7", "state": {}}}, False),
    "auth/reauthenticate": ({}, {}, True),
    "auth/2fa/reauthenticate": ({}, {}, True),
    "account/password/change": ({}, {}, True),
    "account/email": ({"email": "new@example.com"}, {}, True),
    "account/phone": ({"phone": "+8613800138000"}, {}, True),
}


def _attempt(path: str, number: int, *, body: dict[str, Any], session: dict[str, Any], user: Any, **meta: Any) -> bool:
    request = RequestFactory().post(ROOT + path, **{"HTTP_X_FORWARDED_FOR": f"10.0.{number}.1", **meta})
    request.session, request.user = session, user  # type: ignore[assignment]
    try:
        count_try(request, body)
    except TooManyRequests:
        return False
    return True


def _passed(path: str, *, everywhere: bool = False) -> int:
    body, session, signed_in = _STEPS_OF_ONE_ACCOUNT[path]
    user = User(email=EMAIL) if signed_in else AnonymousUser()
    with ThreadPoolExecutor(32) as pool:
        return sum(
            pool.map(
                lambda n: _attempt(
                    path, n, body=body, session=session, user=user,
                    **({"REMOTE_ADDR": f"10.{n // 250}.{n % 250}.1"} if everywhere else {}),
                ),
                range(PARALLEL),
            )
        )  # fmt: skip


def test_s12_every_step_that_takes_a_secret_or_sends_one_is_named() -> None:
    assert set(_STEPS_OF_ONE_ACCOUNT) == set(STEPS)


@pytest.mark.parametrize("path", sorted(STEPS))
def test_s12_of_200_parallel_tries_from_200_addresses_at_one_account_exactly_the_limit_passes(path: str) -> None:
    assert _passed(path, everywhere=True) == STEPS[path].limits[0].count


def test_s12_control_counting_by_address_and_account_together_lets_every_address_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the limit used to be."""
    real = ratelimit.consume

    def with_address(limit: ratelimit.Limit, key: str, **how: Any) -> None:
        seen.append(key)
        real(limit, key if limit == PER_ADDRESS else f"{len(seen)} {key}", **how)

    seen: list[str] = []
    monkeypatch.setattr(limits, "consume", with_address)
    assert _passed("auth/login", everywhere=True) == PARALLEL


def test_s12_the_hour_has_a_limit_of_its_own() -> None:
    step, passed = limits.PASSWORD, 0
    for _ in range(12):
        passed += _passed("auth/login", everywhere=True)
        ratelimit.give_back(step.limits[0], EMAIL, everything=True)
    assert passed == step.limits[1].count


def test_s12_of_200_parallel_tries_from_one_address_exactly_the_limit_passes() -> None:
    with ThreadPoolExecutor(32) as pool:
        passed = sum(
            pool.map(
                lambda n: _attempt(
                    "auth/login", n, body={"email": f"person{n}@example.com"}, session={}, user=AnonymousUser()
                ),
                range(PARALLEL),
            )
        )
    assert passed == PER_ADDRESS.count


def test_s12_a_claimed_address_changes_nothing_and_behind_a_proxy_each_real_one_counts(settings: Settings) -> None:
    def passed() -> int:
        with ThreadPoolExecutor(32) as pool:
            tries = pool.map(
                lambda n: _attempt("auth/session", n, body={}, session={}, user=AnonymousUser()), range(PARALLEL)
            )
            return sum(tries)

    assert passed() == PER_ADDRESS.count
    settings.TRUSTED_PROXIES = 1
    assert passed() == PARALLEL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lin@example.com", "  LIN@Example.com "),
        ("+8613800138000", "138 0013 8000"),
        ("+8613800138000", "１３８-0013-8000"),
    ],
)
def test_s12_spelling_an_account_otherwise_gains_no_try(one: str, other: str) -> None:
    assert named_account(one) == named_account(other)


@pytest.mark.parametrize("path", ["auth/code/request", "auth/signup"])
def test_s12_a_blank_address_beside_a_number_hides_it_from_no_limit(path: str) -> None:
    body = {"email": " ", "phone": "138 0013 8000"}
    passed = [
        _attempt(path, n, body=body, session={}, user=AnonymousUser(), REMOTE_ADDR=f"10.1.{n}.1") for n in range(30)
    ]
    assert sum(passed) == STEPS[path].limits[0].count


def test_reading_before_counting_would_let_too_many_pass() -> None:
    """Negative control: a counter that looks first and writes later, at the point where two callers overlap."""
    key, limit = "test:careless", 1
    cache.delete(key)
    read = [cache.get(key, 0), cache.get(key, 0)]
    passed = 0
    for used in read:
        if used < limit:
            cache.set(key, used + 1, 60)
            passed += 1
    assert passed == 2


def _statuses(client: APIClient, path: str, data: dict[str, Any], times: int) -> list[int]:
    return [client.post(f"{ROOT}{path}", data, format="json").status_code for _ in range(times)]


def _person(**fields: Any) -> User:
    person = UserFactory.create(email=EMAIL, **fields)
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.mark.django_db
@pytest.mark.parametrize("account", [{"email": EMAIL}, {"email": "nobody@example.com"}, {"phone": "+8613800138000"}])
def test_s12_s13_wrong_passwords_end_alike_whether_there_is_an_account(account: dict[str, str]) -> None:
    _person()
    tries = limits.PASSWORD.limits[0].count
    assert _statuses(client_of(), "auth/login", {**account, "password": "wrong"}, tries + 1) == [400] * tries + [429]
    answer = client_of().post(f"{AUTH}/login", {**account, "password": "wrong"}, format="json")
    assert (answer.json()["code"], answer.json()["fields"], int(answer["Retry-After"]) > 0) == (
        "core.too_many_requests",
        {},
        True,
    )


@pytest.mark.django_db
def test_s12_wrong_tries_at_one_number_close_no_other() -> None:
    """allauth's own limit counted all numbers as one account."""
    _person(phone="+85291234567", phone_verified=True)
    _statuses(client_of(), "auth/login", {"phone": "+8613800138000", "password": "wrong"}, 11)
    data = {"phone": "+85291234567", "password": PASSWORD}
    assert _statuses(client_of(), "auth/login", data, 1) == [200]


@pytest.mark.django_db
def test_s12_right_passwords_do_not_use_the_limit_up() -> None:
    _person()
    tries = limits.PASSWORD.limits[0].count + 5
    assert [_statuses(client_of(), "auth/login", {"email": EMAIL, "password": PASSWORD}, 1) for _ in range(tries)] == [
        [200]
    ] * tries


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["000000", "recovery-code"])
def test_s12_the_second_factor_has_a_limit_over_all_sessions(code: str) -> None:
    TOTP.activate(_person(), TOTP_SECRET)
    tries = limits.SECOND_FACTOR.limits[0].count
    seen = []
    for _ in range(tries + 1):
        client = client_of()
        assert _statuses(client, "auth/login", {"email": EMAIL, "password": PASSWORD}, 1) == [401]
        seen += _statuses(client, "auth/2fa/authenticate", {"code": code}, 1)
    assert seen == [400] * tries + [429]


@pytest.mark.django_db
def test_s12_codes_by_mail_have_a_limit_over_all_sessions() -> None:
    _person()
    seen, tries = [], limits.CODE.limits[0].count
    clients = []
    for _ in range(5):
        cache.clear()
        clients.append(client_of())
        assert _statuses(clients[-1], "auth/code/request", {"email": EMAIL}, 1) == [401]
    for number in range(tries + 1):
        seen += _statuses(clients[number % 5], "auth/code/confirm", {"code": "000000"}, 1)
    assert seen == [400] * tries + [429]
    assert len(mail.outbox) == 5


@pytest.mark.django_db
def test_s12_a_code_checked_by_get_counts_as_well() -> None:
    _person()
    seen = []
    for _ in range(4):
        client = client_of()
        client.post(f"{AUTH}/password/request", {"email": EMAIL}, format="json")
        for _ in range(3):
            answer = client.get(f"{AUTH}/password/reset", headers={"X-Password-Reset-Key": "000000"})
            seen.append(answer.status_code)
    assert (seen.count(429), len(seen)) == (2, 12)


@pytest.mark.django_db
def test_s12_somebody_elses_wrong_tries_close_no_open_session(sms: list[Sms]) -> None:
    person = _person()
    TOTP.activate(person, TOTP_SECRET)
    mine = client_of(person)
    attacker = client_of()
    for path in ("auth/login", "auth/code/request", "auth/password/request"):
        assert _statuses(attacker, path, {"email": EMAIL, "password": "wrong"}, 12)[-1] == 429
    for _ in range(11):
        other = client_of()
        ratelimit.give_back(limits.PASSWORD.limits[0], EMAIL, everything=True)
        _statuses(other, "auth/login", {"email": EMAIL, "password": PASSWORD}, 1)
        _statuses(other, "auth/2fa/authenticate", {"code": "000000"}, 1)
    assert mine.get("/api/v1/me/").status_code == 200
    assert _statuses(mine, "auth/reauthenticate", {"password": PASSWORD}, 1) == [200]
    call_command("forget_sign_in_tries", EMAIL.upper())
    assert AuditEntry.objects.filter(action="person.tries_forgotten", subject_id=str(person.pk)).count() == 1
    assert _statuses(client_of(), "auth/login", {"email": EMAIL, "password": PASSWORD}, 1) == [401]


def _no_counter() -> redis.Redis:
    raise redis.ConnectionError


@pytest.mark.django_db
def test_s12_without_a_counter_nobody_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    person = _person()
    monkeypatch.setattr(ratelimit, "_client", _no_counter)
    monkeypatch.setattr(ratelimit, "_pause", Pause(ratelimit.PAUSE_SECONDS))
    answer = client_of().post(f"{AUTH}/login", {"email": EMAIL, "password": PASSWORD}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (503, "core.unavailable")
    assert client_of(person).get("/api/v1/me/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type", "refused"),
    [
        ('{"email": "\\ud800@example.com", "password": "x"}', "application/json", (400, "core.unreadable_body")),
        ('{"email": "a@example.com", "password": "\\udfff"}', "application/json", (400, "core.unreadable_body")),
        ('{"email": "a@example.com", "password": "\\u0000"}', "application/json", (400, "core.unreadable_body")),
        ('{"email": "a@example.com", "email": "b@example.com"}', "application/json", (400, "core.unreadable_body")),
        ("[" * 9_000, "application/json", (400, "core.unreadable_body")),
        ("[]", "application/json", (400, "core.unreadable_body")),
        ('{"email": "a@example.com"}' + " " * 17_000, "application/json", (400, "core.unreadable_body")),
        ("email=a", "application/x-www-form-urlencoded", (415, "core.unsupported_media_type")),
        ('{"email": "a"}', "text/plain", (415, "core.unsupported_media_type")),
    ],
    ids=["half a pair in the name", "half in the password", "nul", "doubled", "deep", "list", "padded", "form", "text"],
)
def test_s12_what_no_form_sends_is_refused_before_it_is_read_further(
    body: str, content_type: str, refused: tuple[int, str]
) -> None:
    answer = client_of().generic("POST", f"{AUTH}/login", body, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == refused
