"""What may be like a pitch or a firm, from the database alone, and the deals two firms were in together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from backend.deals.models import Pitch, RoundInvestor
from backend.matching.eligibility import public_deals, public_theses
from backend.matching.selectors.candidates import MOST
from backend.organizations.models import Organization

# Firms that invest in everything have thousands of others beside them; those of the most common deals count.
_MOST_TOGETHER = 500
_EXAMPLES = 3


def pitches_near(rows: QuerySet[Pitch], near: Mapping[str, float]) -> list[Pitch]:
    """Those filed under the nearest sectors first, then the newest."""
    same = [code for code, value in near.items() if value == 1.0]
    fits = _first(Q(sectors__overlap=same))
    found = rows.filter(sectors__overlap=list(near)).annotate(fits=fits)
    return list(found.order_by("-fits", "-published_at", "-pk")[:MOST])


def firms_near(
    rows: QuerySet[Organization], leaves: Collection[str], together: Mapping[UUID, int], now: datetime
) -> list[Organization]:
    """Those that were in the most common deals first, then those of the same sectors."""
    says = public_theses(now).filter(firm=OuterRef("pk"), sectors_include__overlap=list(leaves))
    did = public_deals().filter(investor=OuterRef("pk"), round__company__sectors__overlap=list(leaves))
    often = sorted(together, key=lambda pk: (-together[pk], str(pk)))[:MOST]
    found = rows.filter(Q(pk__in=often) | Exists(says) | Exists(did)).annotate(fits=_first(Q(pk__in=often)))
    return list(found.order_by("-fits", "-pk")[:MOST])


def common_deals(firm: UUID) -> dict[UUID, int]:
    """How many recorded rounds each other firm was in together with this one."""
    rows = _beside(firm).values("investor_id").annotate(count=Count("round", distinct=True))
    found = rows.order_by("-count", "investor_id").values_list("investor_id", "count")
    return dict(found[:_MOST_TOGETHER])


def common_companies(firm: UUID, others: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Companies in whose rounds each of the others was together with this firm, the latest first."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    rows = _beside(firm).filter(investor__in=list(others)).select_related("round__company")
    for row in rows.order_by("-round__closed_on", "pk"):
        found[row.investor_id][row.round.company.display_name] = None
    return {pk: tuple(names)[:_EXAMPLES] for pk, names in found.items()}


def _beside(firm: UUID) -> QuerySet[RoundInvestor]:
    rounds = public_deals().filter(investor=firm).values("round")
    return public_deals().filter(round__in=rounds).exclude(investor=firm)


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
