"""Tokens as points of one space, learned so that a startup lies near the past companies of the investors that backed it.

A startup's point is the weighted sum of its tokens' points; an investor's is the mean of its past deals' points, drawn
towards the origin when there are few. Their inner product is one part of the score, and falls apart again into past deals
on one side and tokens on the other, which is what a reason shows. Nothing belongs to an investor alone: a new firm with
one thesis stands in the same space as one with a thousand deals.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from search.matching.features import Features, by_group
from search.matching.parts import RANK, Group

Vector = NDArray[np.float64]
Matrix = NDArray[np.float32]

# How loud each kind of token speaks: set by judgement, not measured one by one.
GROUP_WEIGHTS: dict[Group, float] = {
    Group.SECTOR: 1.0,
    Group.REGION: 1.0,
    Group.CITY: 0.7,
    Group.STAGE: 1.0,
    Group.AMOUNT: 1.0,
    Group.AGE: 0.7,
    Group.TEXT: 1.0,
}
DERIVED_WEIGHT = 0.7
_MAY_BE_MISSING = (Group.SECTOR, Group.REGION, Group.CITY, Group.AMOUNT, Group.AGE)
# An investor's point is drawn to the origin as if it had made this many deals of no kind.
SHRINK = 3.0
# Tokens of one weight are added up before they are weighed; where there are few, all together is faster.
_MANY = 16


@dataclass(frozen=True, eq=False, kw_only=True)
class Embedding:
    """Points of all known tokens, `vectors` (tokens, RANK) in the order of `tokens`. Without tokens all points are the origin."""

    tokens: tuple[str, ...]
    vectors: Matrix

    def __post_init__(self) -> None:
        if self.vectors.shape != (len(self.tokens), RANK):
            raise ValueError(f"an embedding of {len(self.tokens)} tokens needs ({len(self.tokens)}, {RANK}) numbers")

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where each token stands."""
        return {token: i for i, token in enumerate(self.tokens)}

    @cached_property
    def digest(self) -> str:
        """Changes with any point; empty where nothing was learned."""
        if not self.tokens:
            return ""
        return hashlib.sha256("\n".join(self.tokens).encode() + self.to_bytes()).hexdigest()[:16]

    def of(self, features: Features) -> Vector:
        """The point of a startup, or of a company at the time of a past deal."""
        place, total = self.row.get, np.zeros(RANK)
        rows: list[int] = []
        weights: list[float] = []
        for weight, tokens in _weighted_groups(features):
            known = [row for token in tokens if (row := place(token)) is not None]
            if len(known) > _MANY:
                total += weight * self.vectors[known].sum(axis=0, dtype=np.float64)
            else:
                rows += known
                weights += [weight] * len(known)
        if rows:
            total += np.asarray(weights) @ self.vectors[rows].astype(np.float64)
        return total

    def sum_of(self, weighted: Iterable[tuple[str, float]]) -> Vector:
        """The weighted sum of the points of some tokens; unknown ones add nothing."""
        place = self.row.get
        known = [(row, weight) for token, weight in weighted if (row := place(token)) is not None]
        if not known:
            return np.zeros(RANK)
        rows, weights = zip(*known, strict=True)
        total: Vector = np.asarray(weights) @ self.vectors[list(rows)].astype(np.float64)
        return total

    def shares_of(self, features: Features, other: Vector) -> dict[str, float]:
        """What each token of a startup adds to the inner product with another point; the values add up to it."""
        return {
            token: weight * float(self.vectors[self.row[token]].astype(np.float64) @ other)
            for token, weight in weighted_tokens(features)
            if token in self.row
        }

    def to_bytes(self) -> bytes:
        """The numbers alone, row by row, as little-endian 32-bit floats."""
        return self.vectors.astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, tokens: tuple[str, ...], raw: bytes) -> Embedding:
        """The embedding whose `to_bytes` is `raw`. Raises ValueError when the two do not belong together."""
        numbers = np.frombuffer(raw, dtype="<f4").astype(np.float32)
        return cls(tokens=tokens, vectors=numbers.reshape(len(tokens), -1) if tokens else numbers.reshape(0, RANK))


@lru_cache(maxsize=1)
def nothing() -> Embedding:
    """Where nothing was learned: every likeness is zero."""
    return Embedding(tokens=(), vectors=np.zeros((0, RANK), np.float32))


def weighted_tokens(features: Features) -> Iterator[tuple[str, float]]:
    """The tokens of the space with their weights: those of the linear score, and finer ones derived from them."""
    for weight, tokens in _weighted_groups(features):
        yield from ((token, weight) for token in tokens)


def _weighted_groups(features: Features) -> Iterator[tuple[float, Sequence[str]]]:
    """Each kind is spread over its tokens by the root of their number, so many words weigh more than one, but not many times."""
    for group, weight in GROUP_WEIGHTS.items():
        tokens = features.groups.get(group, ())
        if tokens:
            yield weight / math.sqrt(len(tokens)), tokens
    yield DERIVED_WEIGHT, tuple(_derived(features))


def weighted_declared(tokens: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Tokens a thesis declares, with their declared weights, as the space weighs them.

    Where a thesis lists alternatives, each has its share of the group, as if one deal in so many had it.
    """
    for group, held in by_group(tokens).items():
        for token in held:
            yield token, GROUP_WEIGHTS[group] * tokens[token] / (math.sqrt(len(held)) if group is Group.TEXT else 1.0)


def _derived(features: Features) -> Iterator[str]:
    """Stage and amount together, the amount more finely and exactly, what is not known, and whether it is the first round.

    Investors differ in how often their companies say little of themselves, so a gap is a token like any other.
    """
    yield f"i:{'first' if features.is_first else 'later'}"
    yield from (f"m:{group}" for group in _MAY_BE_MISSING if not features.groups.get(group))
    stage = features.groups.get(Group.STAGE, ())
    if stage:
        bucket = features.groups.get(Group.AMOUNT, ())
        yield f"x:{stage[0][2:]}|{bucket[0][2:] if bucket else '?'}"
    if features.log_ask is not None:
        yield f"f:{math.floor(4 * features.log_ask)}"
        yield f"e:{10**features.log_ask:.1e}"
