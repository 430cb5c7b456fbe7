"""Counting what a room shows with one tap: many at once, each once."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from backend.core.once import first_times
from backend.interactions.enums import ReactionKind
from backend.interactions.errors import ReactionsClosed
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event, Stage

_COUNT = """
    INSERT INTO interactions_reactioncount (event_id, line_id, kind, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (event_id, line_id, kind) DO UPDATE SET count = interactions_reactioncount.count + excluded.count
"""


@transaction.atomic
def count(*, event_id: UUID, taps: Mapping[str, ReactionKind]) -> Counter[ReactionKind]:
    """Count taps, by keys that tell one from another: one that was counted before is not counted again.

    Returns how many were new, by kind. Raises ReactionsClosed unless the event is on.
    """
    if not Event.objects.filter(pk=event_id, state=EventState.LIVE).exists():
        raise ReactionsClosed
    new = Counter(taps[key] for key in first_times(taps))
    line_id = Stage.objects.filter(event=event_id).values_list("item_id", flat=True).first()
    with connection.cursor() as cursor:
        # In one order, as every writer of these rows.
        for kind in sorted(new):
            cursor.execute(_COUNT, [event_id, line_id, kind, new[kind]])
    return new
