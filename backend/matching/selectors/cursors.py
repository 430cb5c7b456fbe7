"""Positions in lists the database alone pages through: signed, and bound to the question they belong to."""

import hashlib

from django.core import signing

from backend.matching.errors import SearchRefused

_SALT = "matching.cursor"
_PREFIX = "r."
# Deeper than anybody reads; a bound on what one address may cost.
MAX_OFFSET = 1000


def encode(offset: int, question: str) -> str:
    """The opaque position `offset` in the list of `question`."""
    return _PREFIX + signing.dumps([offset, _digest(question)], salt=_SALT)


def decode(cursor: str, question: str) -> int:
    """The offset of a position; 0 for none. Raises SearchRefused for one of another list, or made up."""
    if not cursor:
        return 0
    try:
        offset, digest = signing.loads(cursor.removeprefix(_PREFIX), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise SearchRefused("search.cursor_invalid", "cursor") from problem
    if not cursor.startswith(_PREFIX) or digest != _digest(question) or not 0 <= offset <= MAX_OFFSET:
        raise SearchRefused("search.cursor_invalid", "cursor")
    return int(offset)


def following(offset: int, size: int, total: int, question: str) -> str | None:
    """The next position; None at the end."""
    upcoming = offset + size
    return encode(upcoming, question) if upcoming < total and upcoming <= MAX_OFFSET else None


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:16]
