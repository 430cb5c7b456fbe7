"""Rows of closed rounds and the firms in them. Amounts in minor units."""

from dataclasses import dataclass

from backend.console.demo.amounts import LADDER
from backend.console.demo.calendar import moment
from backend.console.demo.chance import demo_id
from backend.console.demo.companies import CompanyPlan
from backend.console.demo.organization_rows import OrganizationRows
from backend.core.money import Currency, Money
from backend.core.rates import to_usd
from backend.deals.models import FundingRound, RoundInvestor
from backend.organizations.enums import DatePrecision

# The source word of invented history.
SOURCE = "demo"


@dataclass(slots=True)
class HistoryRows:
    """All rounds, and each firm's part in them."""

    rounds: list[FundingRound]
    deals: list[RoundInvestor]


def history_rows(
    plans: list[CompanyPlan], companies: list[OrganizationRows], firms: list[OrganizationRows]
) -> HistoryRows:
    """Every planned round; the first investor of a round led it."""
    rows = HistoryRows([], [])
    for plan, company in zip(plans, companies, strict=True):
        for index, past in enumerate(plan.rounds):
            funding = FundingRound(
                id=demo_id("round", plan.number, index),
                created_at=moment(past.closed_on, plan.number),
                company=company.organization,
                round_label=str(LADDER[past.rung].label),
                stage=LADDER[past.rung],
                closed_on=past.closed_on,
                closed_precision=DatePrecision.DAY,
                amount_minor=past.amount_minor,
                currency=past.currency,
                amount_usd=to_usd(Money(past.amount_minor, Currency(past.currency))),
                source=SOURCE,
                external_id=f"{plan.number}-{index}",
            )
            rows.rounds.append(funding)
            rows.deals += [
                RoundInvestor(
                    id=demo_id("deal", plan.number, index * 100 + position),
                    created_at=funding.created_at,
                    round=funding,
                    investor=firms[number].organization,
                    is_lead=position == 0,
                )
                for position, number in enumerate(past.investors)
            ]
    return rows
