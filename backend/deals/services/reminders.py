"""Asking teams whether what they published still holds."""

from datetime import datetime

from django.db import transaction

from backend.deals import notices
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of


def remind_stale(*, now: datetime) -> int:
    """Tell the teams of pitches without a confirmation for ninety days, once until the next one. Returns how many."""
    told = 0
    rows = notices.stale_pitches(now).filter(organization__memberships__isnull=False)
    for row in rows.distinct().order_by("pk"):
        with transaction.atomic():
            told += notifications.notify_all(
                kind=notices.PITCH_STALE,
                recipients=workers_of(row.organization_id),
                subject=row,
                cause=f"{row.pk}:{row.last_confirmed_at or row.published_at}",
                now=now,
            )
    return told
