"""How good a ranking is: nDCG@10, recall@10, and the share of candidates anybody is shown (coverage) with its Gini."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    # Only the names of types: what measures must not load SciPy, which what learns does.
    from search.matching.training.history import Flags, Floats, Integers

DEPTH = 10
# Fewer companies than this choose weights, and judge them, by accident.
MIN_QUERIES = 40
_DISCOUNT = 1.0 / np.log2(np.arange(2, DEPTH + 2))
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over queries with 95 % bootstrap intervals; coverage and Gini are of the first ten places."""

    queries: int
    candidates: int
    ndcg: float
    ndcg_low: float
    ndcg_high: float
    recall: float
    coverage: float
    gini: float


def figures_of(scores: NDArray[np.floating[Any]], truth: Flags, *, seed: int = 0) -> Figures:
    """Judge scores (queries, candidates). Queries without a right answer are left out."""
    asked = truth.any(1)
    scores, truth = scores[asked], truth[asked]
    if not len(truth):
        return Figures(0, scores.shape[1], 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    top = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    hits = np.take_along_axis(truth, top, 1)
    number = truth.sum(1)
    ndcg = ndcg_of(hits, number)
    low, high = interval(ndcg, seed=seed)
    shown = np.bincount(top.ravel(), minlength=scores.shape[1])
    return Figures(
        queries=len(truth),
        candidates=scores.shape[1],
        ndcg=float(ndcg.mean()),
        ndcg_low=low,
        ndcg_high=high,
        recall=float((hits.sum(1) / number).mean()),
        coverage=float((shown > 0).mean()),
        gini=gini(shown),
    )


def ndcg_of(hits: NDArray[Any], right: Integers) -> Floats:
    """nDCG@10 of each query, from its first places (queries, at most ten), true where one is right, and how many are."""
    ideal = np.cumsum(_DISCOUNT)[np.minimum(right, DEPTH) - 1]
    value: Floats = (hits * _DISCOUNT[: hits.shape[1]]).sum(1) / ideal
    return value


def interval(values: Floats, *, seed: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean over queries."""
    chance = np.random.default_rng(seed)
    means = values[chance.integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def gini(shown: Integers) -> float:
    """0 when everybody is shown equally often, towards 1 when one is shown always."""
    count, total = len(shown), int(shown.sum())
    if not total:
        return 0.0
    ranks = np.arange(1, count + 1)
    return float((2 * ranks - count - 1) @ np.sort(shown) / (count * total))
