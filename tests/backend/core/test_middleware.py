"""The border of every request."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["organizations/?q=%00", "organizations/?kind=a%00", "pitches/?state=%00", "suggest/?q=%00"]
)
def test_f33_a_nul_byte_in_a_question_is_refused(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["code"]) == (400, "core.invalid")


def test_request_id_is_kept_when_it_is_sane_and_made_when_it_is_not(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abcdefgh-1"})["X-Request-ID"] == "abcdefgh-1"
    assert (
        client.get("/healthz", headers={"X-Request-ID": "no spaces\tallowed"})["X-Request-ID"] != "no spaces\tallowed"
    )
