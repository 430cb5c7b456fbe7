"""Telling operators that changes do not reach the index. Looked at after every sweep."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from backend.accounts.selectors import operators
from backend.matching import index_notices
from backend.matching.models import DirtyObject, IndexAlarm
from backend.matching.services.indexing import Drained
from backend.notifications import services as notifications

log = structlog.get_logger(__name__)

# With a sweep every 15 seconds, operators know within half a minute after the first change that was not taken.
STILL = timedelta(seconds=10)


@transaction.atomic
def look(drained: Drained, *, now: datetime) -> None:
    """Raise the alarm when changes have waited for 10 seconds and the engine takes none, end it when none has waited so long.

    A long queue that is being worked off is no alarm. Raising twice tells nobody twice. An installation without an engine
    has nothing that could stand still.
    """
    if not settings.ELASTICSEARCH_URL:
        return
    waiting = DirtyObject.objects.filter(marked_at__lt=now - STILL)
    oldest = waiting.order_by("marked_at").values_list("marked_at", flat=True).first()
    if oldest is None:
        IndexAlarm.objects.filter(ended_at=None).update(ended_at=now)
    elif drained.is_engine_away or waiting.filter(retry_at__gt=now).exists():
        _raise(oldest, now=now)


def _raise(since: datetime, *, now: datetime) -> None:
    alarm, is_new = IndexAlarm.objects.get_or_create(ended_at=None, defaults={"since": since, "raised_at": now})
    if is_new:
        log.error("index_stands_still", since=since.isoformat(), waiting=DirtyObject.objects.count())
        notifications.notify_all(kind=index_notices.STANDS_STILL, recipients=operators(), subject=alarm, now=now)
