"""S20: bytes are served by signed addresses alone, bound to a person and a few minutes, and never run."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.errors import NotPermitted
from backend.files import services
from backend.files.addresses import open_signed
from backend.files.enums import FileState
from backend.files.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.support import pdfs
from tests.support.uploads import stored_deck, upload

pytestmark = pytest.mark.django_db


def _client(person: object = None) -> APIClient:
    client = APIClient()
    if person is not None:
        client.force_authenticate(person)  # type: ignore[arg-type]
    return client


def test_upload_answers_what_the_uploader_follows() -> None:
    person = UserFactory.create()
    answer = _client(person).post(
        "/api/v1/files/", {"kind": "deck", "file": upload("计划.pdf", pdfs.deck([["x"]]))}, format="multipart"
    )

    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"id", "kind", "state", "name", "size", "page_count", "refusal"}
    assert (body["kind"], body["state"], body["name"], body["refusal"]) == ("deck", "stored", "计划.pdf", None)
    assert _client(person).get(f"/api/v1/files/{body['id']}/").json() == body


def test_upload_of_others_is_not_found_and_visitors_are_refused() -> None:
    file = stored_deck(UserFactory.create(), process=False)

    assert _client(UserFactory.create()).get(f"/api/v1/files/{file.pk}/").status_code == 404
    assert _client().get(f"/api/v1/files/{file.pk}/").status_code == 401
    assert _client().post("/api/v1/files/", {"kind": "deck"}, format="multipart").status_code == 401


def test_refusal_speaks_the_callers_language() -> None:
    person = UserFactory.create()
    file = stored_deck(person, process=False)
    StoredFile.objects.filter(pk=file.pk).update(state=FileState.REFUSED, refusal="files.encrypted")

    def detail(language: str) -> str:
        answer = _client(person).get(f"/api/v1/files/{file.pk}/", headers={"Accept-Language": language})
        return str(answer.json()["refusal"]["detail"])

    assert [detail("zh-hans"), detail("zh-hant"), detail("en")] == [
        "文件已加密，请上传未加密的版本。",
        "文件已加密，請上傳未加密的版本。",
        "It is encrypted. Upload a version without a password.",
    ]


def test_wrong_type_is_refused_with_what_to_do() -> None:
    answer = _client(UserFactory.create()).post(
        "/api/v1/files/", {"kind": "deck", "file": upload("deck.pdf", b"<html>")}, format="multipart"
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "files.type_not_allowed")
    assert "PDF" in answer.json()["detail"]
    assert StoredFile.objects.count() == 0


def test_f31_body_over_the_cap_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.files.uploading.LARGEST_BYTES", 100_000)
    body = {"kind": "deck", "file": upload("deck.pdf", pdfs.deck([["x"]]) + b"x" * 300_000)}
    answer = _client(UserFactory.create()).post("/api/v1/files/", body, format="multipart")

    assert (answer.status_code, answer.json()["code"]) == (413, "files.too_large")
    assert StoredFile.objects.count() == 0


def test_s20_page_image_opens_for_its_person_alone() -> None:
    person = UserFactory.create()
    file = stored_deck(person)
    address = services.signed_address(file, viewer=person, now=clock.now(), page=2)

    answer = _client(person).get(address)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (answer.status_code, answer["Content-Type"], content[8:12]) == (200, "image/webp", b"WEBP")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    for stranger in (UserFactory.create(), None):
        refused = _client(stranger).get(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "files.address_refused")


def test_s20_address_ends_after_five_minutes(settings: Settings) -> None:
    person = UserFactory.create()
    address = services.signed_address(stored_deck(person), viewer=person, now=clock.now(), page=1, seconds=99_999)

    settings.CLOCK_OFFSET_SECONDS = 290
    assert _client(person).get(address).status_code == 200
    settings.CLOCK_OFFSET_SECONDS = 301
    assert _client(person).get(address).status_code == 403


def test_s20_original_is_an_attachment_with_our_name() -> None:
    person = UserFactory.create()
    file = stored_deck(person)
    answer = _client(person).get(services.signed_address(file, viewer=person, now=clock.now()))

    assert answer["Content-Disposition"] == 'attachment; filename="deck.pdf"'
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/pdf")


def test_s20_forged_or_moved_token_is_refused() -> None:
    person = UserFactory.create()
    file, other = stored_deck(person), stored_deck(person, ["Other"])
    address = services.signed_address(file, viewer=person, now=clock.now(), page=1)
    token = parse_qs(urlsplit(address).query)["token"][0]

    for file_id, sent in ((other.pk, token), (file.pk, token[:-2] + "AA"), (file.pk, "")):
        with pytest.raises(NotPermitted):
            open_signed(viewer=person, file_id=file_id, token=sent, now=clock.now())
    assert open_signed(viewer=person, file_id=file.pk, token=token, now=clock.now()).content_type == "image/webp"


def test_visitor_address_opens_public_material_for_anybody() -> None:
    file = stored_deck(UserFactory.create())
    address = services.signed_address(file, viewer=AnonymousUser(), now=clock.now(), page=1)

    assert [_client(viewer).get(address).status_code for viewer in (None, UserFactory.create())] == [200, 200]


def test_missing_bytes_are_not_found(storage: Path) -> None:
    person = UserFactory.create()
    file = stored_deck(person)
    (storage / file.path).unlink()

    assert _client(person).get(services.signed_address(file, viewer=person, now=clock.now())).status_code == 404
