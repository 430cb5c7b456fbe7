"""What never reaches Django."""

import asyncio
from typing import Any

import pytest

from backend.config.asgi import application


def _status(content_type: str) -> int:
    sent: list[dict[str, Any]] = []

    asked: list[int] = []

    async def receive() -> dict[str, Any]:
        asked.append(1)
        if len(asked) > 1:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/healthz", "raw_path": b"/healthz", "query_string": b"q=%2BAAA-", "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-type", content_type.encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("charset", ["rot13", "hex", "idna", "utf-7", "utf-16", "unicode_escape", '"utf-7"', "'hex'"])
def test_f33_a_charset_cannot_change_how_an_address_is_read(charset: str) -> None:
    assert _status(f"application/json; charset={charset}") == 415
    assert _status(f"application/json;CHARSET = {charset}") == 415


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=UTF-8", "text/plain"])
def test_ordinary_content_is_read(content_type: str) -> None:
    assert _status(content_type) == 200
