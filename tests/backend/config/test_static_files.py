"""The front end's files: the right type, the right cache, and nothing from elsewhere."""

import gzip
import os
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("dist")


def test_a_hashed_file_is_kept_for_ever_and_travels_squeezed(client: Client, dist: Path) -> None:
    plain = client.get("/static/frontend/assets/index-abc.js")
    squeezed = client.get("/static/frontend/assets/index-abc.js", headers={"accept-encoding": "gzip, deflate"})
    content = (dist / "assets" / "index-abc.js").read_bytes()
    assert plain.content == content
    assert "Content-Encoding" not in plain
    assert squeezed["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.content) == content
    assert squeezed["Cache-Control"] == "public, max-age=31536000, immutable"
    assert squeezed["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Accept-Encoding" in squeezed["Vary"]


def test_other_files_are_asked_for_again_and_answered_shortly(client: Client, dist: Path) -> None:
    first = client.get("/static/frontend/boot.js")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/static/frontend/boot.js", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    (dist / "boot.js").write_text("boot(2)", encoding="utf-8")
    os.utime(dist / "boot.js", ns=(1, 1))
    changed = client.get("/static/frontend/boot.js", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed.content) == (200, b"boot(2)")


def test_a_squeezed_neighbour_made_by_the_build_is_used(client: Client, dist: Path) -> None:
    (dist / "assets" / "late-def.css").write_text("a{}", encoding="utf-8")
    (dist / "assets" / "late-def.css.br").write_bytes(b"brotli")
    response = client.get("/static/frontend/assets/late-def.css", headers={"accept-encoding": "gzip, br"})
    assert (response["Content-Encoding"], response.content) == ("br", b"brotli")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.js",
        "%2e%2e/secret.js",
        "assets/..%2f..%2fsecret.js",
        "..%5csecret.js",
        "assets/link.js",
        ".vite/manifest.json",
        "assets/run.sh",
        "assets",
        "assets/none.js",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_served(client: Client, name: str) -> None:
    response = client.get(f"/static/frontend/{name}")
    assert response.status_code == 404
    assert b"secret" not in response.content


def test_files_are_only_read(client: Client) -> None:
    assert client.post("/static/frontend/boot.js").status_code == 405
