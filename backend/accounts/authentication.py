"""Who calls: a browser with a session and CSRF, or a machine with a revocable token."""

import hashlib

import structlog
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.request import Request

from backend.accounts.models import ApiToken, User
from backend.core import clock
from backend.core.languages import text

_BAD_TOKEN = text("访问令牌无效或已撤销。", "This token is not valid or has been revoked.")


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class StrictSessionAuthentication(SessionAuthentication):
    """A session answers 401 when missing, so that the page can tell signed out from refused."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; the key is compared by hash."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise exceptions.AuthenticationFailed(str(_BAD_TOKEN))
        now = clock.now()
        token = (
            ApiToken.objects.select_related("owner")
            .filter(digest=digest_of(parts[1].decode("latin-1")), revoked_at=None, owner__is_active=True)
            .first()
        )
        if token is None or (token.expires_at is not None and token.expires_at <= now):
            raise exceptions.AuthenticationFailed(str(_BAD_TOKEN))
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        structlog.contextvars.bind_contextvars(actor_kind="token")
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
