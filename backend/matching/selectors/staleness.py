"""Objects whose documents may be older than their rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Now

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.organizations.models import Organization
from search.records import ObjectKind
from search.results import UnvalidatedHit

# The newest so many are looked at for each search. More wait only while the engine is away or after a bulk load; then the
# hits themselves are still read again, and the counts follow with the index.
MOST = 2000
# What the engine was told becomes searchable half a second later, on a machine with much to do many seconds; until then its
# counts rest on the older document.
_UNTIL_SEARCHABLE = timedelta(seconds=60)
# How far back expired verifications are looked for: longer than any worker stays away unnoticed.
_LAPSED_WITHIN = timedelta(days=2)


def hidden_meanwhile(viewer: Viewer, kind: ObjectKind, now: datetime) -> frozenset[str]:
    """Changed objects the viewer may not find any more: left out of hits, counts and facets before the index knows."""
    changed = _changed(kind, now)
    if not changed:
        return frozenset()
    rows = findable_pitches(viewer) if kind is ObjectKind.DEAL else findable_investors(viewer, now)
    seen = set(rows.filter(pk__in=changed).values_list("pk", flat=True))
    return frozenset(str(pk) for pk in changed if pk not in seen)


def _changed(kind: ObjectKind, now: datetime) -> set[UUID]:
    marked = DirtyObject.objects.filter(kind=kind.value).order_by("-version")
    told = IndexedObject.objects.filter(kind=kind.value, told_at__gt=Now() - _UNTIL_SEARCHABLE).order_by("-told_at")
    rows = (some.values_list("object_id", flat=True)[:MOST] for some in (marked, told))
    return set(next(rows).union(next(rows), _lapsed(kind, now), all=True))


def lapsed(now: datetime) -> QuerySet[Organization]:
    """Organizations whose verification ended lately."""
    return Organization.objects.filter(verified_until__gt=now - _LAPSED_WITHIN, verified_until__lte=now)


def _lapsed(kind: ObjectKind, now: datetime) -> QuerySet[Any, UUID]:
    """What hangs on verifications that ended lately: time passes without a mark until the next look at the clock."""
    ended = lapsed(now)
    if kind is ObjectKind.INVESTOR:
        return ended.order_by("-verified_until").values_list("pk", flat=True)[:MOST]
    pitches = Pitch.objects.filter(organization__in=ended.values("pk")).order_by("-organization__verified_until")
    return pitches.values_list("pk", flat=True)[:MOST]


def outdated_among(kind: ObjectKind, hits: Sequence[UnvalidatedHit]) -> set[UUID]:
    """Those of the hits whose object has changed since the document that was found: marked, or told a later version."""
    versions = {UUID(hit.id): hit.version for hit in hits}
    marked = DirtyObject.objects.filter(kind=kind.value, object_id__in=versions)
    told = IndexedObject.objects.filter(kind=kind.value, object_id__in=versions)
    unknown = Value(None, output_field=BigIntegerField())
    rows = marked.values_list("object_id", unknown).union(told.values_list("object_id", "version"), all=True)
    return {pk for pk, version in rows if version is None or version > versions[pk]}
