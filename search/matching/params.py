"""The two sides of a pair as parameters of the scripts: numbers and tokens, nothing else."""

from __future__ import annotations

from typing import Any

from search.matching.features import Features
from search.matching.model import Model
from search.matching.parts import GROUP_PARTS, HOMES, MANY, PROFILE_DIMS, SECTOR_DIMS, Group, PartCode, group_of
from search.matching.score import activity_values
from search.matching.statistics import InvestorStatistics
from search.matching.vectors import stored_value, token_hash
from search.matching.weighting import Weights


def investor_params(startup: Features, model: Model, weights: Weights, *, at_month: float) -> dict[str, Any]:
    """A startup as the parameters of the investor script."""
    parts = weights.parts
    sector, profile = [0.0] * SECTOR_DIMS, [0.0] * PROFILE_DIMS
    sector_sparse, single, single_weights = [], [], []
    for token in startup.tokens:
        group, place = group_of(token), model.dimension.get(token)
        if group is Group.TEXT:
            continue
        if group is Group.SECTOR:
            if place is None:
                sector_sparse.append(token_hash(token))
            else:
                sector[place] = 1.0
        elif place is None:
            single.append(token_hash(token))
            single_weights.append(parts[GROUP_PARTS[group]])
        else:
            profile[place] = parts[GROUP_PARTS[group]]
    return {
        "sector": sector,
        "has_sector": any(sector),
        "sector_sparse": sorted(sector_sparse),
        "sector_count": len(startup.groups.get(Group.SECTOR, ())),
        "profile": profile,
        "has_profile": any(profile),
        "single": single,
        "single_weights": single_weights,
        "text": sorted(token_hash(token) for token in startup.groups.get(Group.TEXT, ())),
        "ask_known": startup.log_ask is not None,
        "ask": startup.log_ask or 0.0,
        "usual": 0.0 if startup.log_ask is None else model.usual_closeness_of(startup.log_ask),
        "now": at_month,
        "home": {node: parts[code] for node, code in zip(startup.home, HOMES, strict=True) if node},
        "w_recent": parts[PartCode.RECENT_ACTIVITY],
        "w_since": parts[PartCode.TIME_SINCE_LAST_DEAL],
        "w_first": parts[PartCode.FIRST_ROUND_SHARE],
        "w_distance": parts[PartCode.AMOUNT_DISTANCE],
        "w_sector": parts[PartCode.SECTOR],
        "w_text": parts[PartCode.TEXT],
        "w_likeness": parts[PartCode.LIKENESS] if model.embedding.tokens else 0.0,
        "point": model.embedding.of(startup).tolist(),
    }


def deal_params(statistics: InvestorStatistics, model: Model, *, at_month: float) -> dict[str, Any]:
    """An investor as the parameters of the deal script."""
    parts = model.weights.parts
    baseline = model.baseline(statistics.weight)
    values = {}
    for token, count in statistics.tokens.items():
        group = group_of(token)
        weight = 1.0 if group in MANY else parts[GROUP_PARTS[group]]
        values[token] = weight * stored_value(token, count, baseline, model)
    activity = activity_values(statistics, at_month=at_month)
    return {
        "values": values,
        "base": baseline,
        "mean": statistics.mean_log_amount,
        "usual": list(model.usual_closeness),
        "constant": sum(parts[code] * value for code, value in activity.items()),
        "home": {node: parts[code] for node, code in zip(statistics.home, HOMES, strict=True) if node},
        "w_distance": parts[PartCode.AMOUNT_DISTANCE],
        "w_sector": parts[PartCode.SECTOR],
        "w_text": parts[PartCode.TEXT],
        "w_likeness": parts[PartCode.LIKENESS] if model.embedding.tokens else 0.0,
        "point": list(statistics.point),
    }
