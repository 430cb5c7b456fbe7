"""Closed rounds as the record knows them. Names of organizations a viewer may not see are left out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Count, F, Max, Min, Prefetch, QuerySet, Sum
from django.db.models.functions import ExtractYear

from backend.core.actors import Viewer
from backend.deals.enums import SELF_REPORTED
from backend.deals.models import FundingRound, ImportBatch, RoundInvestor
from backend.organizations import selectors as organizations
from backend.organizations.models import Organization
from backend.taxonomy import selectors as taxonomy


class YearBar(TypedDict):
    year: int
    deals: int
    amount_usd: int


class StageBar(TypedDict):
    stage: str
    deals: int


class SectorBar(TypedDict):
    """`sector` is the code of a top sector; blank for companies without one."""

    sector: str
    deals: int


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """Figures for charts. Amounts are whole US dollars of the whole rounds, where the source tells them."""

    deals: int
    companies: int
    amount_usd: int
    first_on: date | None
    last_on: date | None
    by_year: list[YearBar]
    by_stage: list[StageBar]
    by_sector: list[SectorBar]


def visible_rounds(viewer: Viewer) -> QuerySet[FundingRound]:
    """Rounds of companies the viewer may see, with the investors the viewer may see in `seen_participations`."""
    seen = organizations.visible_organizations(viewer).order_by()
    investors = RoundInvestor.objects.filter(investor__in=seen.values("pk")).select_related("investor__logo")
    return (
        FundingRound.objects.filter(company__in=seen.values("pk"))
        .select_related("company__logo")
        .prefetch_related(Prefetch("participations", investors.order_by("id"), to_attr="seen_participations"))
    )


def rounds_of_company(viewer: Viewer, organization: Organization) -> QuerySet[FundingRound]:
    """The company's closed rounds, newest first."""
    return visible_rounds(viewer).filter(company=organization).order_by("-closed_on", "-id")


def portfolio_of(viewer: Viewer, firm: Organization) -> QuerySet[RoundInvestor]:
    """The firm's participations in rounds of visible companies, newest first. Self-reported rounds do not count."""
    seen = organizations.visible_organizations(viewer).order_by()
    return (
        RoundInvestor.objects.filter(investor=firm, round__company__in=seen.values("pk"))
        .exclude(round__source=SELF_REPORTED)
        .select_related("round__company__logo")
        .order_by("-round__closed_on", "-id")
    )


def portfolio_summary(viewer: Viewer, firm: Organization) -> PortfolioSummary:
    """The same participations counted by year, stage and top sector."""
    rows = portfolio_of(viewer, firm).order_by().select_related(None)
    total = rows.aggregate(
        deals=Count("id"),
        companies=Count("round__company", distinct=True),
        amount=Sum("round__amount_usd"),
        first=Min("round__closed_on"),
        last=Max("round__closed_on"),
    )
    years = rows.values(year=ExtractYear("round__closed_on")).annotate(n=Count("id"), usd=Sum("round__amount_usd"))
    stages = rows.values(stage=F("round__stage")).annotate(n=Count("id"))
    return PortfolioSummary(
        deals=total["deals"],
        companies=total["companies"],
        amount_usd=total["amount"] or 0,
        first_on=total["first"],
        last_on=total["last"],
        by_year=[
            YearBar(year=row["year"], deals=row["n"], amount_usd=row["usd"] or 0) for row in years.order_by("year")
        ],
        by_stage=[StageBar(stage=row["stage"], deals=row["n"]) for row in stages.order_by("-n", "stage")],
        by_sector=_by_top_sector(rows),
    )


def _by_top_sector(rows: QuerySet[RoundInvestor]) -> list[SectorBar]:
    tree = taxonomy.current_tree()
    counts: Counter[str] = Counter()
    for code, deals in rows.values_list("round__company__sector_primary").annotate(n=Count("id")):
        counts[(tree.path(code) or ("",))[0]] += deals
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [SectorBar(sector=sector, deals=deals) for sector, deals in ordered]


def source_credits() -> dict[str, str]:
    """How each imported catalogue wants to be named, from its latest import."""
    rows = ImportBatch.objects.exclude(source_credit="").order_by("id").values_list("source", "source_credit")
    return dict(rows)
