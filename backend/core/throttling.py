"""REST framework's throttle over our atomic counters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import BaseThrottle

from backend.core.ratelimit import Limit, client_address, consume

if TYPE_CHECKING:
    # `rest_framework.views` reads the setting that names this module while it is being imported itself.
    from rest_framework.request import Request
    from rest_framework.views import APIView

PERSON = Limit("api.person", 600, 60)
VISITOR = Limit("api.visitor", 240, 60)


class CallerThrottle(BaseThrottle):
    """By person when signed in, by address otherwise; a view tightens it with `rate_limit`."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        person = request.user.pk if request.user.is_authenticated else None
        own: Limit | None = getattr(view, "rate_limit", None)
        key = f"person:{person}" if person else f"address:{client_address(request._request)}"
        consume(PERSON if person else VISITOR, key)
        if own is not None:
            consume(own, key)
        return True
