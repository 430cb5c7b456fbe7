"""The figures of the front page: the same for everybody, counted from what a visitor sees."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Min

from backend.core.actors import Viewer
from backend.deals.enums import SELF_REPORTED
from backend.deals.models import FundingRound
from backend.matching import knowledge
from backend.matching.answers import DealCard
from backend.matching.eligibility import public_investors, public_pitches, public_theses
from backend.matching.selectors.facets import spread
from backend.matching.selectors.visibility import findable_pitches
from backend.organizations.selectors import visible_organizations

_NEWEST = 8


@dataclass(frozen=True, slots=True)
class SectorCount:
    code: str
    name_zh: str
    name_en: str
    pitches: int
    investors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetSummary:
    published_pitches: int
    active_investors: int
    past_deals: int
    past_deal_years: list[int]
    sectors: list[SectorCount]
    newest: list[DealCard]


def street_summary(viewer: Viewer, *, now: datetime) -> StreetSummary:
    """Public figures and the newest pitches."""
    newest = findable_pitches(viewer).order_by("-published_at", "-pk")[:_NEWEST]
    companies = visible_organizations(AnonymousUser()).order_by().values("pk")
    # A company's own word about itself is shown on its page and counts nowhere else.
    rounds = FundingRound.objects.filter(company__in=companies).exclude(source=SELF_REPORTED)
    years = rounds.aggregate(first=Min("closed_on__year"), last=Max("closed_on__year"))
    return StreetSummary(
        published_pitches=public_pitches().count(),
        active_investors=public_investors(now).count(),
        past_deals=rounds.count(),
        past_deal_years=[years["first"], years["last"]] if years["first"] else [],
        sectors=_sectors(now),
        newest=[DealCard(pitch) for pitch in newest],
    )


def _sectors(now: datetime) -> list[SectorCount]:
    """Top sectors with what lies below them."""
    tree = knowledge.current().sectors
    pitches = spread(
        (tree.paths(codes), count)
        for codes, count in public_pitches().values_list("sectors").annotate(count=Count("pk"))
    )
    firms = {
        (code, firm)
        for firm, codes in public_theses(now).values_list("firm_id", "sectors_include")
        for code in tree.paths(codes)
    }
    investors = Counter(code for code, _ in firms)
    return [
        SectorCount(one.code, one.name_zh, one.name_en, pitches[one.code], investors[one.code])
        for one in tree.sectors
        if not one.parent
    ]
