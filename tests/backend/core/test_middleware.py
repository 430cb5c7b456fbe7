"""The border of every request."""

import asyncio

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory

from backend.core.middleware import RequestContextMiddleware
from tests.factories.accounts import UserFactory
from tests.support.clients import client_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "organizations/?q=%00",
        "organizations/?kind=a%00",
        "pitches/?state=%00",
        "suggest/?q=%00",
        "suggest/?%00=a",
        "suggest/?q=%ED%A0%80",
        "suggest/?q=%C0%80",
        "suggest/?q=%FF",
        "suggest/?q=" + "a" * 9_000,
        "suggest/?" + "a=1&" * 1_500,
    ],
    ids=lambda address: address[:24],
)
def test_f33_an_address_nobody_could_store_is_refused(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}", headers={"Accept-Language": "en"})
    said = answer.json()
    assert (answer.status_code, said["code"], said["detail"]) == (
        400,
        "core.invalid",
        "Some of what you sent is not valid.",
    )


def test_what_a_request_binds_to_the_log_ends_with_it() -> None:
    def crash(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.bind_contextvars(actor_kind="token")
        raise RuntimeError("bug")

    with structlog.contextvars.bound_contextvars(job="1"):
        with pytest.raises(RuntimeError):
            RequestContextMiddleware(crash)(RequestFactory().get("/"))
        assert structlog.contextvars.get_contextvars() == {"job": "1"}


def test_the_same_under_asgi() -> None:
    async def two() -> dict[str, object]:
        await AsyncClient().get("/healthz")
        return structlog.contextvars.get_contextvars()

    assert asyncio.run(two()) == {}


@pytest.mark.django_db
def test_f33_a_nul_byte_in_a_path_names_nothing(client: Client) -> None:
    answer = client.get("/api/v1/invitations/%00/")
    assert (answer.status_code, answer.json()["code"]) == (404, "core.not_found")


def test_request_id_is_kept_when_it_is_sane_and_made_when_it_is_not(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abcdefgh-1"})["X-Request-ID"] == "abcdefgh-1"
    assert (
        client.get("/healthz", headers={"X-Request-ID": "no spaces\tallowed"})["X-Request-ID"] != "no spaces\tallowed"
    )


@pytest.mark.django_db
def test_no_cache_keeps_an_answer_that_depends_on_who_asks(client: Client) -> None:
    person = UserFactory.create()
    for who in (client, client_of(person)):
        for address in ("me/", "pitches/", "organizations/", "nothing-here/", "suggest/?q=%00"):
            assert who.get(f"/api/v1/{address}")["Cache-Control"] == "private, no-store"
    assert "public" in client.get("/api/v1/sectors/")["Cache-Control"]
