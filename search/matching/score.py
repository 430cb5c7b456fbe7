"""The score of one pair: parts, each with its weight; the sum of the contributions is the total.

Every part is at least zero but likeness and the distance of the amounts, which also tell what speaks against a pair.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.matching.closeness import closeness
from search.matching.embedding import Vector
from search.matching.features import Features
from search.matching.model import Model
from search.matching.parts import GROUP_PARTS, HOMES, PartCode
from search.matching.statistics import RECENT_HALF_LIFE, InvestorStatistics
from search.matching.weighting import Weights


@dataclass(frozen=True, slots=True)
class Part:
    """One term of the sum."""

    code: PartCode
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What this part adds to the total."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Score:
    """All parts of one pair."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """The sum of the contributions."""
        return sum(part.contribution for part in self.parts)

    def part(self, code: PartCode) -> Part:
        """The part called `code`."""
        return next(part for part in self.parts if part.code is code)


def score(
    startup: Features,
    investor: InvestorStatistics,
    model: Model,
    *,
    at_month: float,
    weights: Weights | None = None,
) -> Score:
    """Score a pair at a moment on the month axis."""
    values = group_values(startup, investor, model)
    values |= activity_values(investor, at_month=at_month)
    values |= place_values(startup.home, investor.home)
    values[PartCode.AMOUNT_DISTANCE] = amount_fit(startup.log_ask, investor.mean_log_amount, model)
    values[PartCode.LIKENESS] = likeness(model.embedding.of(startup), investor.point)
    used = (weights or model.weights).parts
    return Score(tuple(Part(code, values[code], used[code]) for code in PartCode))


def group_values(startup: Features, investor: InvestorStatistics, model: Model) -> dict[PartCode, float]:
    """For each group: how much more of the startup's tokens the investor has than usual, on average, never below zero."""
    baseline = model.baseline(investor.weight)
    return {
        part: group_value(startup.groups.get(group, ()), investor, model, baseline)
        for group, part in GROUP_PARTS.items()
    }


def group_value(tokens: Sequence[str], investor: InvestorStatistics, model: Model, baseline: float) -> float:
    """max(0, mean of ln(1 + N_t / (a p_t)) - ln(1 + W / a)); no tokens, no value."""
    if not tokens:
        return 0.0
    held = investor.tokens
    total = sum(model.evidence(token, held[token]) for token in tokens if token in held)
    return max(0.0, total / len(tokens) - baseline)


def activity_values(investor: InvestorStatistics, *, at_month: float) -> dict[PartCode, float]:
    """How active the investor is now; declared theses are not activity."""
    faded = 0.5 ** ((at_month - investor.as_of) / RECENT_HALF_LIFE)
    since = 0.0
    if investor.last_deal_month is not None:
        since = 1.0 / (1.0 + max(0.0, at_month - investor.last_deal_month) / 12.0)
    return {
        PartCode.RECENT_ACTIVITY: math.log1p(investor.recent * faded),
        PartCode.TIME_SINCE_LAST_DEAL: since,
        PartCode.FIRST_ROUND_SHARE: investor.first_round_share,
    }


def place_values(startup: tuple[str, str, str], investor: tuple[str, str, str]) -> dict[PartCode, float]:
    """Whether both sit in the same country, region and city."""
    return {code: float(bool(one) and one == other) for code, one, other in zip(HOMES, startup, investor, strict=True)}


def likeness(startup: Vector, investor: Sequence[float]) -> float:
    """The inner product of both points; below zero where the startup is unlike what the investor backs."""
    return float(startup @ np.asarray(investor)) if len(investor) else 0.0


def amount_fit(log_ask: float | None, mean_log_amount: float, model: Model) -> float:
    """How much closer the ask is to the investor's usual round than to the rounds of all; an unknown ask says nothing."""
    if log_ask is None:
        return 0.0
    return closeness(log_ask, mean_log_amount) - model.usual_closeness_of(log_ask)
