"""What a person takes along of what they said behind the stage."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.backstage.models import ChatLine


def read_lines(person: User) -> list[dict[str, Any]]:
    rows = ChatLine.objects.filter(said_by=person, taken_back_at=None).select_related("event")
    return [
        {"event": row.event.title, "channel": row.channel, "text": row.text, "said_at": row.said_at.isoformat()}
        for row in rows.order_by("said_at", "id")
    ]


exports.register_section("backstage_lines", read_lines)
