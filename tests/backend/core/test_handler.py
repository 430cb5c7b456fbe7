"""Django behind the loop: one thread for each request, and nobody who is slow keeps one."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from backend.core.handler import ThreadedHandler

_HEADERS = [(b"host", b"localhost")]
# What the views below saw, and whether a stream came to its end.
seen: list[Any] = []


@csrf_exempt
def plain(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    seen.append((threading.current_thread().name, connection.connection is not None))
    return HttpResponse(request.body)


def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


class _Told(StreamingHttpResponse):
    def close(self) -> None:
        seen.append("closed")
        super().close()


def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    async def parts() -> AsyncIterator[bytes]:
        yield b"first"
        yield await sync_to_async(lambda: threading.current_thread().name.encode())()
        if request.GET.get("endless"):
            await asyncio.Event().wait()
        if request.GET.get("broken"):
            raise ValueError("broken")

    return _Told(parts())


urlpatterns = [path("plain/", plain), path("fails/", fails), path("stream/", stream)]


class Caller:
    """One connection: what was sent to it, that something was, and when it leaves."""

    def __init__(self, where: str, body: bytes = b"", query: bytes = b"") -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.leaves, self.hears = asyncio.Event(), asyncio.Event()
        self._body: bytes | None = body
        self.scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST" if body else "GET",
            "scheme": "http", "path": where, "raw_path": where.encode(), "query_string": query, "root_path": "",
            "headers": _HEADERS, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip

    async def receive(self) -> dict[str, Any]:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        self.sent.append(message)
        if message.get("body"):
            self.hears.set()

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(one.get("body", b"") for one in self.sent[1:])


@pytest.fixture(autouse=True)
def own_views(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["localhost"]
    seen.clear()


def _run(work: Callable[[ThreadedHandler], Any]) -> None:
    asyncio.run(work(ThreadedHandler()))


@pytest.mark.django_db(transaction=True)
def test_a_request_is_answered_in_one_thread_which_keeps_no_connection() -> None:
    kept: list[bool] = []

    async def ask(handler: ThreadedHandler) -> None:
        caller = Caller("/plain/", b"said")
        await handler(caller.scope, caller.receive, caller.send)
        assert (caller.status, caller.body) == (200, b"said")
        # The only thread there is so far, asked after its request.
        kept.append(handler.threads.submit(lambda: connection.connection is not None).result())

    _run(ask)
    assert seen == [("request_0", True)]
    assert kept == [False]


@pytest.mark.django_db(transaction=True)
def test_a_view_that_breaks_is_answered() -> None:
    async def ask(handler: ThreadedHandler) -> None:
        caller = Caller("/fails/")
        await handler(caller.scope, caller.receive, caller.send)
        assert caller.status == 500
        again = Caller("/plain/", b"said")
        await handler(again.scope, again.receive, again.send)
        assert again.status == 200

    _run(ask)


@pytest.mark.django_db(transaction=True)
def test_a_stream_is_sent_to_its_end_outside_the_threads_of_requests() -> None:
    async def ask(handler: ThreadedHandler) -> None:
        caller = Caller("/stream/")
        await handler(caller.scope, caller.receive, caller.send)
        assert caller.status == 200
        assert caller.body.startswith(b"first")
        assert b"request_" not in caller.body

    _run(ask)
    assert seen == ["closed"]


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_when_its_caller_leaves() -> None:
    async def ask(handler: ThreadedHandler) -> None:
        caller = Caller("/stream/", query=b"endless=1")
        answering = asyncio.ensure_future(handler(caller.scope, caller.receive, caller.send))
        await asyncio.wait_for(caller.hears.wait(), 5)
        caller.leaves.set()
        await asyncio.wait_for(answering, 5)

    _run(ask)
    assert seen == ["closed"]


@pytest.mark.django_db(transaction=True)
def test_a_stream_that_breaks_is_told_to_the_server() -> None:
    async def ask(handler: ThreadedHandler) -> None:
        caller = Caller("/stream/", query=b"broken=1")
        with pytest.raises(ValueError, match="broken"):
            await handler(caller.scope, caller.receive, caller.send)
        assert caller.body.startswith(b"first")

    _run(ask)
    assert seen == ["closed"]


@pytest.mark.django_db(transaction=True)
def test_slow_callers_keep_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one thread: a body that never comes and a stream that never ends stand in nobody's way."""
    monkeypatch.setattr("backend.core.handler.THREADS", 1)

    async def ask(handler: ThreadedHandler) -> None:
        silent, listening = Caller("/plain/", b"x"), Caller("/stream/", query=b"endless=1")
        silent._body = None
        waiting = [asyncio.ensure_future(handler(one.scope, one.receive, one.send)) for one in (silent, listening)]
        await asyncio.wait_for(listening.hears.wait(), 5)
        caller = Caller("/plain/", b"said")
        await asyncio.wait_for(handler(caller.scope, caller.receive, caller.send), 5)
        assert caller.status == 200
        for one in (silent, listening):
            one.leaves.set()
        await asyncio.wait_for(asyncio.gather(*waiting), 5)

    _run(ask)
