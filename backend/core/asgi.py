"""What must be refused before Django makes a request of it."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

Message: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s;\"']*)", re.IGNORECASE)
_OURS = {b"utf-8", b"utf8"}
_SENTENCE = "不支持这种内容格式。 This kind of content is not accepted here."


class Utf8Only:
    """An ASGI application around another. Django reads question and form in whatever codec a caller names, and crashes
    on those that are not of text; one that hides a NUL byte would pass every later check.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _charsets(scope) <= _OURS:
            await _refuse(send)
        else:
            await self.app(scope, receive, send)


def _charsets(scope: Mapping[str, Any]) -> set[bytes]:
    values = (value for name, value in scope["headers"] if name == b"content-type")
    return {found.lower() for value in values for found in _CHARSET.findall(value)}


async def _refuse(send: Send) -> None:
    body = json.dumps({"code": "core.unsupported_media_type", "detail": _SENTENCE, "fields": {}}, ensure_ascii=False)
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 415, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
