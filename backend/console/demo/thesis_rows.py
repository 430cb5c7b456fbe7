"""Rows of theses and funds, made of what a firm says of itself; mostly true, sometimes not."""

import random
from dataclasses import dataclass
from datetime import date

from backend.console.demo.amounts import LADDER, median_minor, round_amount
from backend.console.demo.calendar import before
from backend.console.demo.chance import demo_id, pick, stream
from backend.console.demo.firms import FirmPlan
from backend.console.demo.organization_rows import OrganizationRows
from backend.console.demo.words import leaves
from backend.core.money import Currency, Money
from backend.core.rates import PER_USD, to_usd
from backend.deals.enums import Instrument, LeadOrFollow, OpenTo, Stage, ThesisState
from backend.deals.models import Thesis
from backend.organizations.enums import FundType, InvestorType, VerificationState
from backend.organizations.models import Fund
from search.sectors import Sector

_FUND_TYPES = {
    InvestorType.VC: FundType.VENTURE_CAPITAL_FUND,
    InvestorType.PE: FundType.PRIVATE_EQUITY_FUND,
    InvestorType.CVC: FundType.CORPORATE_VENTURE,
    InvestorType.GUIDANCE_FUND: FundType.GUIDANCE_FUND,
    InvestorType.ANGEL: FundType.ANGEL_FUND,
}
_VALUE_ADD = (
    "产业订单导入",
    "港深两地落地支持",
    "团队搭建与股权设计",
    "后续融资与上市辅导",
    "海外市场渠道",
    "中试与小批量产能",
)


@dataclass(slots=True)
class InvestorRows:
    """The funds and theses of one firm."""

    funds: list[Fund]
    theses: list[Thesis]


def investor_rows(
    plans: list[FirmPlan], owners: list[OrganizationRows], sectors: dict[str, Sector], today: date
) -> list[InvestorRows]:
    """One to three theses for each firm; about one firm in three shows a fund behind one of them."""
    rng = stream("theses")
    return [_rows(rng, plan, owner, sectors, today) for plan, owner in zip(plans, owners, strict=True)]


def _rows(
    rng: random.Random, plan: FirmPlan, owner: OrganizationRows, sectors: dict[str, Sector], today: date
) -> InvestorRows:
    count = pick(rng, ((1, 45), (2, 37), (3, 18)))
    funds = [_fund(rng, plan, owner, today)] if plan.investor_type in _FUND_TYPES and rng.random() < 0.4 else []
    theses = [_thesis(rng, plan, owner, sectors, today, position) for position in range(count)]
    # The first thesis is always the firm's own, open to all; a fund's thesis is as private as the fund.
    if funds and count > 1:
        theses[-1].fund = funds[0]
    return InvestorRows(funds, theses)


def _fund(rng: random.Random, plan: FirmPlan, owner: OrganizationRows, today: date) -> Fund:
    year = today.year - rng.randint(0, 6)
    committed = round_amount(rng.choice((80, 150, 300, 500, 1000, 2000)) * 1_000_000 * rng.uniform(0.7, 1.3)) * 100
    return Fund(
        id=demo_id("fund", plan.number),
        firm=owner.organization,
        name=f"{plan.name.brand}{rng.choice('一二三四')}期基金",
        name_en=f"{plan.name.english} Fund {rng.choice(('I', 'II', 'III', 'IV'))}",
        fund_type=_FUND_TYPES[plan.investor_type],
        currency=_currency(plan),
        committed_minor=committed,
        paid_in_minor=committed // 100 * rng.randint(30, 90),
        vintage_year=year,
        end_year=year + rng.randint(7, 10),
    )


def _thesis(
    rng: random.Random,
    plan: FirmPlan,
    owner: OrganizationRows,
    sectors: dict[str, Sector],
    today: date,
    position: int,
) -> Thesis:
    """Position 0 states the whole focus; the others narrow it to one top sector."""
    tops = plan.declared_tops if position == 0 else (rng.choice(plan.declared_tops),)
    thesis = Thesis(
        id=demo_id("thesis", plan.number, position),
        firm=owner.organization,
        sectors_include=_included(rng, plan, tops, position),
        stages=[str(stage) for stage in _stages(plan)],
        value_add="、".join(rng.sample(_VALUE_ADD, k=2)),
        lead_or_follow=pick(rng, ((LeadOrFollow.EITHER, 5), (LeadOrFollow.LEAD, 3), (LeadOrFollow.FOLLOW, 2))),
        instruments=[str(Instrument.EQUITY)] if rng.random() < 0.7 else [],
        open_to=pick(rng, ((OpenTo.COLD_DECK, 6), (OpenTo.INTRO_ONLY, 3), (OpenTo.EVENT_ONLY, 1))),
        annual_deals=rng.randint(2, 16),
        decision_days=rng.choice((14, 21, 30, 45, 60, 90)),
        pre_revenue_ok=plan.declared_rung < 3,
        ownership_target_pct=rng.choice((5, 8, 10, 15, 20)),
        created_at=before(today, rng.randint(120, 700), plan.number),
    )
    chinese = "、".join(sectors[top].name_zh for top in tops[:2])
    english = " and ".join(sectors[top].name_en for top in tops[:2])
    thesis.title, thesis.title_en = f"{chinese}投资方向", f"{english} thesis"
    thesis.keywords = _keywords(rng, thesis.sectors_include, sectors)
    _set_summary(thesis, plan, sectors)
    _set_places(rng, thesis, plan)
    _set_ticket(rng, thesis, plan)
    _set_state(rng, thesis, owner, today, plan.number)
    return thesis


def _included(rng: random.Random, plan: FirmPlan, tops: tuple[str, ...], position: int) -> list[str]:
    """Whole top sectors, or the leaves the firm knows best."""
    known = [code for code in leaves() if code.partition("_")[0] in tops]
    favourites = [code for code in known if code in plan.favourites]
    if (position == 0 and len(tops) > 2) or not favourites or rng.random() < 0.35:
        return list(tops)
    return favourites


def _stages(plan: FirmPlan) -> list[Stage]:
    low = max(0, round(plan.declared_rung - plan.width))
    high = min(len(LADDER) - 1, round(plan.declared_rung + plan.width))
    return list(LADDER[low : high + 1])


def _keywords(rng: random.Random, codes: list[str], sectors: dict[str, Sector]) -> list[str]:
    words = [alias for code in codes for alias in sectors[code].aliases]
    return rng.sample(words, k=min(4, len(words)))


def _set_summary(thesis: Thesis, plan: FirmPlan, sectors: dict[str, Sector]) -> None:
    names = "、".join(sectors[code].name_zh for code in thesis.sectors_include[:4])
    stages = "、".join(str(Stage(stage).label) for stage in thesis.stages)
    thesis.summary = f"关注{names}，投资阶段为{stages}。投后提供{thesis.value_add}。"


def _set_places(rng: random.Random, thesis: Thesis, plan: FirmPlan) -> None:
    """Those who care for their home say so; a guidance fund asks for investment back in its place."""
    if plan.investor_type == InvestorType.GUIDANCE_FUND:
        thesis.cities, thesis.countries = [plan.place.city], [plan.place.country]
        thesis.reinvest_ratio_pct, thesis.reinvest_place = rng.choice((50, 80, 100)), plan.place.city
    elif plan.home_pull > 3.5:
        thesis.countries = [plan.place.country]
        thesis.cities = [plan.place.city] if rng.random() < 0.5 else []
    elif rng.random() < 0.5:
        thesis.countries = sorted({"CHN", "HKG", plan.place.country})


def _currency(plan: FirmPlan) -> Currency:
    return Currency.CNY if plan.place.country == "CHN" else Currency.USD


def _set_ticket(rng: random.Random, thesis: Thesis, plan: FirmPlan) -> None:
    """From a small part of an early round to a good half of a late one."""
    rungs = [LADDER.index(Stage(stage)) for stage in thesis.stages]
    currency = _currency(plan)
    rate = PER_USD[currency] / PER_USD[Currency.CNY]
    low = round_amount(median_minor(min(rungs)) / 100 * rate * rng.uniform(0.1, 0.35)) * 100
    high = round_amount(median_minor(max(rungs)) / 100 * rate * rng.uniform(0.4, 0.9)) * 100
    thesis.currency = currency
    thesis.ticket_min_minor, thesis.ticket_max_minor = min(low, high), max(low, high)
    thesis.ticket_min_usd = to_usd(Money(thesis.ticket_min_minor, currency))
    thesis.ticket_max_usd = to_usd(Money(thesis.ticket_max_minor, currency))


def _set_state(rng: random.Random, thesis: Thesis, owner: OrganizationRows, today: date, number: int) -> None:
    is_verified = owner.organization.verification_state == VerificationState.VERIFIED
    if not is_verified:
        thesis.state = ThesisState.DRAFT
        return
    is_first = thesis.id == demo_id("thesis", number)
    thesis.state = (
        ThesisState.PUBLISHED
        if is_first
        else pick(rng, ((ThesisState.PUBLISHED, 85), (ThesisState.PAUSED, 9), (ThesisState.DRAFT, 6)))
    )
    if thesis.state != ThesisState.DRAFT:
        thesis.published_at = before(today, rng.randint(3, 110), number)
