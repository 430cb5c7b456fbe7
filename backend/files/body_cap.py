"""Bounds every request body before Django, which would otherwise write all of it to a temporary file first."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from django.conf import settings

Message: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

_UPLOADS = "/api/v1/files/"
# Room for the form fields and boundaries around a file.
_ENVELOPE_BYTES = 64 * 1024


class _TooLong(Exception):
    """More came than the limit allows."""


class BodyCap:
    """An ASGI application around another: a body over its limit is answered 413, whatever length was claimed."""

    def __init__(self, app: App) -> None:
        self.app = app
        largest = max(
            settings.MAX_DECK_BYTES, settings.MAX_LOGO_BYTES, settings.MAX_EVIDENCE_BYTES, settings.MAX_IMPORT_BYTES
        )
        self.upload_limit = largest + _ENVELOPE_BYTES
        self.other_limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _ENVELOPE_BYTES

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.upload_limit if scope["path"] == _UPLOADS else self.other_limit
        if _claimed(scope) > limit:
            await _refuse(send)
            return
        try:
            await self.app(scope, _counted(receive, limit), send)
        except _TooLong:
            # Django reads the whole body before it answers anything, so no answer has begun.
            await _refuse(send)


def _claimed(scope: dict[str, Any]) -> int:
    """The claimed length; none or nonsense counts as nothing, the counting decides."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _counted(receive: Receive, limit: int) -> Receive:
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _TooLong
        return message

    return counted


async def _refuse(send: Send) -> None:
    sentence = "提交的内容过大。 This request is too large."
    body = json.dumps({"code": "core.too_large", "detail": sentence, "fields": {}}, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
