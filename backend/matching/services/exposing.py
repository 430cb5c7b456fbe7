"""Counting whom lists of matches show, a day at a time. Who looked is not written anywhere."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from backend.accounts.permissions import is_operator
from backend.core.actors import Viewer, is_system
from backend.matching.enums import ExposedKind
from backend.matching.models import Exposure

DEPTH = 10
KEPT = timedelta(days=90)
# In the order of ids, so that two pages showing the same ones never wait for each other in a circle.
_COUNT = """
    INSERT INTO matching_exposure (day, kind, object_id, shown, explored)
    SELECT %s, %s, id, 1, (id = ANY(%s::uuid[]))::int FROM unnest(%s::uuid[]) AS given (id)
    ON CONFLICT (day, kind, object_id) DO UPDATE
    SET shown = matching_exposure.shown + 1, explored = matching_exposure.explored + excluded.explored
"""


def count_shown(
    viewer: Viewer, kind: ExposedKind, shown: Sequence[UUID], explored: Collection[UUID], *, now: datetime
) -> None:
    """Count the first ten of an answered first page. Looks by operators and by the product itself tell nothing."""
    ids = sorted(shown[:DEPTH])
    if not ids or is_system(viewer) or is_operator(viewer):
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [timezone.localdate(now), kind.value, [pk for pk in ids if pk in explored], ids])


def forget_old(*, now: datetime) -> int:
    """Returns how many rows were forgotten."""
    return Exposure.objects.filter(day__lt=timezone.localdate(now - KEPT)).delete()[0]
