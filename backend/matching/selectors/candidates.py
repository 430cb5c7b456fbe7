"""Matching from the database alone: a few hundred candidates by sector, stage and place, then the same score and gates."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.eligibility import public_deals, public_theses
from backend.matching.projections import with_blocks
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.organizations.models import Organization
from search.knowledge import Knowledge
from search.records import DealFacts, InvestorFacts

# How many candidates are scored; enough for ten pages, few enough for two seconds.
MOST = 150


def investors_for(viewer: Viewer, deal: DealFacts, known: Knowledge, *, now: datetime) -> Sequence[Organization]:
    """Firms that name or did the deal's sectors or stage, most recently active first."""
    tree = known.sectors
    around = list(tree.paths(deal.sectors))
    says = public_theses(now).filter(firm=OuterRef("pk"))
    did = public_deals().filter(investor=OuterRef("pk"))
    sector = Exists(says.filter(sectors_include__overlap=around)) | Exists(
        did.filter(round__company__sectors__overlap=list(deal.sectors))
    )
    stage = Exists(says.filter(stages__contains=[deal.stage])) | Exists(did.filter(round__stage=deal.stage))
    rows = findable_investors(viewer, now).annotate(fits=_points(Q(sector), Q(stage)), last_deal_on=last_deal_on())
    return list(rows.order_by("-fits", F("last_deal_on").desc(nulls_last=True), "-pk")[:MOST])


def pitches_for(viewer: Viewer, investor: InvestorFacts, known: Knowledge) -> Sequence[Pitch]:
    """Pitches in the sectors, stages and cities a firm names or invested in, newest first."""
    tree, children = known.sectors, known.sectors.children
    said = {code for thesis in investor.theses for code in thesis.sectors_include}
    wanted = said or {code for deal in investor.deals for code in deal.sectors}
    below = [node for code in wanted if code in tree.by_code for node in (code, *children.get(code, ()))]
    stages = {stage for thesis in investor.theses for stage in thesis.stages} or {deal.stage for deal in investor.deals}
    rows = with_blocks(findable_pitches(viewer)).annotate(
        fits=_points(Q(sectors__overlap=below), Q(stage__in=list(stages)))
    )
    return list(rows.order_by("-fits", "-published_at", "-pk")[:MOST])


def neutral_pitches(viewer: Viewer) -> QuerySet[Pitch]:
    """Newest first, whoever asks."""
    return with_blocks(findable_pitches(viewer)).order_by("-published_at", "-pk")


def neutral_investors(viewer: Viewer, now: datetime) -> QuerySet[Organization]:
    """Most recently active first, whoever asks."""
    rows = findable_investors(viewer, now).annotate(last_deal_on=last_deal_on())
    return rows.order_by(F("last_deal_on").desc(nulls_last=True), "-pk")


def last_deal_on() -> Subquery:
    """The day of a firm's last recorded deal, for a query of firms."""
    deals = public_deals().filter(investor=OuterRef("pk")).order_by().values("investor")
    return Subquery(deals.annotate(last=Max("round__closed_on")).values("last"))


def _points(first: Q, second: Q) -> Case:
    """Two for the first condition, one more for the second."""
    return Case(
        When(first & second, then=Value(3)),
        When(first, then=Value(2)),
        When(second, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
