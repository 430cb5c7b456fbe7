"""The one clock: the database's, so that every process agrees on what has expired."""

from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, DurationField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone

# A process's own seconds are as long as the database's for so many of them.
LATELY_SECONDS = 10.0
# The one thing kept: what the database said last, and when that was for this process.
_heard: list[tuple[float, datetime]] = []


def now() -> datetime:
    """Database time, UTC, plus the test-only offset."""
    asked = monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    if row is None:  # pragma: no cover - SELECT without FROM always has a row
        raise RuntimeError("the database returned no time")
    moment: datetime = row[0].astimezone(UTC)
    _heard[:] = [((asked + monotonic()) / 2, moment)]
    return moment + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)


def lately() -> datetime | None:
    """`now` without asking, for what comes a thousand times a second: what the database said last in this process, and the time
    since then. None where that is too long ago.
    """
    for heard_at, moment in _heard:
        passed = monotonic() - heard_at
        if passed < LATELY_SECONDS:
            return moment + timedelta(seconds=passed + settings.CLOCK_OFFSET_SECONDS)
    return None


def soon() -> datetime:
    """`lately`, and `now` where that is too long ago; for what is decided in a moment anyway."""
    return lately() or now()


def midnight(day: date) -> datetime:
    """The street's, with which the day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def sql_now() -> CombinedExpression:
    """The same clock inside a query, so that expiry is compared where the rows are."""
    offset = Value(timedelta(seconds=settings.CLOCK_OFFSET_SECONDS), output_field=DurationField())
    return CombinedExpression(Now(), "+", offset, output_field=DateTimeField())
