"""What a person takes along of what they did in rooms: their questions and answers, and how they were known there."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.interactions.models import Question
from backend.interactions.selectors.interests import own_marks
from backend.interactions.selectors.polls import own_answers


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


def read_marks(person: User) -> list[dict[str, Any]]:
    return [
        {
            "event": row.event.title,
            "pitch": str(row.pitch_id),
            "firm": row.firm.display_name,
            "kind": row.kind,
            "page": row.page,
            "marked_at": row.marked_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in own_marks(person)
    ]


def read_answers(person: User) -> list[dict[str, Any]]:
    return [
        {
            "event": row.poll.event.title,
            "poll": row.poll.text,
            "chosen": [row.poll.choices[place] for place in row.chosen],
        }
        for row in own_answers(person)
    ]


exports.register_section("room_polls", read_answers)
exports.register_section("room_questions", read_questions)
exports.register_section("room_interest", read_marks)
