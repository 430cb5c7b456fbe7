"""Many published pitches of one company in a few statements, each with a one-liner of its own."""

from typing import Any

from backend.core import clock
from backend.deals.models import Pitch
from backend.matching.services import drift
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.organizations import OrganizationFactory


def many_pitches(count: int, **fields: Any) -> list[Pitch]:
    """No marks are written: `mark_all` does it."""
    company = fields.pop("organization", None) or OrganizationFactory.create(verified=True)
    rows = [
        PitchFactory.build(published=True, organization=company, **{"one_liner": f"第{number}个", **fields})
        for number in range(count)
    ]
    return Pitch.objects.bulk_create(rows, batch_size=1000)


def mark_all() -> int:
    """Mark what was never indexed."""
    return sum(drift.mark_unknown(kind, now=clock.now()) for kind in ObjectKind)
