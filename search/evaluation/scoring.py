"""How good the ranks of a folder are, against what is true: the only code that may read it."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DEPTH = 10
RESAMPLES = 1000
_SEED = 20260101


@dataclass(frozen=True, slots=True)
class Scored:
    """Means over queries, nDCG@10 with its 95 % bootstrap interval; coverage is the share of candidates in any first ten."""

    queries: int
    ndcg: float
    ndcg_low: float
    ndcg_high: float
    recall: float
    coverage: float


def truth_of(file: Path) -> dict[str, frozenset[str]]:
    """The right answers of each query."""
    found: dict[str, set[str]] = defaultdict(set)
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["query_id"]].add(row["candidate_id"])
    return {query: frozenset(right) for query, right in found.items()}


def ranks_of(file: Path) -> dict[str, list[str]]:
    """The candidates of each query in the order of their ranks."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["query_id"]].append((int(row["rank"]), row["candidate_id"]))
    return {query: [one for _, one in sorted(ranked)] for query, ranked in found.items()}


def score(ranks: Mapping[str, Sequence[str]], truth: Mapping[str, frozenset[str]], candidates: int) -> Scored:
    """Judge ranks; a query with right answers and no ranks counts as nothing found."""
    discount = 1.0 / np.log2(np.arange(2, DEPTH + 2))
    ndcg, recall = [], []
    shown: set[str] = set()
    for query in sorted(truth):
        top = list(ranks.get(query, ()))[:DEPTH]
        hits = np.array([one in truth[query] for one in top], float)
        ideal = discount[: min(len(truth[query]), DEPTH)].sum()
        ndcg.append(float(hits @ discount[: len(hits)]) / float(ideal))
        recall.append(float(hits.sum()) / len(truth[query]))
        shown.update(top)
    values = np.array(ndcg)
    means = values[np.random.default_rng(_SEED).integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Scored(
        queries=len(values),
        ndcg=float(values.mean()),
        ndcg_low=float(low),
        ndcg_high=float(high),
        recall=float(np.mean(recall)),
        coverage=len(shown) / candidates,
    )
