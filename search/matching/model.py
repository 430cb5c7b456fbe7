"""What is usual: how large a share of all past deals carries each token. Learned from deals, dated, versioned, stored beside the indices."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from search.knowledge import Knowledge
from search.matching.closeness import step_of, usual_closeness
from search.matching.embedding import Embedding, nothing
from search.matching.features import Features, features_of_past_deal
from search.matching.parts import PROFILE_DIMS, SECTOR_DIMS, Group, group_of
from search.matching.weighting import Weights, shipped
from search.records import PastDeal
from search.stages import BUCKETS

# `a` in the formulas below.
PRIOR = 5.0
# Words seen in fewer deals than this say nothing.
MIN_WORDS = 3
_PROFILE_GROUPS = frozenset({Group.REGION, Group.CITY, Group.STAGE, Group.AMOUNT, Group.AGE})
# Where no amount is known at all: two million dollars.
_MEAN_LOG_USD = 6.3


@dataclass(frozen=True, kw_only=True)
class Model:
    """What past deals teach: shares of tokens among `deals` deals, the mean exponent of their amounts and how close they are to
    any ask, the vector dimensions, the space of likeness and the weights of the parts."""

    version: str
    learned_on: date
    deals: int
    shares: Mapping[str, float]
    mean_log_amount: float
    sector_dims: tuple[str, ...]
    profile_dims: tuple[str, ...]
    weights: Weights
    usual_closeness: tuple[float, ...] = usual_closeness(())
    embedding: Embedding = field(default_factory=nothing)

    @cached_property
    def dimension(self) -> dict[str, int]:
        """The place of a token in its vector: the sector vector for sectors, the profile vector for the rest."""
        return {token: i for dims in (self.sector_dims, self.profile_dims) for i, token in enumerate(dims)}

    @cached_property
    def floor(self) -> float:
        """The share of a token nobody has seen: less than one deal."""
        return 1.0 / (self.deals + 1.0) if self.deals else 0.05

    def share(self, token: str) -> float:
        """The share of all deals that carry the token."""
        return self.shares.get(token, self.floor)

    def usual_closeness_of(self, log_ask: float) -> float:
        """How close past amounts are to an ask, on average."""
        return self.usual_closeness[step_of(log_ask)]

    def evidence(self, token: str, count: float) -> float:
        """ln(1 + N / (a p)): how much more of a token an investor has than is usual."""
        return math.log1p(count / (PRIOR * self.share(token)))

    @staticmethod
    def baseline(weight: float) -> float:
        """ln(1 + W / a): what an investor of this size would have of any usual token."""
        return math.log1p(weight / PRIOR)


def learn(
    deals: Iterable[PastDeal], knowledge: Knowledge, *, now: date, weights: Weights | None = None, minimum: int = 1
) -> Model:
    """Count all deals once. Deals after `now` are left out; text tokens seen fewer than `minimum` times are forgotten."""
    return learn_features(
        (features_of_past_deal(deal, knowledge) for deal in deals if deal.on <= now),
        knowledge,
        now=now,
        weights=weights,
        minimum=minimum,
    )


def learn_features(
    deals: Iterable[Features], knowledge: Knowledge, *, now: date, weights: Weights | None = None, minimum: int = 1
) -> Model:
    """As `learn`, from features that are known already."""
    counts: Counter[str] = Counter()
    logs: list[float] = []
    total = 0
    for features in deals:
        total += 1
        counts.update(features.tokens)
        if features.log_ask is not None:
            logs.append(features.log_ask)
    kept = {token: count for token, count in counts.items() if count >= minimum or group_of(token) is not Group.TEXT}
    used = weights or shipped()
    sector_dims, profile_dims = _dimensions(kept, knowledge)
    # Sums in one fixed order, so the same deals give the same model and version wherever they are read in another order.
    mean = math.fsum(logs) / len(logs) if logs else _MEAN_LOG_USD
    shares = {token: count / total for token, count in sorted(kept.items())}
    return Model(
        version=_version(now, total, shares, knowledge, used),
        learned_on=now,
        deals=total,
        shares=shares,
        mean_log_amount=mean,
        usual_closeness=usual_closeness(logs),
        sector_dims=sector_dims,
        profile_dims=profile_dims,
        weights=used,
    )


def _dimensions(counts: Mapping[str, int], knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everything of the tree and all stages, then the most frequent of the rest as long as there is room."""
    often = sorted(counts, key=lambda token: (-counts[token], token))
    sectors = [f"s:{sector.code}" for sector in knowledge.sectors.sectors]
    sectors += [token for token in often if group_of(token) is Group.SECTOR]
    profile = [f"g:{stage}" for stage in BUCKETS]
    profile += [token for token in often if group_of(token) in _PROFILE_GROUPS]
    return tuple(dict.fromkeys(sectors))[:SECTOR_DIMS], tuple(dict.fromkeys(profile))[:PROFILE_DIMS]


def _version(now: date, total: int, shares: Mapping[str, float], knowledge: Knowledge, weights: Weights) -> str:
    text = json.dumps(
        [total, list(shares.items()), knowledge.sectors.version, knowledge.rates.version, weights.version]
    )
    return f"{now.isoformat()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
