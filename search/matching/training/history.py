"""Dated deals of many investors as sparse matrices, cut at any month, so that what is learned never looks ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from search.knowledge import Knowledge
from search.matching.embedding import weighted_tokens
from search.matching.features import Features, features_of_past_deal, month, place_tokens
from search.records import InvestorFacts, PastDeal

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
# An investor with fewer companies tells too little to be learned from or to be ranked in a measurement.
MIN_COMPANIES = 3


@dataclass(frozen=True, eq=False)
class History:
    """One row a deal, oldest first: investor and company by position, month, features; and where each investor sits."""

    investors: tuple[str, ...]
    homes: tuple[tuple[str, str, str], ...]
    companies: tuple[str, ...]
    investor: Integers
    company: Integers
    month: Floats
    features: tuple[Features, ...]

    @cached_property
    def first_month(self) -> Floats:
        """The month of each company's first deal."""
        found = np.full(len(self.companies), np.inf)
        np.minimum.at(found, self.company, self.month)
        return found

    @cached_property
    def is_first(self) -> Flags:
        """Whether a row is of its company's first round."""
        return np.array([features.is_first for features in self.features], bool)

    @cached_property
    def log_amount(self) -> Floats:
        """Exponents of the amounts; NaN where unknown."""
        return np.array([np.nan if f.log_ask is None else f.log_ask for f in self.features], float)

    @cached_property
    def space(self) -> tuple[tuple[str, ...], sp.csr_matrix[Any]]:
        """All tokens of the space of likeness, and rows x tokens with their weights."""
        return matrix(weighted_tokens(features) for features in self.features)


def history_of(investors: Mapping[str, InvestorFacts], knowledge: Knowledge, *, until: date) -> History:
    """Everything the given investors did up to a day."""
    names = tuple(sorted(investors))
    rows = sorted(
        ((deal, position) for position, name in enumerate(names) for deal in investors[name].deals if deal.on <= until),
        key=lambda row: (row[0].on, row[0].company_id, row[1]),
    )
    companies: dict[str, int] = {}
    # A round with ten investors is read once.
    known: dict[PastDeal, Features] = {}
    for deal, _ in rows:
        companies.setdefault(deal.company_id, len(companies))
        if deal not in known:
            known[deal] = features_of_past_deal(deal, knowledge)
    return History(
        investors=names,
        homes=tuple(place_tokens(investors[name].place, knowledge) for name in names),
        companies=tuple(companies),
        investor=np.array([position for _, position in rows], np.int64),
        company=np.array([companies[deal.company_id] for deal, _ in rows], np.int64),
        month=np.array([month(deal.on) for deal, _ in rows], float),
        features=tuple(known[deal] for deal, _ in rows),
    )


def matrix(rows: Iterable[Iterable[tuple[str, float]]]) -> tuple[tuple[str, ...], sp.csr_matrix[Any]]:
    """Rows of weighted tokens as a sparse matrix, and what its columns stand for."""
    place: dict[str, int] = {}
    counts, columns, values = [0], [], []
    for row in rows:
        for token, value in row:
            columns.append(place.setdefault(token, len(place)))
            values.append(value)
        counts.append(len(columns))
    built = sp.csr_matrix((np.array(values, float), np.array(columns, np.int64), np.array(counts)),
                          shape=(len(counts) - 1, len(place)))  # fmt: skip
    return tuple(place), built


@dataclass(frozen=True, eq=False)
class Window:
    """The state of the world at month `at`, and the companies first funded in the months after it.

    `seen` are the rows before; `candidates` the investors to rank, by position; `queries` one row of `history` for each
    company; `truth` (queries, candidates) says who took part.
    """

    history: History
    at: float
    seen: Integers
    candidates: Integers
    queries: Integers
    truth: Flags

    @cached_property
    def position(self) -> Integers:
        """Where each investor of the history stands among the candidates; -1 for those who are none."""
        found = np.full(len(self.history.investors), -1, np.int64)
        found[self.candidates] = np.arange(len(self.candidates))
        return found


def candidates_at(history: History, at: float) -> Integers:
    """Investors who had backed at least three companies before a month."""
    pairs = np.unique(np.stack([history.investor, history.company], 1)[history.month < at], axis=0)
    return np.flatnonzero(np.bincount(pairs[:, 0], minlength=len(history.investors)) >= MIN_COMPANIES)


def window(history: History, at: float, months: float) -> Window:
    """The window of the `months` after `at`. Companies none of the candidates backed are no queries."""
    candidates = candidates_at(history, at)
    is_candidate = np.isin(np.arange(len(history.investors)), candidates)
    fresh = history.first_month[history.company] >= at
    later = np.flatnonzero(
        (history.month >= at) & (history.month < at + months) & fresh & is_candidate[history.investor]
    )
    first: dict[int, int] = {}
    for row in later:
        first.setdefault(int(history.company[row]), len(first))
    position = {int(c): i for i, c in enumerate(candidates)}
    truth = np.zeros((len(first), len(candidates)), bool)
    for row in later:
        truth[first[int(history.company[row])], position[int(history.investor[row])]] = True
    return Window(
        history=history,
        at=at,
        seen=np.flatnonzero(history.month < at),
        candidates=candidates,
        queries=_first_rows(history, first, at),
        truth=truth,
    )


def _first_rows(history: History, companies: Mapping[int, int], at: float) -> Integers:
    rows = np.full(len(companies), -1, np.int64)
    for row in np.flatnonzero(history.month >= at):
        query = companies.get(int(history.company[row]))
        if query is not None and rows[query] < 0:
            rows[query] = row
    return rows
