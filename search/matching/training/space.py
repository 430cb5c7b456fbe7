"""Learning the space of likeness: the points of tokens from which the investors of past deals are best told apart.

Every past deal asks which of all investors made it. The investor's point is the decayed mean of its *other* companies, so a
deal never proves itself, and the softmax over all investors is followed uphill with Adam. A few passes are enough: the
score's weights decide later how far the space is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from search.matching.embedding import SHRINK, Embedding, nothing
from search.matching.parts import RANK
from search.matching.statistics import HALF_LIFE
from search.matching.training.history import Floats, History, Integers, candidates_at

Numbers = NDArray[np.float32]

PASSES = 8
BATCH = 512
STEP = 0.02
SPREAD = 0.15
PENALTY = 0.02
# Tokens seen less often are forgotten; words need to be seen a little more often than facts.
MIN_SEEN, MIN_SEEN_WORDS = 2, 3
# Fewer deals than this tell nothing worth following.
MIN_DEALS = 50


@dataclass(frozen=True, eq=False)
class _Deals:
    """The deals to learn from: rows x tokens, investor of each row, its weight, and sums over the same pair of investor and company."""

    tokens: tuple[str, ...]
    rows: sp.csr_matrix[Any]
    investor: Integers
    weight: Floats
    pair: Integers
    investors: int


def learn_space(
    history: History, *, at: float, seed: int = 0, progress: Callable[[float], None] = lambda _: None
) -> Embedding:
    """The space as it can be known at month `at`. `progress` hears the share that is done. The same seed gives the same space."""
    deals = _deals(history, at)
    if deals.rows.shape[0] < MIN_DEALS:
        return nothing()
    vectors = _Search(deals, np.random.default_rng(seed)).run(progress)
    return Embedding(tokens=deals.tokens, vectors=vectors)


def _deals(history: History, at: float) -> _Deals:
    candidates = candidates_at(history, at)
    position = np.full(len(history.investors), -1, np.int64)
    position[candidates] = np.arange(len(candidates))
    rows = np.flatnonzero((history.month < at) & (position[history.investor] >= 0))
    tokens, space = history.space
    some = space[rows]
    seen = np.bincount(some.indices, minlength=len(tokens))
    needed = np.array([MIN_SEEN_WORDS if token.startswith("t:") else MIN_SEEN for token in tokens])
    kept = np.flatnonzero(seen >= needed)
    investor = position[history.investor[rows]]
    pairs = np.stack([investor, history.company[rows]], 1)
    return _Deals(
        tokens=tuple(tokens[i] for i in kept),
        rows=some[:, kept].astype(np.float32).tocsr(),
        investor=investor,
        weight=0.5 ** ((at - history.month[rows]) / HALF_LIFE),
        pair=np.unique(pairs, axis=0, return_inverse=True)[1].ravel(),
        investors=len(candidates),
    )


class _Search:
    """Adam over the tokens' points and one constant for each investor."""

    def __init__(self, deals: _Deals, chance: np.random.Generator) -> None:
        self.deals, self.chance = deals, chance
        count = len(deals.investor)
        self.points = chance.normal(0, SPREAD, (len(deals.tokens), RANK)).astype(np.float32)
        weight = deals.weight.astype(np.float32)
        activity = np.log(np.bincount(deals.investor, weight, deals.investors) + 0.5)
        self.constants = (activity - activity.mean()).astype(np.float32)
        everyone = sp.csr_matrix((weight, (deals.investor, np.arange(count))), (deals.investors, count))
        same = sp.csr_matrix((weight, (deals.pair, np.arange(count))), (int(deals.pair.max()) + 1, count))
        # Decayed sums of tokens: of each investor, and of each investor's deals with one company.
        self.sums, self.own = (everyone @ deals.rows).tocsr(), (same @ deals.rows).tocsr()
        self.sums_turned = self.sums.T.tocsr()
        self.held = np.asarray(everyone.sum(1)).ravel()
        self.held_own = np.asarray(same.sum(1)).ravel()
        self.loss_weight = weight / weight.mean()

    def run(self, progress: Callable[[float], None]) -> Numbers:
        count = len(self.deals.investor)
        parts = max(1, count // BATCH)
        adam = _Adam([self.points, self.constants], PASSES * parts)
        for done in range(PASSES):
            for batch in np.array_split(self.chance.permutation(count), parts):
                adam.step(self._slopes(batch))
            progress((done + 1) / PASSES)
        return self.points

    def _slopes(self, batch: Integers) -> list[Numbers]:
        """The gradient of the mean negative log-likelihood of some deals."""
        deals = self.deals
        rows, who, own = deals.rows[batch], deals.investor[batch], self.own[deals.pair[batch]]
        line = np.arange(len(batch))
        asked = rows @ self.points
        drawn = (self.held + SHRINK)[:, None].astype(np.float32)
        theirs = (self.sums @ self.points) / drawn
        others = self.sums[who] - own
        drawn_others = (self.held[who] - self.held_own[deals.pair[batch]] + SHRINK)[:, None].astype(np.float32)
        without = (others @ self.points) / drawn_others
        scores = asked @ theirs.T + self.constants
        scores[line, who] = (asked * without).sum(1) + self.constants[who]
        slope = _softmax(scores)
        slope[line, who] -= 1
        slope *= (self.loss_weight[batch] / len(batch))[:, None]
        mine = slope[line, who].copy()
        constants = slope.sum(0)
        slope[line, who] = 0
        points = rows.T @ (slope @ theirs + mine[:, None] * without)
        points += self.sums_turned @ ((slope.T @ asked) / drawn)
        points += others.T @ (mine[:, None] * asked / drawn_others)
        points += (PENALTY / len(self.points)) * self.points
        return [points.astype(np.float32), constants]


def _softmax(scores: Numbers) -> Numbers:
    """Each row as probabilities, in place."""
    scores -= scores.max(1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(1, keepdims=True)
    return scores


class _Adam:
    """Adam with a step that shrinks to a twentieth of itself (Kingma and Ba 2015)."""

    def __init__(self, values: list[Numbers], steps: int) -> None:
        self.values, self.steps, self.done = values, steps, 0
        self.means = [np.zeros_like(value) for value in values]
        self.squares = [np.zeros_like(value) for value in values]

    def step(self, slopes: list[Numbers]) -> None:
        self.done += 1
        size = STEP * (1 - 0.95 * self.done / self.steps)
        for value, mean, square, slope in zip(self.values, self.means, self.squares, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            value -= size * (mean / (1 - 0.9**self.done)) / (np.sqrt(square / (1 - 0.99**self.done)) + 1e-6)
