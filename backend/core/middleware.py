"""The first thing a request meets: an id for logs, audit rows and answers."""

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse

from backend.core.errors import Invalid
from backend.core.ids import new_id

_SANE = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _SANE.match(given) else str(new_id())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = _refuse_nul() if "%00" in request.META.get("QUERY_STRING", "") else self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def _refuse_nul() -> JsonResponse:
    """No column, index or name of ours holds a NUL byte, so a question with one is refused before anything reads it."""
    refusal = Invalid()
    return JsonResponse({"code": refusal.code, "detail": str(refusal.detail), "fields": {}}, status=refusal.status)
