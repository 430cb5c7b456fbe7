"""F31: a body is cut at its limit before anything is written, whatever length it claims."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from backend.files.body_cap import BodyCap, Receive, Send


class _Reader:
    """Reads all of a body and answers 200, as Django does."""

    def __init__(self) -> None:
        self.read = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            self.read += len(message["body"])
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def _ask(path: str, size: int, claimed: bytes | None, limits: tuple[int, int] = (1000, 100)) -> tuple[int, int]:
    """Status and how many bytes the application read, of a body sent in pieces of 10."""
    reader, sent = _Reader(), []
    cap = BodyCap(reader)
    cap.upload_limit, cap.other_limit = limits
    pieces = [b"x" * 10] * (size // 10)

    async def receive() -> Mapping[str, Any]:
        piece = pieces.pop() if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    headers = [] if claimed is None else [(b"content-length", claimed)]
    asyncio.run(cap({"type": "http", "path": path, "headers": headers}, receive, send))
    return sent[0]["status"], reader.read


@pytest.mark.parametrize(
    ("path", "size", "claimed", "expected"),
    [
        ("/api/v1/files/", 1000, b"1000", (200, 1000)),
        ("/api/v1/files/", 1010, b"1010", (413, 0)),
        ("/api/v1/files/", 5000, b"10", (413, 1000)),
        ("/api/v1/files/", 5000, None, (413, 1000)),
        ("/api/v1/files/", 5000, b"-1", (413, 1000)),
        ("/api/v1/pitches/", 100, b"100", (200, 100)),
        ("/api/v1/pitches/", 110, None, (413, 100)),
        ("/_allauth/browser/v1/auth/login", 1010, b"1010", (413, 0)),
    ],
)
def test_f31_body_is_cut_at_its_limit(path: str, size: int, claimed: bytes | None, expected: tuple[int, int]) -> None:
    assert _ask(path, size, claimed) == expected


def test_entry_point_wears_the_cap() -> None:
    from backend.config.asgi import application  # noqa: PLC0415 - building the entry point is the test

    layer, layers = application.application_mapping["http"], []
    while layer is not None:
        layers.append(type(layer))
        layer = vars(layer).get("app")
    assert BodyCap in layers
