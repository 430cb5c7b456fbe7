"""The secrets of tickets, derived and signed with keys that are not in the database.

A link's secret can be made again from its registration, so no job, row or answer has to keep it; the database finds a
ticket by the digest alone.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA256 in hex under a key of its own for each purpose; for things too short to be hashed alone."""
    return hmac.new(_key(purpose), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def secret_of(registration_id: UUID) -> str:
    """What the ticket's link holds: 32 letters, 160 bits."""
    digest = hmac.new(_key("ticket"), registration_id.bytes, hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def signed_code(event_id: UUID, code: str) -> str:
    """What the QR code holds: the short code and ten letters that only the street can make."""
    digest = hmac.new(_key("door"), event_id.bytes + code.encode(), hashlib.sha256).digest()
    return f"XMH.{code}.{base64.b32encode(digest).decode()[:10]}"


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"roadshows.{purpose}:{settings.SECRET_KEY}".encode()).digest()
