"""Limits on sign-in are exact under parallel tries, whatever address a caller claims to have."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django import Settings

from backend.accounts.middleware import PER_ACCOUNT, PER_ADDRESS, count_try
from backend.core.errors import TooManyRequests
from tests.support.clients import client_of

PARALLEL = 200
AUTH = "/_allauth/browser/v1/auth"


def _attempt(number: int, email: str, **meta: Any) -> bool:
    request = RequestFactory().post(
        f"{AUTH}/login",
        {"email": email},
        content_type="application/json",
        HTTP_X_FORWARDED_FOR=f"10.0.{number}.1",
        **meta,
    )
    try:
        count_try(request)
    except TooManyRequests:
        return False
    return True


def test_of_200_parallel_tries_at_one_account_exactly_the_limit_passes() -> None:
    with ThreadPoolExecutor(32) as pool:
        passed = sum(pool.map(lambda n: _attempt(n, " Lin@Example.com "), range(PARALLEL)))
    # The limit of one address ends the run; of those it let through, the account's own let exactly its number.
    assert passed == PER_ACCOUNT.count


def test_of_200_parallel_tries_from_one_address_exactly_the_limit_passes() -> None:
    with ThreadPoolExecutor(32) as pool:
        passed = sum(pool.map(lambda n: _attempt(n, f"person{n}@example.com"), range(PARALLEL)))
    assert passed == PER_ADDRESS.count


def test_behind_a_proxy_each_real_address_counts_alone(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    with ThreadPoolExecutor(32) as pool:
        passed = sum(pool.map(lambda n: _attempt(n, "lin@example.com"), range(PARALLEL)))
    assert passed == PARALLEL


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


@pytest.mark.django_db
def test_the_limit_answers_in_our_shape() -> None:
    client = client_of()
    data = {"email": "lin@example.com", "password": "wrong"}
    answers = [client.post(f"{AUTH}/login", data, format="json") for _ in range(PER_ACCOUNT.count + 1)]
    last = answers[-1]
    assert (last.status_code, last.json()["code"]) == (429, "core.too_many_requests")
    assert int(last["Retry-After"]) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        '{"email": "\\ud800@example.com", "password": "x"}',
        '{"email": "a@example.com", "password": "\\udfff"}',
        "[" * 9_000,
        '{"email": "a@example.com", "password": "x"}' + " " * 17_000,
    ],
    ids=["half a pair in the name", "half a pair in the password", "deep", "padded past the count"],
)
def test_s12_what_no_form_sends_is_refused_before_it_is_read_further(body: str) -> None:
    answer = client_of(None).generic("POST", "/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "accounts.bad_sign_in_body")
