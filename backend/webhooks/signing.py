"""Signatures as Standard Webhooks has them, and the keeping of their secrets.

A secret is shown once, when it is made. It has to be known again for signing, so it is kept sealed with `SECRET_KEY`; what was
sealed with one of `SECRET_KEY_FALLBACKS` can still be read.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

_PREFIX = "whsec_"


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature_of(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """What one secret has to say of a message, for the header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def sealed(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unsealed(kept: str) -> str:
    return _box().decrypt(kept.encode()).decode()


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret)) for secret in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"webhooks.secret:{secret}".encode()).digest())
