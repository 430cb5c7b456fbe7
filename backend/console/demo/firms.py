"""The investment firms of the demo: each has a focus of its own, from which its theses and its deals are drawn."""

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from backend.console.demo.chance import draw_distinct, pick, stream
from backend.console.demo.companies import CompanyPlan
from backend.console.demo.naming import Name, NamePool
from backend.console.demo.places import FIRM_PLACES, Place
from backend.console.demo.words import LeafWords, leaves
from backend.organizations.enums import InvestorType

FIRMS = 400
_DEVIATING = 0.15

# Type, its share, the names it takes, and the rungs it prefers (from, to).
_TYPES: tuple[tuple[tuple[InvestorType, str, float, float], float], ...] = (
    ((InvestorType.VC, "firm_suffixes", 1.0, 5.0), 52),
    ((InvestorType.CVC, "cvc_suffixes", 2.5, 6.0), 13),
    ((InvestorType.ANGEL, "angel_suffixes", 0.0, 1.5), 13),
    ((InvestorType.PE, "firm_suffixes", 5.0, 8.5), 10),
    ((InvestorType.GUIDANCE_FUND, "guidance_suffixes", 1.5, 5.5), 7),
    ((InvestorType.ACCELERATOR, "accelerator_suffixes", 0.0, 1.0), 5),
)
_TOP_APPETITE = {
    "AI": 14, "SEMI": 13, "BIO": 11, "ROBO": 9, "MED": 8, "FIN": 8, "MAT": 7, "ENER": 6, "SOFT": 6, "EV": 5, "DATA": 5,
    "TERM": 4, "AERO": 4, "INDSW": 4, "FASH": 4, "CREA": 3, "EQUIP": 4, "NET": 3, "QTM": 2, "ENV": 3, "OCEAN": 1, "SVC": 1,
}  # fmt: skip


@dataclass(slots=True)
class FirmPlan:
    """One firm. `favourites` are the leaves it knows best; `declared_*` is what its theses say."""

    number: int
    name: Name
    investor_type: InvestorType
    place: Place
    tops: tuple[str, ...]
    favourites: frozenset[str]
    rung: float
    width: float
    appetite: float
    home_pull: float
    founded_on: date
    active_from: date
    active_until: date
    is_deviating: bool
    declared_tops: tuple[str, ...]
    declared_rung: float


def plan_firms(pool: NamePool, today: date) -> list[FirmPlan]:
    """All firms, in the order of their numbers."""
    rng = stream("firms")
    return [_firm(rng, number, pool, today) for number in range(FIRMS)]


def _firm(rng: random.Random, number: int, pool: NamePool, today: date) -> FirmPlan:
    kind, suffixes, low, high = pick(rng, _TYPES)
    place = pick(rng, FIRM_PLACES)
    tops = _tops(rng, kind)
    rung = rng.uniform(low, high)
    is_deviating = rng.random() < _DEVIATING
    founded_on = today - timedelta(days=rng.randint(900, 6500))
    sleeping = rng.random() < 0.08
    return FirmPlan(
        number=number,
        name=pool.firm(rng, suffixes, place),
        investor_type=kind,
        place=place,
        tops=tops,
        favourites=_favourites(rng, tops),
        rung=rung,
        width=rng.uniform(0.7, 1.5),
        appetite=min(rng.paretovariate(1.3), 14.0),
        home_pull=rng.uniform(1.2, 5.0),
        founded_on=founded_on,
        active_from=founded_on + timedelta(days=90),
        active_until=today - timedelta(days=rng.randint(730, 1300)) if sleeping else today,
        is_deviating=is_deviating,
        # One in seven says something else than it does: other sectors, or an earlier stage than it really pays for.
        declared_tops=_tops(rng, kind) if is_deviating else tops,
        declared_rung=max(0.0, rung - 2.0) if is_deviating else rung,
    )


def _tops(rng: random.Random, kind: InvestorType) -> tuple[str, ...]:
    count = 1 if kind == InvestorType.CVC else pick(rng, ((1, 30), (2, 35), (3, 20), (5, 15)))
    return tuple(draw_distinct(rng, list(_TOP_APPETITE), list(_TOP_APPETITE.values()), count))


def _favourites(rng: random.Random, tops: tuple[str, ...]) -> frozenset[str]:
    known = [code for code, leaf in leaves().items() if leaf.top in tops]
    return frozenset(rng.sample(known, k=max(1, round(len(known) * rng.uniform(0.35, 0.7)))))


class Interest:
    """How likely each firm is to be in a round, beside the others. Its three factors are worked out once each."""

    def __init__(self, firms: list[FirmPlan]) -> None:
        self._firms = firms
        self._active = [(firm.active_from, firm.active_until) for firm in firms]
        self._sectors: dict[str, list[float]] = {}
        self._stages: dict[int, list[float]] = {}
        self._places: dict[tuple[str, str], list[float]] = {}

    def weights(self, company: CompanyPlan, rung: int, on: date) -> list[float]:
        """By the number of the firm; 0 for those not active on that day."""
        place = (company.place.country, company.place.city)
        if company.leaf.code not in self._sectors:
            self._sectors[company.leaf.code] = [_sector(firm, company.leaf) for firm in self._firms]
        if rung not in self._stages:
            self._stages[rung] = [_stage(firm, rung) * firm.appetite for firm in self._firms]
        if place not in self._places:
            self._places[place] = [_place(firm, *place) for firm in self._firms]
        factors = zip(
            self._active, self._sectors[company.leaf.code], self._stages[rung], self._places[place], strict=True
        )
        return [sector * stage * near if begin <= on <= end else 0.0 for (begin, end), sector, stage, near in factors]


def _sector(firm: FirmPlan, leaf: LeafWords) -> float:
    if leaf.code in firm.favourites:
        return 1.0
    return 0.35 if leaf.top in firm.tops else 0.012


def _stage(firm: FirmPlan, rung: int) -> float:
    distance = (rung - firm.rung) / firm.width
    return max(0.004, math.exp(-distance * distance / 2))


def _place(firm: FirmPlan, country: str, city: str) -> float:
    if city == firm.place.city:
        return firm.home_pull
    return 1.0 if country == firm.place.country else 0.4
