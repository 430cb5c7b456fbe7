"""The secrets of tickets, derived and signed with keys that are not in the database.

A link's secret can be made again from its registration, so no job, row or answer has to keep it; the database finds a
ticket by the digest alone.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

# The form of the codes; another form would be another mark.
_MARK, _DOTS = "XMH1", 5
# 64 bytes.
_SEALED = re.compile(r"[A-Z2-7]{103}")


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA256 in hex under a key of its own for each purpose; for things too short to be hashed alone."""
    return hmac.new(_key(purpose), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def link_secret(whose: str, link_id: UUID, edition: int) -> str:
    """Of a personal link, which no row keeps: 160 bits, in hex. Another edition is another link."""
    return keyed_digest(whose, f"{link_id.hex}:{edition}")[:40]


def secret_of(registration_id: UUID) -> str:
    """What the ticket's link holds: 32 letters, 160 bits."""
    return _secret("ticket", registration_id)


def waiting_secret_of(entry_id: UUID) -> str:
    """What the link of an entry of the waiting list holds; it opens no ticket."""
    return _secret("waiting", entry_id)


def transfer_secret_of(offer_id: UUID) -> str:
    """What the link holds by which somebody takes a ticket over."""
    return _secret("transfer", offer_id)


def helper_secret_of(helper_id: UUID) -> str:
    """What the link holds by which a person says whether they help with an event."""
    return _secret("helper", helper_id)


def invitation_secret_of(invitation_id: UUID) -> str:
    """What the link of an invitation to an event holds."""
    return _secret("invitation", invitation_id)


@dataclass(frozen=True, slots=True)
class DoorKey:
    """What a door needs to tell our tickets of one event from others; `id` stands in every code it signed."""

    id: str
    public: bytes


@dataclass(frozen=True, slots=True)
class DoorCode:
    """What a QR code says: which event, which ticket of it, of which kind, and by which key."""

    event: str
    ticket: str
    kind: str
    key: str
    message: bytes
    signature: bytes


def signed_code(event_id: UUID, event_code: str, code: str, kind_id: UUID) -> str:
    """What the QR code holds: codes that say nothing of a person, and a signature any phone can verify by itself.

    Only letters that a QR code packs tightly.
    """
    private, key = _door_key(event_id, settings.SECRET_KEY)
    message = f"{_MARK}.{event_code}.{code}.{kind_mark(kind_id)}.{key.id}"
    return f"{message}.{_base32(private.sign(message.encode()))}"


def kind_mark(kind_id: UUID) -> str:
    """The last letters of an id, which are its random ones."""
    return kind_id.hex[-8:].upper()


def read_code(text: str) -> DoorCode | None:
    """The parts of a code of ours, or None for anything else. Says nothing about who signed it."""
    message, _, sealed = text.rpartition(".")
    parts = message.split(".")
    if len(parts) != _DOTS or parts[0] != _MARK or not _SEALED.fullmatch(sealed) or not message.isascii():
        return None
    signature = base64.b32decode(sealed + "=")
    # Of the last letter some bits are no part of the signature; another letter there is another code.
    if _base32(signature) != sealed:
        return None
    return DoorCode(parts[1], parts[2], parts[3], parts[4], message.encode(), signature)


def is_signed(code: DoorCode, event_id: UUID) -> bool:
    """Whether one of the event's keys signed it."""
    public = next((key.public for key in door_keys(event_id) if key.id == code.key), None)
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(code.signature, code.message)
    except InvalidSignature:
        return False
    return True


def door_keys(event_id: UUID) -> list[DoorKey]:
    """The key of today first, then those of secrets that were replaced (`SECRET_KEY_FALLBACKS`): codes on paper last."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_door_key(event_id, secret)[1] for secret in secrets]


@lru_cache(maxsize=256)
def _door_key(event_id: UUID, secret: str) -> tuple[Ed25519PrivateKey, DoorKey]:
    """Each event has its own, so that a door never takes the ticket of another."""
    seed = hmac.new(_key("door", secret), event_id.bytes, hashlib.sha256).digest()
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return private, DoorKey(_base32(hashlib.sha256(public).digest())[:4], public)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _secret(purpose: str, row_id: UUID) -> str:
    digest = hmac.new(_key(purpose), row_id.bytes, hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode().lower()


def _key(purpose: str, secret: str = "") -> bytes:
    return hashlib.sha256(f"roadshows.{purpose}:{secret or settings.SECRET_KEY}".encode()).digest()
