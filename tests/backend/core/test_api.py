"""One shape for every refusal, in the caller's language."""

import json

import pytest
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from rest_framework import exceptions

from backend.core.api import answer_crash, answer_exception
from backend.core.errors import Conflict, NotPermitted, TooManyRequests
from backend.core.languages import text


def _answer(error: Exception) -> tuple[int, dict[str, object]]:
    response = answer_exception(error, {})
    assert response is not None
    return response.status_code, response.data


def test_domain_error_speaks_the_active_language() -> None:
    said = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            said[language] = _answer(NotPermitted())[1]["detail"]
    assert said == {
        "zh-hans": "您没有权限执行此操作。",
        "zh-hant": "您沒有權限執行此操作。",
        "en": "You are not allowed to do this.",
    }


def test_each_kind_of_refusal_has_its_status_and_code() -> None:
    with translation.override("en"):
        assert _answer(Conflict())[0] == 409
        assert _answer(Http404())[1]["code"] == "core.not_found"
        assert _answer(exceptions.NotAuthenticated())[1]["code"] == "core.not_signed_in"
        nested = exceptions.ValidationError({"team": [{"name": ["Required."]}], "stage": ["Unknown."]})
        assert _answer(nested) == (
            400,
            {
                "code": "core.invalid",
                "detail": "Some of what you sent is not valid.",
                "fields": {"team.0.name": ["Required."], "stage": ["Unknown."]},
            },
        )


def test_domain_error_fields_are_lists_of_sentences() -> None:
    error = Conflict(fields={"version": [text("旧", "stale")]})
    with translation.override("en"):
        assert _answer(error)[1]["fields"] == {"version": ["stale"]}


def test_too_many_requests_says_when_to_come_back() -> None:
    response = answer_exception(TooManyRequests(retry_after=7), {})
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (429, "7")


def test_unexpected_error_is_not_dressed_as_a_refusal() -> None:
    assert answer_exception(RuntimeError("bug"), {}) is None


@pytest.mark.parametrize(
    "error", [OperationalError("server closed the connection"), InterfaceError("connection is closed")]
)
def test_database_that_is_away_is_told_as_such_and_when_to_come_back(error: Exception) -> None:
    response = answer_exception(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"], response["Retry-After"]) == (503, "core.unavailable", "2")
    # The same where no view of the interface answers: sessions, pages.
    try:
        raise error
    except type(error):
        page = answer_crash(RequestFactory().get("/"))
    assert (page.status_code, json.loads(page.content)["code"], page["Retry-After"]) == (503, "core.unavailable", "2")


def test_crash_stays_a_crash() -> None:
    try:
        raise RuntimeError("bug")
    except RuntimeError:
        assert answer_crash(RequestFactory().get("/")).status_code == 500
