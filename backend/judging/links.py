"""A judge's personal link: its secret is derived, so that no row keeps it, and another edition of it is another link.

The pass is what the page shows to the room's feeds and sockets in the link's place.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from backend.core.actors import Juror
from backend.core.digests import digest_of
from backend.roadshows.tickets import keyed_digest

# 160 bits, in hex.
_LETTERS = 40
# Longer than an evening; the page gets another with each reading.
PASS_GOOD_FOR = timedelta(days=2)
_SALT = "backend.judging.pass"


def secret_of(judge_id: UUID, edition: int) -> str:
    return keyed_digest("judge", f"{judge_id.hex}:{edition}")[:_LETTERS]


def link_digest(judge_id: UUID, edition: int) -> str:
    """What the row keeps of the link."""
    return digest_of(secret_of(judge_id, edition))


def address_of(event_id: UUID, judge_id: UUID, edition: int) -> str:
    """Behind the hash, which no browser sends to a server."""
    return f"{settings.PUBLIC_URL}/judging/{event_id}#link={secret_of(judge_id, edition)}"


def issue_pass(judge_id: UUID, edition: int) -> str:
    return signing.dumps([judge_id.hex, edition], salt=_SALT)


def read_pass(written: str) -> Juror | None:
    """Whose pass it is; whether their link is still good is asked where they read. None for one forged or old."""
    try:
        judge_id, edition = signing.loads(written, salt=_SALT, max_age=PASS_GOOD_FOR)
        return Juror(UUID(judge_id), int(edition))
    except (signing.BadSignature, ValueError):
        return None
