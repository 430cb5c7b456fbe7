"""The tree over HTTP."""

import pytest
from rest_framework.test import APIClient

from backend.taxonomy import editions, services
from backend.taxonomy.models import Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> APIClient:
    return APIClient()


def test_the_whole_tree_is_public_in_three_languages(client: APIClient) -> None:
    answer = client.get("/api/v1/sectors/")
    assert answer.status_code == 200
    body = answer.json()
    assert body["version"] == "2026.1"
    assert len(body["sectors"]) == 161
    ai = next(sector for sector in body["sectors"] if sector["code"] == "AI_CV")
    assert {**ai, "aliases": ai["aliases"][:2]} == {
        "code": "AI_CV",
        "parent": "AI",
        "name_zh": "计算机视觉",
        "name_zh_hant": "計算機視覺",
        "pinyin": "jisuanjishijue",
        "name_en": "Computer Vision",
        "aliases": ["机器视觉", "图像识别"],
    }
    assert "public" in answer.headers["Cache-Control"]


def test_an_unchanged_tree_is_not_sent_twice(client: APIClient) -> None:
    etag = client.get("/api/v1/sectors/").headers["ETag"]
    again = client.get("/api/v1/sectors/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    Sector.objects.filter(code="AI").update(name_en="Changed")
    assert services.load_edition(editions.read(editions.shipped()[-1])) is True
    assert client.get("/api/v1/sectors/", headers={"If-None-Match": etag}).status_code == 200


def test_one_word_is_resolved_or_answered_empty(client: APIClient) -> None:
    found = client.get("/api/v1/sectors/resolve/", {"q": "人工智慧"}).json()
    assert [sector["code"] for sector in found["sectors"]] == ["AI"]
    assert client.get("/api/v1/sectors/resolve/", {"q": "锅炉房"}).json() == {"q": "锅炉房", "sectors": []}


@pytest.mark.parametrize("q", ["", "x" * 121])
def test_a_bad_word_is_refused_with_its_field(client: APIClient, q: str) -> None:
    answer = client.get("/api/v1/sectors/resolve/", {"q": q})
    assert answer.status_code == 400
    assert answer.json()["code"] == "core.invalid"
    assert list(answer.json()["fields"]) == ["q"]


def test_moves_of_the_first_edition_are_an_empty_list(client: APIClient) -> None:
    answer = client.get("/api/v1/sectors/moves/")
    assert (answer.status_code, answer.json()) == (200, [])
