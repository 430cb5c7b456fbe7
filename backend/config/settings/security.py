"""Cookies, headers and the content security policy: no inline script, no inline style without a nonce."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

from backend.config.settings import env

DEBUG = env.DEBUG
LOCAL = env.LOCAL
MISSING_SETTINGS = env.MISSING
SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = [env.PUBLIC_URL]

_SECURE = not env.LOCAL
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_NAME = "__Host-session" if _SECURE else "session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_SAMESITE = "Lax"
# The page reads this cookie and sends it back as X-CSRFToken; the session cookie stays unreadable.
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "backend.core.api.answer_csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # React writes element.style through the CSSOM, which this directive does not touch; SVG charts need attributes.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        # The film of an evening lies where its host put it.
        "media-src": [SELF, "https:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
TRUSTED_PROXIES = env.TRUSTED_PROXIES
