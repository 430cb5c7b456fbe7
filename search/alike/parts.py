"""The parts two things may be alike in, each from 0 to 1, and how much each counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class AlikePart(StrEnum):
    """The parts, in the order they are shown. Stable: they are translated by the caller."""

    DEALS = "deals"
    SECTOR = "sector"
    STAGE = "stage"
    PROFILE = "profile"
    AMOUNT = "amount"
    PLACE = "place"
    WORDS = "words"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Shared:
    """One part: how alike, what both have, and figures by name."""

    code: AlikePart
    value: float
    weight: float
    common: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def contribution(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Alike:
    """All parts that count for a pair; the score is their sum."""

    shared: tuple[Shared, ...]

    @property
    def score(self) -> float:
        return math.fsum(one.contribution for one in self.shared)


@dataclass(frozen=True, slots=True)
class AlikeHit:
    """What the index found, still to be read again by the caller."""

    id: str
    version: int
    score: float


# By judgement: there is no record of which startups or firms people find alike. What people name first counts most.
STARTUPS: dict[AlikePart, float] = {
    AlikePart.SECTOR: 3.0,
    AlikePart.STAGE: 1.0,
    AlikePart.AMOUNT: 1.0,
    AlikePart.PLACE: 1.0,
    AlikePart.WORDS: 2.0,
    AlikePart.SPACE: 1.0,
}
INVESTORS: dict[AlikePart, float] = {
    AlikePart.DEALS: 2.0,
    AlikePart.SECTOR: 2.0,
    AlikePart.PROFILE: 1.5,
    AlikePart.PLACE: 0.5,
    AlikePart.SPACE: 1.0,
}

# How near a place is by the deepest step of its path that both share: country, region, city, district.
PLACE_STEPS = (0.1, 0.5, 0.9, 1.0)
# Stages that follow each other; whoever stands one step apart is half as near, two steps a quarter.
LADDER = (
    "seed", "angel", "pre_a", "series_a", "series_a_plus", "series_b", "series_b_plus", "series_c", "series_d_plus",
    "pre_ipo",
)  # fmt: skip
_FAR = 3


def steps_apart(one: str, other: str) -> int | None:
    """How many rounds lie between two stages; None where one of them has no place among the others."""
    if one == other:
        return 0
    if one not in LADDER or other not in LADDER:
        return None
    return abs(LADDER.index(one) - LADDER.index(other))


def nearness_of_stage(one: str, other: str) -> float:
    """1 for the same stage, half of it for each step, 0 from the third on."""
    steps = steps_apart(one, other)
    return 0.0 if steps is None or steps >= _FAR else 0.5**steps


def nearness_of_amount(one: float | None, other: float | None) -> float:
    """By the exponents of the amounts: 1 for the same, 0 from ten times on; nothing where one is not known."""
    return 0.0 if one is None or other is None else max(0.0, 1.0 - abs(one - other))


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two vectors, opposite ones being no nearer than strange ones; 0 where one is the origin."""
    lengths = math.hypot(*one) * math.hypot(*other)
    if lengths == 0:
        return 0.0
    return max(0.0, math.fsum(a * b for a, b in zip(one, other, strict=True)) / lengths)
