"""An opaque, signed place in a list of results. It fits only the question it was made for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from search.errors import SearchRejected

_SIGNATURE = 16


def encode(key: bytes, question: str, after: list[Any]) -> str:
    """The cursor behind a hit whose sort values are `after`."""
    body = json.dumps([_digest(question), after], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(key, body) + body).decode().rstrip("=")


def decode(key: bytes, question: str, cursor: str) -> list[Any]:
    """The sort values to go on after. Raises SearchRejected when the cursor was changed or belongs to another question."""
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError as problem:
        raise SearchRejected("search.cursor_invalid", "cursor") from problem
    signature, body = raw[:_SIGNATURE], raw[_SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(key, body)):
        raise SearchRejected("search.cursor_invalid", "cursor")
    asked, after = json.loads(body)
    if asked != _digest(question):
        raise SearchRejected("search.cursor_invalid", "cursor")
    return list(after)


def _sign(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, b"search cursor" + body, hashlib.sha256).digest()[:_SIGNATURE]


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:16]
