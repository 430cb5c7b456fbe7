"""Django behind an asynchronous server, each request worked on by one thread from its first middleware to its answer.

Django's own handler hops between the loop and threads at every middleware that is of the other kind, opens a thread for
each request, and twice more for the signals around it: in a rush that took more than the work itself. Bodies are still
read, and answers sent, by the loop: a slow caller keeps no thread.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

# Far more than have a connection at once, for whoever waits for the search engine or a gateway holds none up.
THREADS = 64


class ThreadedHandler(ASGIHandler):
    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def handle(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        work = partial(copy_context().run, self._respond, scope, body)
        response = await asyncio.get_running_loop().run_in_executor(self.threads, work)
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await self.send_response(response, send)

    def _respond(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """The answer, with the thread's connection given back: what is made already needs none while it is sent."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        with body:
            request, refusal = self.create_request(scope, body)
            response = cast(HttpResponse, refusal) if request is None else self.get_response(request)
        if not response.streaming:
            response.close()
        # A stream is closed later and elsewhere; this thread lives on, and nobody else could use what it kept.
        close_old_connections()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """Until it is sent or nobody listens any more. What breaks while it is sent is the server's to log."""
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (sending, leaving):
                one.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await sync_to_async(response.close)()
        if not sending.cancelled():
            sending.result()
