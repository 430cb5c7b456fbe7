"""Weights of the parts from who took part in the rounds of a window: a listwise softmax with weights of at least zero.

Each query asks which of the candidates took part; the weights that make those most likely are found by L-BFGS-B. The
problem is convex, so there is one answer whatever the start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from search.matching.parts import PartCode
from search.matching.training.history import Flags, Floats, Integers
from search.matching.training.table import Table, total_of

PENALTY = 1e-3
FOLDS = 4


def fit(table: Table, truth: Flags, codes: Sequence[PartCode]) -> dict[PartCode, float]:
    """The best weights of `codes`; all other parts weigh nothing. Queries nobody answered are left out.

    `table` holds (queries, candidates) a part. A query counts by the root of its number of right answers.
    """
    asked = truth.any(1)
    right = truth[asked]
    values = np.stack([table[code][asked] for code in codes], -1)
    number = right.sum(1)
    target = (right / number[:, None]).astype(np.float32)
    weight = (np.sqrt(number) / np.sqrt(number).sum()).astype(np.float32)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights.astype(np.float32)
        scores -= scores.max(1, keepdims=True)
        likely = np.exp(scores)
        total = likely.sum(1, keepdims=True)
        missed = -((target * (scores - np.log(total))).sum(1) * weight).sum()
        slope = (likely / total - target) * weight[:, None]
        gradient = np.tensordot(slope, values, axes=([0, 1], [0, 1]))
        return float(missed) + PENALTY * float(weights @ weights), gradient + 2 * PENALTY * weights

    start = np.full(len(codes), 0.5)
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(codes), options={"maxiter": 200}
    )
    fitted = dict.fromkeys(PartCode, 0.0)
    # Four digits say more than the data knows, and make the result the same on every machine.
    fitted |= {code: round(float(value), 4) for code, value in zip(codes, found.x, strict=True)}
    return fitted


def held_out(table: Table, truth: Flags, codes: Sequence[PartCode], *, seed: int = 0) -> NDArray[np.float32]:
    """The scores of each query by weights fitted without it: in folds, so that nothing is judged by what it taught."""
    fold = np.random.default_rng(seed).permutation(len(truth)) % FOLDS
    scores = np.zeros(truth.shape, np.float32)
    for one in range(FOLDS):
        taught, judged = fold != one, fold == one
        if not judged.any() or not truth[taught].any():
            continue
        weights = fit(_some(table, taught), truth[taught], codes)
        scores[judged] = total_of(_some(table, judged), weights)
    return scores


def _some(table: Mapping[PartCode, NDArray[np.float32]], rows: Flags | Integers) -> Table:
    return {code: value[rows] for code, value in table.items()}
