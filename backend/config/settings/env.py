"""The one place that reads the environment. Everything else imports the plain values below."""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _flag(name: str, *, default: bool) -> bool:
    value = _text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def _words(name: str) -> list[str]:
    return [word.strip() for word in _text(name).split(",") if word.strip()]


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    name: str
    user: str
    password: str
    host: str
    port: str


def _database(url: str) -> DatabaseAddress:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    host = unquote(parts.hostname or "")
    # A socket folder arrives as ?host=/folder, the way libpq writes it.
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        if key == "host":
            host = unquote(value)
    return DatabaseAddress(
        name=unquote(parts.path.lstrip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=str(parts.port or ""),
    )


DEBUG = _flag("DEBUG", default=False)
# The local runner and the tests set it: demo mail and SMS are printed, cookies work over plain HTTP.
LOCAL = _flag("XMH_LOCAL", default=False)
DEMO = _flag("XMH_DEMO", default=False)
# What has no default that could be right outside of a local run. Commands that touch no data (help, schema export) work
# without it; servers and workers do not start, see `core.checks`.
REQUIRED = (
    "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DATABASE_URL", "DATABASE_APP_ROLE", "REDIS_URL", "XMH_STORAGE",
    "EMAIL_URL",
)  # fmt: skip
MISSING = () if LOCAL else tuple(name for name in REQUIRED if not _text(name))
SECRET_KEY = _text("SECRET_KEY") or ("local-only-not-a-secret" if LOCAL else os.urandom(32).hex())
# Secrets that were replaced: what they signed is still read.
SECRET_KEY_FALLBACKS = _words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = _words("ALLOWED_HOSTS") or (["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])
PUBLIC_URL = _text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
DATABASE = _database(_text("DATABASE_URL", "postgresql://xmh@127.0.0.1:5432/xmh"))
# The role web and worker work as: it may not change or delete the audit trail. Migrations keep the login role.
DATABASE_APP_ROLE = _text("DATABASE_APP_ROLE")
REDIS_URL = _text("REDIS_URL", "redis://127.0.0.1:6379/0")
ELASTICSEARCH_URL = _text("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
# One sentence how to get the engine, from the local runner; blank elsewhere.
SEARCH_HINT = _text("XMH_SEARCH_HINT")
SEARCH_PREFIX = _text("XMH_SEARCH_PREFIX", "xmh")
STORAGE_ROOT = _text("XMH_STORAGE")
STRIPE_SECRET_KEY = _text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = _text("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = _text("STRIPE_API_BASE")
TRUSTED_PROXIES = int(_text("XMH_TRUSTED_PROXIES", "0"))
EMAIL_URL = _text("EMAIL_URL")
# A class by its dotted path; blank: our gateway when it has an address, the console without one.
SMS_BACKEND = _text("SMS_BACKEND")
SMS_URL = _text("SMS_URL")
SMS_SECRET = _text("SMS_SECRET")
SCALE = _text("XMH_SCALE", "ci")
