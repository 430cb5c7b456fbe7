"""How much a round raises, by stage, sector and place. All amounts in minor units."""

import math
import random

from backend.core.money import Currency
from backend.core.rates import PER_USD
from backend.deals.enums import Stage

# Rounds in their order; a company climbs this ladder, an investor has a favourite rung.
LADDER = (
    Stage.SEED,
    Stage.ANGEL,
    Stage.PRE_A,
    Stage.SERIES_A,
    Stage.SERIES_A_PLUS,
    Stage.SERIES_B,
    Stage.SERIES_B_PLUS,
    Stage.SERIES_C,
    Stage.SERIES_D_PLUS,
    Stage.PRE_IPO,
)
# The middle of what a round of each rung raises, in 万元 (10,000 CNY).
_MEDIAN = (200, 500, 1500, 4000, 6000, 12000, 18000, 30000, 60000, 80000)
_SPREAD = 0.4
_DEAR = frozenset({"SEMI", "BIO", "EV", "AERO", "QTM", "ENER"})
_CHEAP = frozenset({"FASH", "CREA", "SVC", "SOFT"})
_WAN_MINOR = 10_000 * 100


def median_minor(rung: int) -> int:
    """In fen."""
    return _MEDIAN[rung] * _WAN_MINOR


def draw_minor(rng: random.Random, rung: int, top: str, currency: str) -> int:
    """A round number around the median of the rung, in minor units of the currency."""
    factor = 1.4 if top in _DEAR else 0.65 if top in _CHEAP else 1.0
    wan = _MEDIAN[rung] * factor * math.exp(rng.gauss(0, _SPREAD))
    in_currency = wan * 10_000 / PER_USD[Currency.CNY] * PER_USD[Currency(currency)]
    return round_amount(in_currency) * 100


def round_amount(major: float) -> int:
    """To two leading digits, the second a 0 or a 5 from 20 up: people raise 1,500 万, not 1,483 万."""
    scale: int = 10 ** max(0, math.floor(math.log10(max(major, 1))) - 1)
    leading = major / scale
    step = 5 if leading >= 20 else 1
    return int(round(leading / step) * step) * scale
