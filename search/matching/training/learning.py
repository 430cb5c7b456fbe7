"""From dated deals to a model that is ready to rank: what is usual, the space of likeness, the weights, and how good they are.

The weights are chosen on the last twelve months: the space is learned from everything before them, all parts are computed
as of then, and the rounds of those months say how much each part should have counted. Then the space is learned again from
everything. Nothing later than `now` is ever read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from search.knowledge import Knowledge
from search.matching.embedding import Embedding
from search.matching.features import month
from search.matching.model import MIN_WORDS, Model, learn_features
from search.matching.parts import PartCode
from search.matching.training.figures import MIN_QUERIES, Figures, figures_of
from search.matching.training.fitting import fit, held_out
from search.matching.training.history import Window, history_of, window
from search.matching.training.space import learn_space
from search.matching.training.table import parts_of, total_of
from search.matching.weighting import DEFAULT_WITH_SPACE, Weights, shipped
from search.records import InvestorFacts

MONTHS = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How a model ranks the last twelve months, in both directions; `shipped` and `popular` are what it must beat.

    Weights are judged on queries they were not fitted on. All are empty where there were too few deals to choose by.
    """

    investors: Figures | None = None
    startups: Figures | None = None
    shipped: Figures | None = None
    popular: Figures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A model, how it did, and the shipped weights it was held against."""

    model: Model
    judged: Judged
    prior: Weights


def learn_ranking(
    investors: Mapping[str, InvestorFacts],
    knowledge: Knowledge,
    *,
    now: date,
    seed: int = 0,
    fit_weights: bool = True,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Learned:
    """Learn from the deals of the given investors up to `now`. The same deals and seed give the same model.

    `progress` hears what is being done and which share of it is finished; without `fit_weights` the shipped ones stay.
    """
    history = history_of(investors, knowledge, until=now)
    progress("read", 1.0)
    usual = learn_features(history.features, knowledge, now=now, minimum=MIN_WORDS)
    last = window(history, month(now) - MONTHS, MONTHS + 1.0)
    space = learn_space(history, at=month(now) + 1.0, seed=seed, progress=lambda share: progress("space", share))
    # Without a space the parts that are left have to carry more, so they have weights of their own.
    prior = shipped(DEFAULT_WITH_SPACE) if space.tokens else usual.weights
    weights, judged = prior, Judged()
    if fit_weights and len(last.queries) >= MIN_QUERIES:
        before = learn_space(
            history, at=last.at, seed=seed, progress=lambda share: progress("space of a year ago", share)
        )
        weights, judged = _weights(last, before, prior, now=now, seed=seed)
        progress("weights", 1.0)
    model = replace(usual, weights=weights, embedding=space)
    return Learned(model=replace(model, version=_version(model)), judged=judged, prior=prior)


def _weights(last: Window, space: Embedding, prior: Weights, *, now: date, seed: int) -> tuple[Weights, Judged]:
    table = parts_of(last, space, min_words=MIN_WORDS)
    codes = [code for code in PartCode if table[code].any()]
    scores = held_out(table, last.truth, codes, seed=seed)
    popular = dict.fromkeys(PartCode, 0.0) | {PartCode.RECENT_ACTIVITY: 1.0}
    judged = Judged(
        investors=figures_of(scores, last.truth),
        startups=figures_of(scores.T, last.truth.T),
        shipped=figures_of(total_of(table, prior.parts), last.truth),
        popular=figures_of(total_of(table, popular), last.truth),
    )
    fitted = Weights(
        version=f"fitted-{now.isoformat()}",
        effective=now,
        source=f"fitted to the first rounds of {len(last.queries)} companies in the twelve months before {now.isoformat()}",
        parts=fit(table, last.truth, codes),
    )
    return fitted, judged


def _version(model: Model) -> str:
    text = json.dumps([model.version, sorted(model.weights.parts.items()), model.embedding.digest])
    return f"{model.learned_on.isoformat()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
