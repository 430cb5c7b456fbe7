"""What a person takes along of what they judged: sheets under an address they have proved."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.accounts.selectors import proved_contacts
from backend.judging.models import Conflict, Sheet


def read_sheets(person: User) -> list[dict[str, Any]]:
    rows = Sheet.objects.filter(judge__email__in=proved_contacts(person)).exclude(judge__email="")
    rows = rows.select_related("judge__event").prefetch_related("points__criterion")
    return [
        {
            "event": row.judge.event.title,
            "pitch": str(row.pitch_id),
            "as": row.judge.name,
            "abstained": row.is_abstained,
            "points": {one.criterion.name: one.value for one in row.points.all()},
            "comment": row.comment,
            "saved_at": row.saved_at.isoformat(),
        }
        for row in rows.order_by("submitted_at", "id")
    ]


def read_conflicts(person: User) -> list[dict[str, Any]]:
    rows = Conflict.objects.filter(judge__email__in=proved_contacts(person)).exclude(judge__email="")
    return [
        {
            "event": row.judge.event.title,
            "pitch": str(row.pitch_id),
            "reason": row.reason,
            "declared_by": row.declared_by,
            "declared_at": row.declared_at.isoformat(),
        }
        for row in rows.select_related("judge__event").order_by("declared_at", "id")
    ]


exports.register_section("judging_sheets", read_sheets)
exports.register_section("judging_conflicts", read_conflicts)
