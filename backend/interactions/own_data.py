"""What a person takes along of what they did in rooms: their questions, and how they were known there."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.interactions.models import Question


def read_questions(person: User) -> list[dict[str, Any]]:
    rows = Question.objects.filter(participant__person=person).select_related("event", "participant")
    return [
        {
            "event": row.event.title,
            "asked_at": row.asked_at.isoformat(),
            "text": row.text,
            "as": "" if row.is_anonymous else row.participant.name,
            "state": row.state,
            "votes": row.votes,
        }
        for row in rows.order_by("asked_at", "id")
    ]


exports.register_section("room_questions", read_questions)
