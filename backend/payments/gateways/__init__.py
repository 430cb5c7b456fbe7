"""The gateway in force."""

from functools import lru_cache

from django.conf import settings

from backend.payments.errors import NotConfigured
from backend.payments.gateways.base import Gateway
from backend.payments.gateways.stripe import StripeGateway


def current() -> Gateway:
    """Raises NotConfigured where no keys are set."""
    if not settings.STRIPE_SECRET_KEY:
        raise NotConfigured
    return _stripe(settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE)


def require_configured() -> None:
    """Raises NotConfigured where nothing could be paid."""
    current()


def is_configured() -> bool:
    """Whether anything could be paid."""
    return bool(settings.STRIPE_SECRET_KEY)


def is_live() -> bool:
    """Whether money moves here."""
    return is_configured() and current().is_live


@lru_cache(maxsize=4)
def _stripe(key: str, webhook_secret: str, base: str) -> Gateway:
    return StripeGateway(key, webhook_secret, base)
