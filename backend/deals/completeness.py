"""How complete a pitch is: every field an investor may ask for, weighted, from easy to hard."""

from collections.abc import Mapping
from dataclasses import dataclass

# Without these a pitch cannot be submitted.
ESSENTIALS = ("one_liner", "sector_primary", "stage", "amount", "city")

# Field → weight, in the order a form should ask. A zero that was stated counts as stated.
WEIGHTS: Mapping[str, int] = {
    "one_liner": 6, "sector_primary": 6, "stage": 6, "amount": 6, "city": 6,
    "organization.logo": 2, "organization.brand_name": 1, "organization.founded_on": 2, "organization.website": 1,
    "district": 1, "one_liner_en": 1, "business_model": 2, "customer_type": 2, "tech_keywords": 2, "story": 5,
    "team.members": 5, "team.headcount": 2, "team.rd_share_pct": 1, "team.confirmed": 2,
    "deck": 6,
    "instrument": 2, "lead_wanted": 1, "close_by_date": 2, "amount_min": 1, "amount_max": 1,
    "terms.use_of_proceeds": 3, "terms.min_ticket": 1, "terms.pre_money": 2, "terms.committed": 1,
    "terms.lead_committed": 1,
    "needs": 2,
    "traction.customers": 2, "traction.revenue_years": 4, "traction.gross_margin_pct": 2, "traction.cash": 2,
    "traction.monthly_burn": 2, "traction.runway_months": 2, "traction.key_contracts": 2,
    "traction.letters_of_intent": 1,
    "ip.patents_granted": 1, "ip.patents_pending": 1, "ip.software_copyrights": 1, "ip.standards": 1,
    "organization.qualifications": 1, "organization.uscc": 3,
}  # fmt: skip
_TOTAL = sum(WEIGHTS.values())


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` of the weight that is there, and the names that are not, easiest first."""

    percent: int
    missing: tuple[str, ...]


def is_stated(value: object) -> bool:
    """Null, blank and empty lists say nothing; zero and "no" do."""
    return value is not None and value not in ("", [], ())


def measure(values: Mapping[str, object]) -> Completeness:
    """Weigh stated values against `WEIGHTS`; rounded down, so that 100 means everything."""
    missing = tuple(name for name in WEIGHTS if not is_stated(values.get(name)))
    got = _TOTAL - sum(WEIGHTS[name] for name in missing)
    return Completeness(percent=got * 100 // _TOTAL, missing=missing)
