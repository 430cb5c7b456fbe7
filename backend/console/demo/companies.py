"""The startups of the demo: what they do, where, how far they are, and the rounds behind them."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.console.demo.amounts import draw_minor
from backend.console.demo.chance import pick, stream
from backend.console.demo.naming import Name, NamePool
from backend.console.demo.places import STARTUP_PLACES, Place
from backend.console.demo.words import LeafWords, leaves

STARTUPS = 2000
_AT_LEAST_PER_LEAF = 6
# What the street is about: parts of the rest, by top sector.
_TOP_SHARE = {
    "AI": 13, "SEMI": 11, "BIO": 9, "FIN": 10, "ROBO": 8, "MED": 7, "MAT": 6, "SOFT": 6, "DATA": 5, "ENER": 5, "EV": 4,
    "TERM": 4, "FASH": 4, "CREA": 3, "NET": 3, "INDSW": 3, "AERO": 4, "EQUIP": 3, "QTM": 2, "ENV": 2, "OCEAN": 1, "SVC": 2,
}  # fmt: skip
_RUNG_SHARE = ((0, 8), (1, 17), (2, 20), (3, 19), (4, 9), (5, 12), (6, 4), (7, 6), (8, 3), (9, 2))
_EIGHT_YEARS = timedelta(days=8 * 365)


@dataclass(slots=True)
class RoundPlan:
    """A closed round; `investors` holds the numbers of firms, the lead first."""

    rung: int
    closed_on: date
    amount_minor: int
    currency: str
    investors: list[int] = field(default_factory=list)


@dataclass(slots=True)
class CompanyPlan:
    """One startup. `rung` is the round it raises now."""

    number: int
    name: Name
    leaf: LeafWords
    extra_leaves: tuple[str, ...]
    place: Place
    rung: int
    founded_on: date
    rounds: list[RoundPlan]


def plan_companies(pool: NamePool, today: date) -> list[CompanyPlan]:
    """All startups, in the order of their numbers."""
    rng = stream("companies")
    chosen = _spread_over_leaves(rng)
    return [_company(rng, number, leaf, pool, today) for number, leaf in enumerate(chosen)]


def _spread_over_leaves(rng: random.Random) -> list[LeafWords]:
    """Every leaf some companies, the rest by what the street is about."""
    every = list(leaves().values())
    siblings = {top: sum(leaf.top == top for leaf in every) for top in _TOP_SHARE}
    weighted = [(leaf, _TOP_SHARE[leaf.top] / siblings[leaf.top]) for leaf in every]
    chosen = every * _AT_LEAST_PER_LEAF
    chosen += [pick(rng, weighted) for _ in range(STARTUPS - len(chosen))]
    rng.shuffle(chosen)
    return chosen


def _company(rng: random.Random, number: int, leaf: LeafWords, pool: NamePool, today: date) -> CompanyPlan:
    place = pick(rng, STARTUP_PLACES)
    rung = pick(rng, _RUNG_SHARE)
    rounds = _rounds(rng, rung, leaf.top, place, today)
    first = rounds[0].closed_on if rounds else today - timedelta(days=rng.randint(60, 500))
    return CompanyPlan(
        number=number,
        name=pool.startup(rng, leaf.top, place),
        leaf=leaf,
        extra_leaves=_extra_leaves(rng, leaf),
        place=place,
        rung=rung,
        founded_on=first - timedelta(days=rng.randint(120, 700)),
        rounds=rounds,
    )


def _rounds(rng: random.Random, rung: int, top: str, place: Place, today: date) -> list[RoundPlan]:
    """What it raised before, oldest first: most rungs below the present one, nine months to two years apart."""
    below = [step for step in range(rung) if rng.random() < (0.95 if step == rung - 1 else 0.68)]
    closed_on = today - timedelta(days=rng.randint(150, 800))
    found: list[RoundPlan] = []
    for step in reversed(below):
        if today - closed_on > _EIGHT_YEARS:
            break
        found.append(RoundPlan(step, closed_on, draw_minor(rng, step, top, place.currency), place.currency))
        closed_on -= timedelta(days=rng.randint(230, 640))
    return found[::-1]


def _extra_leaves(rng: random.Random, leaf: LeafWords) -> tuple[str, ...]:
    """Now and then a company belongs to a sibling sector too."""
    siblings = [code for code, other in leaves().items() if other.top == leaf.top and code != leaf.code]
    return tuple(rng.sample(siblings, k=pick(rng, ((0, 62), (1, 30), (2, 8)))))
