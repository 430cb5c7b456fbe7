"""Saying in time that something will run out."""

from datetime import datetime

from django.db import transaction

from backend.notifications import services as notifications
from backend.organizations import notices
from backend.organizations.selectors.members import administrators_of


def remind_expiring(*, now: datetime) -> int:
    """Tell of verifications and standings that end within two weeks, once for each end. Returns how many were told."""
    told = 0
    for row in notices.expiring_organizations(now).filter(memberships__isnull=False).distinct().order_by("pk"):
        with transaction.atomic():
            told += notifications.notify_all(
                kind=notices.VERIFICATION_EXPIRING,
                recipients=administrators_of(row.pk),
                subject=row,
                cause=f"{row.pk}:{row.verified_until}",
                now=now,
            )
    for standing in notices.expiring_standings(now).select_related("person").order_by("pk"):
        with transaction.atomic():
            told += notifications.notify(
                kind=notices.STANDING_EXPIRING, recipient=standing.person, subject=standing, now=now
            )
    return told
