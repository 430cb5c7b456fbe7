"""Secrets at rest, under a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def _box(purpose: str) -> Fernet:
    key = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(purpose: str, text: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    return _box(purpose).decrypt(sealed.encode()).decode()
