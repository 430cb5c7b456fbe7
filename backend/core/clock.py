"""The one clock: the database's, so that every process agrees on what has expired."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, DurationField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now
from django.utils import timezone


def now() -> datetime:
    """Database time, UTC, plus the test-only offset."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    if row is None:  # pragma: no cover - SELECT without FROM always has a row
        raise RuntimeError("the database returned no time")
    moment: datetime = row[0]
    return moment.astimezone(UTC) + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)


def midnight(day: date) -> datetime:
    """The street's, with which the day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def sql_now() -> CombinedExpression:
    """The same clock inside a query, so that expiry is compared where the rows are."""
    offset = Value(timedelta(seconds=settings.CLOCK_OFFSET_SECONDS), output_field=DurationField())
    return CombinedExpression(Now(), "+", offset, output_field=DateTimeField())
