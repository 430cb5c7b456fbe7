"""How near two amounts are, on the scale people think of money in: powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

# From a hundredfold on amounts are no further apart.
MAX_DISTANCE = 2.0
# Asks are told apart by quarters of a power of ten, from 1 to 10^12 USD.
STEPS_A_DECADE, STEPS = 4, 48
# What closeness is usual where no amounts are known.
_UNKNOWN = 0.65


def closeness(log_ask: float, log_other: float) -> float:
    """1 for equal amounts, falling to 0 at a hundredfold; both are exponents (base 10, USD)."""
    return 1.0 - min(MAX_DISTANCE, abs(log_ask - log_other)) / MAX_DISTANCE


def step_of(log_ask: float) -> int:
    """Which quarter of a power of ten an exponent falls into."""
    return min(STEPS - 1, max(0, math.floor(STEPS_A_DECADE * log_ask)))


def usual_closeness(logs: Sequence[float]) -> tuple[float, ...]:
    """For each step, how close past amounts (exponents) are to an ask in the middle of it, on average."""
    if not logs:
        return (_UNKNOWN,) * STEPS
    known = np.sort(np.asarray(logs, float))
    middles = (np.arange(STEPS) + 0.5) / STEPS_A_DECADE
    # Amounts repeat a lot, so each is measured once and counted as often as it occurs.
    values, counts = np.unique(known, return_counts=True)
    near = 1.0 - np.minimum(MAX_DISTANCE, np.abs(middles[:, None] - values)) / MAX_DISTANCE
    return tuple(round(float(value), 6) for value in near @ counts / len(known))
