"""Who calls: a browser with a session and CSRF, or a machine with a revocable token.

Here alone a request learns whether its session passed the second factor, and what a token's scopes allow.
"""

from datetime import datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.db.models import Q
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from backend.accounts.enums import TokenScope
from backend.accounts.errors import CsrfFailed, ScopeMissing
from backend.accounts.models import ApiToken, User
from backend.core import clock
from backend.core.digests import digest_of
from backend.core.languages import text

_BAD_TOKEN = text("访问令牌无效或已撤销。", "This token is not valid or has been revoked.")
# Often enough to see which keys are in use, seldom enough not to write on every read.
_USE_NOTED_EVERY = timedelta(minutes=1)


class StrictSessionAuthentication(SessionAuthentication):
    """A session answers 401 when missing, so that the page can tell signed out from refused."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        person: User = found[0]
        records = get_authentication_records(request._request, person)
        person.memo = {}
        person.second_factor_passed = any(record.get("method") == "mfa" for record in records)
        return person, None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfFailed from error

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; the key is compared by hash. A token never carries an operator's rights."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise exceptions.AuthenticationFailed(str(_BAD_TOKEN))
        now = clock.now()
        token = _live_token(parts[1].decode("latin-1"), now)
        if token is None:
            raise exceptions.AuthenticationFailed(str(_BAD_TOKEN))
        needed = TokenScope.READ if request.method in SAFE_METHODS else TokenScope.WRITE
        if needed not in token.scopes:
            raise ScopeMissing(scope=needed.value)
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
        token.owner.acts_by_token = True
        token.owner.memo = {}
        token.owner.second_factor_passed = False
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _live_token(key: str, now: datetime) -> ApiToken | None:
    rows = ApiToken.objects.select_related("owner").filter(Q(expires_at=None) | Q(expires_at__gt=now))
    token = rows.filter(digest=digest_of(key), revoked_at=None).first()
    return token if token is not None and token.owner.is_open else None
