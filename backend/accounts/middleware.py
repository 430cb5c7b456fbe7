"""The border of sign-in: what stands in a body, and how often one may try. What is counted is said in `limits`."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import RateLimited
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from backend.accounts import limits
from backend.accounts.errors import AddressTaken
from backend.accounts.models import User
from backend.core.api import answer_refusal
from backend.core.bodies import is_storable, read_object
from backend.core.errors import DomainError, Invalid, TooManyRequests, UnreadableBody, UnsupportedBody
from backend.core.languages import text

_PREFIX = "/_allauth/"
_MAX_BODY = 16 * 1024
# allauth answers these where the guess was right: signed in, or on to the next step.
_RIGHT = {HTTPStatus.OK, HTTPStatus.UNAUTHORIZED}
_CODE_HEADERS = ("X-Email-Verification-Key", "X-Password-Reset-Key")
_CHANGES_ADDRESSES = {f"{limits.ROOT}{step}" for step in ("account/email", "auth/email/verify", "auth/phone/verify")}


class SignInLimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_PREFIX):
            return self.get_response(request)
        try:
            body = _body_of(request)
            counted = limits.count_try(request, body) if limits.is_counted(request) else None
        except DomainError as refusal:
            return answer_refusal(refusal)
        response = self._answer(request)
        if counted and _is_free(counted.step, request, response.status_code):
            counted.give_back()
        is_allauths_own = response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        return answer_refusal(TooManyRequests(retry_after=60)) if is_allauths_own else response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Changes to one person's addresses come one after the other, and a refused one leaves nothing behind.

        Otherwise an address could be removed while another call makes it the primary one.
        """
        if request.method == "GET" or request.path not in _CHANGES_ADDRESSES or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            request.user.refresh_from_db(from_queryset=User.objects.select_for_update())
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What allauth lets through: its own limits, our refusals, and an address two people proved at the same time."""
        if isinstance(exception, RateLimited):
            return answer_refusal(TooManyRequests(retry_after=30))
        if isinstance(exception, IntegrityError) and _names_taken_address(exception):
            return answer_refusal(AddressTaken())
        if isinstance(exception, AttributeError) and _asks_for_nobody(request):
            message = text("请填写邮箱或手机号。", "Give an e-mail address or a phone number.")
            return answer_refusal(Invalid(fields={"email": [message]}))
        return answer_refusal(exception) if isinstance(exception, DomainError) else None


def _is_free(step: limits.Step, request: HttpRequest, status: int) -> bool:
    """A right guess, or a change that was first answered with the wish to know who asks: nothing was sent for it."""
    if step is limits.ADDRESS_CHANGE:
        return status == HTTPStatus.UNAUTHORIZED and request.user.is_authenticated
    return step.is_guess and status in _RIGHT


def _names_taken_address(error: IntegrityError) -> bool:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    return name in {"unique_verified_email", "user_phone_verified_once"} or name.startswith("accounts_user_email")


def _body_of(request: HttpRequest) -> Mapping[str, Any]:
    """The JSON object sent; empty without one. Raises UnreadableBody, UnsupportedBody for what no form of ours sends."""
    if not all(is_storable(request.headers.get(name, "")) for name in _CODE_HEADERS):
        raise UnreadableBody
    if request.method == "GET" or not request.body:
        return {}
    if len(request.body) > _MAX_BODY:
        # Not passed on uncounted: padding would otherwise switch the limit off.
        raise UnreadableBody
    if request.content_type != "application/json":
        raise UnsupportedBody
    return read_object(request.body)


def _asks_for_nobody(request: HttpRequest) -> bool:
    """A request for a code without an address, which allauth takes and crashes on."""
    if not request.path.startswith(_PREFIX) or not request.path.endswith("/auth/code/request"):
        return False
    body = _body_of(request)
    return not any(str(body.get(name) or "").strip() for name in ("email", "phone"))
