"""The border of HTTP: one error shape, and the viewer of a request."""

import sys
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from backend.core.actors import Viewer
from backend.core.errors import Crashed, DomainError, Invalid, Unavailable, UnsupportedBody
from backend.core.languages import text

# Of a write that is done once however often it is asked for.
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="at most 64 letters"
)
log = structlog.get_logger(__name__)

# The connection was lost, none could be had, or the statement was given up. What was asked for may be asked again.
DATABASE_AWAY = (OperationalError, InterfaceError)
_BACK_AFTER_SECONDS = 2
_CODES = {
    400: "core.invalid",
    401: "core.not_signed_in",
    403: "core.not_permitted",
    404: "core.not_found",
    405: "core.method_not_allowed",
    406: "core.not_acceptable",
    413: "core.too_large",
    415: "core.unsupported_media_type",
    429: "core.too_many_requests",
}
_INVALID = text("提交的内容有误，请检查后重试。", "Some of what you sent is not valid.")
_NOT_FOUND = text("没有找到。", "Not found.")


def validated(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body in its validated form. Raises ValidationError naming every bad field."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def viewer_of(request: Request) -> Viewer:
    """Who reads or acts in this request."""
    user: Viewer = request.user
    return user


def answer_exception(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """`{code, detail, fields}` for every refusal; anything unexpected stays a logged 500."""
    if isinstance(error, DATABASE_AWAY):
        error = _database_away(error)
    if isinstance(error, DomainError):
        return _answer_domain(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(_NOT_FOUND))
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _answer_domain(UnsupportedBody())
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(auth_header)
    fields = _fields(error.detail) if isinstance(error, exceptions.ValidationError) else {}
    detail = str(_INVALID) if fields else str(error.detail)
    code = _CODES.get(error.status_code, "core.refused")
    return Response({"code": code, "detail": detail, "fields": fields}, status=error.status_code, headers=headers)


def _database_away(error: Exception) -> Unavailable:
    log.warning("database_away", error=str(error), state=getattr(error.__cause__, "sqlstate", None))
    return Unavailable(retry_after=_BACK_AFTER_SECONDS)


def _answer_domain(error: DomainError) -> Response:
    return Response(_body_of(error), status=error.status, headers=_headers_of(error))


def _body_of(error: DomainError) -> dict[str, Any]:
    fields = {name: [str(line) for line in lines] for name, lines in error.fields.items()}
    return {"code": error.code, "detail": str(error.detail), "fields": fields}


def _headers_of(error: DomainError) -> dict[str, str]:
    retry_after = error.data.get("retry_after")
    return {"Retry-After": str(retry_after)} if retry_after else {}


def _fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Flatten nested serializer errors to `name.index.name` → sentences."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            found.update(_fields(value, f"{prefix}.{key}" if prefix else str(key)))
        return found
    if isinstance(detail, list | tuple):
        if all(isinstance(item, str) for item in detail):
            return {prefix or "non_field_errors": [str(item) for item in detail]}
        found = {}
        for index, item in enumerate(detail):
            found.update(_fields(item, f"{prefix}.{index}" if prefix else str(index)))
        return found
    return {prefix or "non_field_errors": [str(detail)]}


def answer_refusal(refusal: DomainError) -> JsonResponse:
    """A refusal outside of REST framework, in the one shape."""
    return JsonResponse(_body_of(refusal), status=refusal.status, headers=_headers_of(refusal))


def answer_bad_request(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """What Django itself finds suspicious: too many fields, a host it does not serve, a broken form."""
    return answer_refusal(Invalid())


def answer_csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    sentence = text("页面已过期，请刷新后重试。", "This page has expired. Reload it and try again.")
    body = {"code": "core.csrf_failed", "detail": str(sentence), "fields": {}}
    return JsonResponse(body, status=status.HTTP_403_FORBIDDEN)


def answer_not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    body = {"code": "core.not_found", "detail": str(_NOT_FOUND), "fields": {}}
    return JsonResponse(body, status=status.HTTP_404_NOT_FOUND)


def answer_crash(request: HttpRequest) -> JsonResponse:
    """What no view answered. Django calls this while the exception is handled."""
    if isinstance(error := sys.exc_info()[1], DATABASE_AWAY):
        return answer_refusal(_database_away(error))
    return answer_refusal(Crashed())
