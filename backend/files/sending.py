"""Sending stored bytes: never sniffed, never run, never larger in memory than one chunk."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from backend.core.errors import NotFound
from backend.files.addresses import Opened
from backend.files.storage import absolute

_CHUNK = 256 * 1024
_CSP = "sandbox; default-src 'none'; frame-ancestors 'none'"


def send(request: HttpRequest, opened: Opened, *, cache: str) -> HttpResponseBase:
    """The bytes with headers that keep a browser from running them. Raises NotFound when they are gone."""
    path = absolute(opened.path)
    if not path.is_file():
        raise NotFound
    is_async = isinstance(request, ASGIRequest)
    response = StreamingHttpResponse(_read_async(path) if is_async else _read(path), content_type=opened.content_type)
    response["Content-Length"] = str(path.stat().st_size)
    response["Content-Disposition"] = content_disposition_header(opened.is_attachment, opened.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _CSP
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = cache
    return response


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


async def _read_async(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        file.close()
