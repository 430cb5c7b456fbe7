"""Marking one's own notifications read, and taking that back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.accounts.models import User
from backend.core.permissions import require
from backend.notifications.errors import NotificationNotFound
from backend.notifications.models import Notification
from backend.notifications.selectors import inbox_of


@transaction.atomic
def mark_read(*, actor: User, ids: Collection[UUID], is_read: bool, now: datetime) -> int:
    """Mark some read or unread again; how many changed. Raises NotificationNotFound, and then changes none."""
    require(actor, "notifications.mark_read", actor)
    wanted = set(ids)
    if not wanted <= {row.pk for row, _ in inbox_of(actor)}:
        raise NotificationNotFound
    rows = Notification.objects.filter(recipient=actor, pk__in=wanted, read_at__isnull=is_read)
    return rows.update(read_at=now if is_read else None)


@transaction.atomic
def mark_all_read(*, actor: User, now: datetime) -> list[UUID]:
    """Mark everything in the inbox read; which ones that changed, so that it can be undone."""
    require(actor, "notifications.mark_read", actor)
    ids = [row.pk for row, _ in inbox_of(actor, unread=True)]
    rows = Notification.objects.select_for_update().filter(recipient=actor, pk__in=ids, read_at=None)
    changed = list(rows.order_by("pk").values_list("pk", flat=True))
    Notification.objects.filter(pk__in=changed).update(read_at=now)
    return changed
