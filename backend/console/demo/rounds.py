"""Who invested in the past rounds: drawn by interest, the same firms often coming back for the next round."""

import random

from backend.console.demo.chance import draw_distinct, pick, stream
from backend.console.demo.companies import CompanyPlan, RoundPlan
from backend.console.demo.firms import FirmPlan, Interest

# A deal is one firm in one round.
DEALS = 6000
_COMES_BACK = 0.35
_PARTIES_EARLY = ((1, 55), (2, 33), (3, 12))
_PARTIES_LATE = ((1, 25), (2, 35), (3, 25), (4, 15))


def place_investors(companies: list[CompanyPlan], firms: list[FirmPlan]) -> None:
    """Fill `investors` of every round, `DEALS` in all."""
    rng, interest = stream("deals"), Interest(firms)
    rounds = [(company, plan) for company in companies for plan in company.rounds]
    for (company, plan), count in zip(rounds, _party_sizes(rng, [plan for _, plan in rounds]), strict=True):
        plan.investors = _investors(rng, company, plan, interest, count)
    _top_up(rng, rounds, interest)


def _party_sizes(rng: random.Random, rounds: list[RoundPlan]) -> list[int]:
    """Sizes that add up to `DEALS`, each at least 1 and at most 6."""
    sizes = [pick(rng, _PARTIES_EARLY if plan.rung < 3 else _PARTIES_LATE) for plan in rounds]
    while (missing := DEALS - sum(sizes)) != 0:
        index = rng.randrange(len(sizes))
        if missing > 0 and sizes[index] < 6:
            sizes[index] += 1
        elif missing < 0 and sizes[index] > 1:
            sizes[index] -= 1
    return sizes


def _investors(rng: random.Random, company: CompanyPlan, plan: RoundPlan, interest: Interest, count: int) -> list[int]:
    earlier = [number for other in company.rounds if other.closed_on < plan.closed_on for number in other.investors]
    weights = interest.weights(company, plan.rung, plan.closed_on)
    back = [number for number in dict.fromkeys(earlier) if weights[number] > 0 and rng.random() < _COMES_BACK]
    back = back[: count - 1]
    for number in back:
        weights[number] = 0.0
    return draw_distinct(rng, range(len(weights)), weights, count - len(back)) + back


def _top_up(rng: random.Random, rounds: list[tuple[CompanyPlan, RoundPlan]], interest: Interest) -> None:
    """Rounds of long ago may have found fewer active firms than wanted; others take one more."""
    missing = DEALS - sum(len(plan.investors) for _, plan in rounds)
    while missing > 0:
        company, plan = rng.choice(rounds)
        weights = interest.weights(company, plan.rung, plan.closed_on)
        for number in plan.investors:
            weights[number] = 0.0
        drawn = draw_distinct(rng, range(len(weights)), weights, 1)
        plan.investors += drawn
        missing -= len(drawn)
