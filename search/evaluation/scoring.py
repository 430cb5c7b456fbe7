"""How good the ranks of a folder are, against what is true: the only code that may read it."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.matching.training.figures import DEPTH, interval, ndcg_of

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
    queries = sorted(truth)
    tops = [list(ranks.get(query, ()))[:DEPTH] for query in queries]
    hits = np.zeros((len(queries), DEPTH))
    for row, (query, top) in enumerate(zip(queries, tops, strict=True)):
        hits[row, : len(top)] = [one in truth[query] for one in top]
    right = np.array([len(truth[query]) for query in queries])
    ndcg = ndcg_of(hits, right)
    low, high = interval(ndcg, seed=_SEED)
    return Scored(
        queries=len(queries),
        ndcg=float(ndcg.mean()),
        ndcg_low=low,
        ndcg_high=high,
        recall=float((hits.sum(1) / right).mean()),
        coverage=len({one for top in tops for one in top}) / candidates,
    )
