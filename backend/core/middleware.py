"""The first thing a request meets: an id for logs, audit rows and answers, and a look at its address."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from backend.core.api import answer_refusal
from backend.core.bodies import is_sane_query, is_storable
from backend.core.errors import DomainError, Invalid, NotFound
from backend.core.ids import new_id

_API = "/api/"
# An answer depends on who asks and on what may have stopped being theirs; a view that knows better says so itself.
_UNKEPT = "private, no-store"
_SANE = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _SANE.match(given) else str(new_id())
        with _log_context(request_id):
            refusal = _refusal_of(request)
            response = _answer(refusal, request) if refusal else self.get_response(request)
        response["X-Request-ID"] = request_id
        if request.path.startswith(_API) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = _UNKEPT
        return response


@contextmanager
def _log_context(request_id: str) -> Iterator[None]:
    """Whatever anybody binds during the request ends with it, for its thread goes on to other work."""
    before = structlog.contextvars.get_contextvars()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(**before)


def _refusal_of(request: HttpRequest) -> DomainError | None:
    """No column, index or name of ours holds a NUL byte or broken text, so an address with one is read no further."""
    if not is_storable(request.path):
        return NotFound()
    return None if is_sane_query(request.META.get("QUERY_STRING", "")) else Invalid()


def _answer(refusal: DomainError, request: HttpRequest) -> HttpResponse:
    # The middleware that chooses the language has not run yet.
    with translation.override(translation.get_language_from_request(request)):
        return answer_refusal(refusal)
