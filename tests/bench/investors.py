"""Firms with published theses, and the rounds they were in: drawn from a seed over the companies that are there."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from backend.console.demo.amounts import LADDER, draw_minor
from backend.console.demo.chance import pick
from backend.console.demo.firms import FirmPlan, plan_firms
from backend.console.demo.naming import NamePool
from backend.console.demo.organization_rows import OrganizationRows, firm_rows
from backend.console.demo.places import FIRM_PLACES
from backend.console.demo.thesis_rows import investor_rows
from backend.core.money import Currency, Money
from backend.core.rates import to_usd
from backend.deals.enums import ThesisState
from backend.deals.models import FundingRound, RoundInvestor, Thesis
from backend.matching import knowledge, models_of_deals
from backend.matching.enums import RankingState
from backend.matching.models import TrainedRanking
from backend.matching.projections import past_deals_of
from backend.organizations.enums import VerificationState
from backend.organizations.models import Organization
from backend.taxonomy.selectors import current_tree
from search.matching import model as models
from search.matching.embedding import weighted_tokens
from search.matching.features import features_of_past_deal
from search.matching.parts import RANK
from search.matching.weighting import DEFAULT_WITH_SPACE, shipped
from tests.bench.companies import SEED
from tests.bench.copying import batches, copy_rows

# Numbers of firms begin behind those of all companies: their ids and codes are made of them.
_FIRST = 300_000
_AT_ONCE = 2_000
# One company in so many raised before, and the investors of a round.
_RAISED = 3
_INVESTORS = ((1, 5), (2, 3), (3, 2))


def write_theses(count: int, *, today: date) -> int:
    """Write firms until so many theses are published; returns the number of firms."""
    base, firms = plan_firms(NamePool(), today), 0
    while count:
        plans = [plan for _ in range(_AT_ONCE // len(base)) for plan in base]
        plans = _drawn(plans, firms)[: min(count, _AT_ONCE)]
        owners = firm_rows(plans, current_tree().by_code, today)
        for owner in owners:
            owner.organization.verification_state = VerificationState.VERIFIED
        theses = list(_published(plans, owners, today))[:count]
        kept = {thesis.firm_id for thesis in theses}
        copy_rows(Organization, [one.organization for one in owners if one.organization.pk in kept])
        copy_rows(Thesis, [*theses])
        count, firms = count - len(theses), firms + len(kept)
    return firms


def _drawn(base: list[FirmPlan], start: int) -> list[FirmPlan]:
    """The same kinds of firms once more, with other names and seats."""
    chance = random.Random(f"{SEED}:firms:{start}")
    found: list[FirmPlan] = []
    for some in batches(base, 400):
        pool = NamePool()
        for plan in some:
            place = pick(chance, FIRM_PLACES)
            name = pool.firm(chance, "firm_suffixes", place)
            found.append(replace(plan, number=_FIRST + start + len(found), name=name, place=place))
    return found


def _published(plans: list[FirmPlan], owners: list[OrganizationRows], today: date) -> Iterator[Thesis]:
    for rows in investor_rows(plans, owners, current_tree().by_code, today):
        for thesis in rows.theses:
            thesis.fund = None
            thesis.state = ThesisState.PUBLISHED
            thesis.published_at = thesis.published_at or thesis.created_at
            yield thesis


def write_rounds(*, today: date) -> None:
    """Closed rounds of every third company, with one to three firms each."""
    chance = random.Random(f"{SEED}:rounds")
    firms = list(
        Organization.objects.filter(theses__isnull=False).distinct().order_by("pk").values_list("pk", flat=True)
    )
    companies = Organization.objects.filter(pitches__isnull=False).order_by("pk").values_list("pk", "sector_primary")
    for some in batches((one for at, one in enumerate(companies) if at % _RAISED == 0), 5_000):
        rounds = [_round(chance, company, sector, today) for company, sector in some]
        copy_rows(FundingRound, [*rounds])
        copy_rows(RoundInvestor, [deal for one in rounds for deal in _deals(chance, one, firms)])


def _round(chance: random.Random, company: UUID, sector: str, today: date) -> FundingRound:
    rung = chance.randrange(len(LADDER) - 2)
    amount = draw_minor(chance, rung, sector.partition("_")[0], Currency.CNY)
    return FundingRound(
        company_id=company,
        stage=LADDER[rung],
        closed_on=today - timedelta(days=chance.randint(30, 2000)),
        amount_minor=amount,
        currency=Currency.CNY,
        amount_usd=to_usd(Money(amount, Currency.CNY)),
        source="bench",
    )


def _deals(chance: random.Random, made: FundingRound, firms: list[UUID]) -> Iterator[RoundInvestor]:
    for place, firm in enumerate(chance.sample(firms, k=min(len(firms), pick(chance, _INVESTORS)))):
        yield RoundInvestor(round=made, investor_id=firm, is_lead=place == 0)


def put_ranking_in_force(*, today: date) -> None:
    """What the rounds teach, in a space whose points are drawn by lot: as much work as a trained one, sooner made."""
    known, deals = knowledge.current(), [deal for _, deal in past_deals_of(None)]
    counted = models.learn(deals, known, now=today)
    features = (features_of_past_deal(deal, known) for deal in deals)
    tokens = sorted({token for one in features for token, _ in weighted_tokens(one)})
    points = np.random.default_rng(SEED).normal(0, 0.3, (len(tokens), RANK)).astype("<f4")
    weights = shipped(DEFAULT_WITH_SPACE)
    ranking = TrainedRanking.objects.create(
        version="bench", trained_on=today, deals=len(deals), investors=0, queries=0, prior=weights.version,
        weights={"version": weights.version, "effective": weights.effective.isoformat(), "source": weights.source,
                 "parts": {code.value: value for code, value in weights.parts.items()}},
        tokens=tokens, vectors=points.tobytes(), state=RankingState.CURRENT, trained_at=f"{today}T00:00:00Z",
    )  # fmt: skip
    models_of_deals.make_current(models_of_deals.ranked_by(counted, ranking))
