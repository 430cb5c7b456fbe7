"""Objects whose documents may be older than their rows."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from backend.core.actors import Viewer
from backend.matching.models import DirtyObject
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from search.records import ObjectKind

# The newest so many marks are looked at for each search. More wait only while the engine is away or after a bulk load;
# then the hits themselves are still read again, and the counts follow with the index.
MOST = 2000


def hidden_meanwhile(viewer: Viewer, kind: ObjectKind, now: datetime) -> frozenset[str]:
    """Marked objects the viewer may not find any more: left out of hits, counts and facets before the index knows."""
    marked = list(
        DirtyObject.objects.filter(kind=kind.value).order_by("-version").values_list("object_id", flat=True)[:MOST]
    )
    if not marked:
        return frozenset()
    rows = findable_pitches(viewer) if kind is ObjectKind.DEAL else findable_investors(viewer, now)
    seen = set(rows.filter(pk__in=marked).values_list("pk", flat=True))
    return frozenset(str(pk) for pk in marked if pk not in seen)


def marked_among(kind: ObjectKind, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids whose document may be old."""
    rows = DirtyObject.objects.filter(kind=kind.value, object_id__in=list(ids))
    return set(rows.values_list("object_id", flat=True))
