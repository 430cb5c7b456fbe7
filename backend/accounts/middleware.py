"""Atomic limits on sign-in: by address of the caller, and by the account that is tried from there.

django-allauth counts too, but reads before it writes, so parallel tries could slip through.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import RateLimited
from django.http import HttpRequest, HttpResponse, JsonResponse

from backend.accounts.errors import BadSignInBody
from backend.core.errors import DomainError, Invalid, TooManyRequests
from backend.core.ratelimit import Limit, client_address, consume

_PREFIX = "/_allauth/"
_MAX_BODY = 16 * 1024

PER_ADDRESS = Limit("accounts.sign_in_address", 60, 60)
PER_ACCOUNT = Limit("accounts.sign_in_account", 10, 60)


class SignInLimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" and request.path.startswith(_PREFIX):
            try:
                count_try(request)
            except TooManyRequests as refusal:
                return _refused(refusal.data["retry_after"])
            except Invalid as refusal:
                return _answer(refusal)
        response = self.get_response(request)
        is_allauths_own = response.status_code == HTTPStatus.TOO_MANY_REQUESTS and request.path.startswith(_PREFIX)
        return _refused(60) if is_allauths_own else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """allauth's own limits answer some calls with an exception nobody catches."""
        return _refused(30) if isinstance(exception, RateLimited) else None


def _refused(seconds: int) -> JsonResponse:
    answer = _answer(TooManyRequests())
    answer["Retry-After"] = str(seconds)
    return answer


def _answer(refusal: DomainError) -> JsonResponse:
    body = {"code": refusal.code, "detail": str(refusal.detail), "fields": {}}
    return JsonResponse(body, status=refusal.status)


def count_try(request: HttpRequest) -> None:
    """Raises TooManyRequests, or BadSignInBody for what no form of ours sends."""
    address = client_address(request)
    consume(PER_ADDRESS, address)
    account = _account_tried(request)
    if account:
        consume(PER_ACCOUNT, f"{address} {account}")


def _account_tried(request: HttpRequest) -> str:
    if len(request.body) > _MAX_BODY:
        # Not passed on uncounted: padding would otherwise switch the limit off.
        raise BadSignInBody
    try:
        data: Any = json.loads(request.body)
        # Half of a surrogate pair has no UTF-8 form; neither a database nor a hash takes it.
        json.dumps(data, ensure_ascii=False).encode()
    except (RecursionError, UnicodeEncodeError) as error:
        raise BadSignInBody from error
    except ValueError:
        return ""
    named = data.get("email") or data.get("phone") if isinstance(data, dict) else ""
    return named.strip().lower()[:254] if isinstance(named, str) else ""
