"""Clocks that are apart. The database's is the one that counts: nothing expires by another. But what a gateway signs is held
against the clock of the machine that reads it, and logs and certificates are too: operators hear of it.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from backend.accounts.selectors import operators
from backend.console import clock_notices
from backend.console.enums import ClockKind
from backend.console.models import ClockAlarm
from backend.notifications import services as notifications

log = structlog.get_logger(__name__)

APART = timedelta(seconds=5)
# A gateway is heard of now and then only: it has been quiet about it for so long.
_HEARD_AGAIN = timedelta(minutes=10)


def look(*, here: datetime, now: datetime) -> None:
    """Hold this machine's clock, read when the database's was `now`, against it; end what is over."""
    if abs(here - now) > APART:
        raise_alarm(ClockKind.MACHINE, here - now, now=now)
    else:
        _end(ClockKind.MACHINE, seen_before=now, now=now)
    _end(ClockKind.GATEWAY, seen_before=now - _HEARD_AGAIN, now=now)


@transaction.atomic
def raise_alarm(kind: ClockKind, ahead: timedelta, *, now: datetime) -> None:
    """Operators are told once for as long as it lasts."""
    apart = round(ahead.total_seconds())
    alarm, is_new = ClockAlarm.objects.get_or_create(
        clock=kind, ended_at=None, defaults={"apart_seconds": apart, "raised_at": now, "seen_at": now}
    )
    if is_new:
        log.error("clocks_apart", clock=kind.value, seconds=apart)
        notifications.notify_all(kind=clock_notices.APART, recipients=operators(), subject=alarm, now=now)
    else:
        ClockAlarm.objects.filter(pk=alarm.pk).update(seen_at=now)


def _end(kind: ClockKind, *, seen_before: datetime, now: datetime) -> None:
    ClockAlarm.objects.filter(clock=kind, ended_at=None, seen_at__lte=seen_before).update(ended_at=now)
