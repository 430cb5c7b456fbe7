"""What a person takes along: their saved searches, and which deals were found for them."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.core import clock
from backend.matching.models import SavedSearch
from backend.matching.selectors.saved import hits_of, own_searches


def read_saved_searches(person: User) -> list[dict[str, Any]]:
    """Of the finds those the person may still see."""
    return [_told(person, row) for row in own_searches(person).order_by("created_at", "pk")]


def _told(person: User, row: SavedSearch) -> dict[str, Any]:
    return {
        "name": row.name,
        "question": row.question,
        "rhythm": row.rhythm,
        "paused_at": row.paused_at.isoformat() if row.paused_at else None,
        "visited_at": row.visited_at.isoformat(),
        "created_at": row.created_at.isoformat(),
        "found": [
            {"deal": hit.pitch.one_liner, "at": hit.found_at.isoformat()}
            for hit in hits_of(person, row, now=clock.now())
        ],
    }


exports.register_section("saved_searches", read_saved_searches)
