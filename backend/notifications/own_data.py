"""This app's part of a person's export."""

from typing import Any

from backend.accounts import exports
from backend.accounts.models import User
from backend.notifications.models import Notification, Preference
from backend.notifications.selectors import habits_of, own_deliveries

_NEWEST = 5000


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None


def read_notifications(person: User) -> dict[str, Any]:
    """What was sent or shown, without words, and the person's switches. What was withheld is not told here either."""
    deliveries = own_deliveries(person)[:_NEWEST]
    shown = {row.notification_id for row in deliveries}
    rows = Notification.objects.filter(pk__in=shown).order_by("-created_at", "-id")
    habits = habits_of(person)
    return {
        "told": [{"kind": row.kind, "at": _time(row.created_at), "read_at": _time(row.read_at)} for row in rows],
        "deliveries": [
            {"channel": row.channel, "state": row.state, "at": _time(row.finished_at)} for row in deliveries
        ],
        "switches": [
            {"group": row.group, "channel": row.channel, "on": row.is_on}
            for row in Preference.objects.filter(person=person).order_by("id")
        ],
        "digest": habits.digest,
        "quiet_hours": [_time(habits.quiet_from), _time(habits.quiet_until)],
    }


exports.register_section("notifications", read_notifications)
