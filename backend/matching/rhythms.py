"""When somebody is told, by the rhythm they chose: at nine in the morning of the street, daily or on Mondays, or at once."""

from datetime import datetime

from backend.matching.enums import Rhythm
from backend.notifications.enums import Digest
from backend.notifications.hours import next_digest

_DIGESTS = {Rhythm.DAILY: Digest.DAILY, Rhythm.WEEKLY: Digest.WEEKLY}


def due_at(rhythm: Rhythm, now: datetime) -> datetime | None:
    """The first moment after `now` at which what is found now may be told; None for never."""
    if rhythm is Rhythm.NEVER:
        return None
    digest = _DIGESTS.get(rhythm)
    return now if digest is None else next_digest(digest, now)
