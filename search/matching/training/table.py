"""All parts of the score for all pairs of a window at once: the same numbers as `score.score`, as matrices.

The parts of one investor do not change with the query, so they are one row broadcast over all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from search.matching.closeness import MAX_DISTANCE, STEPS, STEPS_A_DECADE, usual_closeness
from search.matching.embedding import SHRINK, Embedding
from search.matching.model import PRIOR
from search.matching.parts import GROUP_PARTS, HOMES, RANK, Group, PartCode
from search.matching.statistics import HALF_LIFE, RECENT_HALF_LIFE, SHRINK_AMOUNT
from search.matching.training.history import Floats, Window, matrix

Table = dict[PartCode, NDArray[np.float32]]


def parts_of(window: Window, embedding: Embedding, *, min_words: int = 1) -> Table:
    """Every part as (queries, candidates). `min_words` as `minimum` of `model.learn`."""
    history = window.history
    place = window.position[history.investor[window.seen]]
    known = np.flatnonzero(place >= 0)
    age = window.at - history.month[window.seen]
    weight = 0.5 ** (age / HALF_LIFE)
    size = (len(window.candidates), len(window.seen))
    held = sp.csr_matrix((weight[known], (place[known], known)), size)
    total = np.asarray(held.sum(1)).ravel()
    table: dict[PartCode, Floats] = {}
    for group, part in GROUP_PARTS.items():
        table[part] = _log_odds(window, group, held, total, min_words)
    table |= _activity(window, place, age, weight, total)
    table |= _homes(window)
    table[PartCode.AMOUNT_DISTANCE] = _closeness(window, place, weight)
    table[PartCode.LIKENESS] = _likeness(window, held, total, embedding)
    shape = window.truth.shape
    return {code: np.broadcast_to(value, shape).astype(np.float32) for code, value in table.items()}


def _log_odds(window: Window, group: Group, held: sp.csr_matrix[Any], total: Floats, min_words: int) -> Floats:
    features = window.history.features
    rows = [features[i].groups.get(group, ()) for i in (*window.seen, *window.queries)]
    _, both = matrix(((token, 1.0) for token in row) for row in rows)
    seen, asked = both[: len(window.seen)], both[len(window.seen) :]
    count = np.asarray(seen.sum(0)).ravel()
    deals = len(window.seen)
    if group is Group.TEXT:
        count = np.where(count >= min_words, count, 0)
    share = np.where(count > 0, count / max(1, deals), 1.0 / (deals + 1.0))
    counts = (held @ seen).tocsr()
    counts.data = np.log1p(counts.data / (PRIOR * share[counts.indices]))
    number = np.asarray(asked.sum(1)).ravel()
    value = (asked @ counts.T).toarray() / np.maximum(1, number)[:, None] - np.log1p(total / PRIOR)
    return np.where(number[:, None] > 0, np.maximum(0.0, value), 0.0)


def _activity(window: Window, place: Any, age: Floats, weight: Floats, total: Floats) -> dict[PartCode, Floats]:
    known, size = place >= 0, len(window.candidates)
    recent = np.bincount(place[known], 0.5 ** (age[known] / RECENT_HALF_LIFE), size)
    last = np.full(size, np.inf)
    np.minimum.at(last, place[known], age[known])
    first = window.history.is_first[window.seen][known]
    return {
        PartCode.RECENT_ACTIVITY: np.log1p(recent),
        PartCode.TIME_SINCE_LAST_DEAL: 1.0 / (1.0 + last / 12.0),
        PartCode.FIRST_ROUND_SHARE: np.bincount(place[known], weight[known] * first, size) / total,
    }


def _homes(window: Window) -> dict[PartCode, Floats]:
    found: dict[PartCode, Floats] = {}
    for level, code in enumerate(HOMES):
        asked = np.array([window.history.features[i].home[level] for i in window.queries], object)
        theirs = np.array([window.history.homes[i][level] for i in window.candidates], object)
        found[code] = ((asked[:, None] == theirs[None]) & (asked != "")[:, None]).astype(float)
    return found


def _closeness(window: Window, place: Any, weight: Floats) -> Floats:
    amounts = window.history.log_amount[window.seen]
    stated = ~np.isnan(amounts)
    mean = amounts[stated].mean() if stated.any() else 0.0
    used, size = stated & (place >= 0), len(window.candidates)
    sums = np.bincount(place[used], weight[used] * amounts[used], size) + SHRINK_AMOUNT * mean
    theirs = sums / (np.bincount(place[used], weight[used], size) + SHRINK_AMOUNT)
    asked = window.history.log_amount[window.queries]
    usual = np.array(usual_closeness(list(amounts[stated])))
    steps = np.clip(np.floor(STEPS_A_DECADE * np.nan_to_num(asked)), 0, STEPS - 1).astype(int)
    value = 1.0 - np.minimum(MAX_DISTANCE, np.abs(asked[:, None] - theirs)) / MAX_DISTANCE - usual[steps][:, None]
    return np.where(np.isnan(asked)[:, None], 0.0, value)


def _likeness(window: Window, held: sp.csr_matrix[Any], total: Floats, embedding: Embedding) -> Floats:
    tokens, space = window.history.space
    points = np.zeros((len(tokens), RANK))
    for column, token in enumerate(tokens):
        row = embedding.row.get(token)
        if row is not None:
            points[column] = embedding.vectors[row]
    theirs = (held @ space[window.seen]) @ points / (total + SHRINK)[:, None]
    value: Floats = (space[window.queries] @ points) @ theirs.T
    return value


def total_of(table: Mapping[PartCode, NDArray[np.float32]], weights: Mapping[PartCode, float]) -> NDArray[np.float32]:
    """The score of every pair."""
    shape = next(iter(table.values())).shape
    found = np.zeros(shape, np.float32)
    for code, value in table.items():
        if weights[code]:
            found += np.float32(weights[code]) * value
    return found
