"""The one way from a hit to a row: through the owner's `visible_…`. Whatever does not come back is not shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import open_to_all, visible_pitches
from backend.matching.eligibility import public_investors
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations


def findable_pitches(viewer: Viewer) -> QuerySet[Pitch]:
    """What a search of deals may answer with: published pitches of public companies the viewer may see."""
    return visible_pitches(viewer).filter(open_to_all()).order_by()


def findable_investors(viewer: Viewer, now: datetime) -> QuerySet[Organization]:
    """What a search of investors may answer with: active public firms the viewer may see."""
    return visible_organizations(viewer).filter(pk__in=public_investors(now).values("pk")).order_by()


def pitches_by_id(viewer: Viewer, ids: Iterable[UUID | str]) -> dict[UUID, Pitch]:
    """Those of the ids the viewer may find."""
    return {pitch.pk: pitch for pitch in findable_pitches(viewer).filter(pk__in=list(ids))}


def investors_by_id(viewer: Viewer, ids: Iterable[UUID | str], now: datetime) -> dict[UUID, Organization]:
    """Those of the ids the viewer may find."""
    return {firm.pk: firm for firm in findable_investors(viewer, now).filter(pk__in=list(ids))}
