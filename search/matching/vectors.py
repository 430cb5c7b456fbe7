"""An investor's statistics as document fields whose inner product with a startup's tokens is the token part of the score.

Groups in which a startup has one token (stage, amount, age, region, city) keep `max(0, evidence - baseline)` for each token, so
the product is the part itself. Groups with many (sector, text) keep the bare evidence; the baseline is taken off after the mean.
Tokens without a dimension go into `sparse`: one whole number each, 31 bits of the token's hash above 32 bits of its weight.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from typing import Any

from search.matching.model import Model
from search.matching.parts import MANY, PROFILE_DIMS, SECTOR_DIMS, Group, group_of
from search.matching.statistics import InvestorStatistics


def fields_of(statistics: InvestorStatistics, model: Model) -> dict[str, Any]:
    """The matching fields of an investor's document."""
    baseline = model.baseline(statistics.weight)
    sector, profile, sparse = [0.0] * SECTOR_DIMS, [0.0] * PROFILE_DIMS, []
    for token, count in statistics.tokens.items():
        value = stored_value(token, count, baseline, model)
        place = model.dimension.get(token)
        if place is None:
            sparse.append(pack(token, value))
        elif group_of(token) is Group.SECTOR:
            sector[place] = value
        else:
            profile[place] = value
    return {
        "as_of": statistics.as_of,
        "recent": statistics.recent,
        "last_deal_month": statistics.last_deal_month,
        "first_round_share": statistics.first_round_share,
        "baseline": baseline,
        "mean_log_amount": statistics.mean_log_amount,
        "sector_vector": sector,
        "profile_vector": profile,
        "sparse": sorted(sparse),
        "point": list(statistics.point),
        "statistics": packed(statistics),
    }


def stored_value(token: str, count: float, baseline: float, model: Model) -> float:
    """What a token's place in the vector holds."""
    evidence = model.evidence(token, count)
    return evidence if group_of(token) in MANY else max(0.0, evidence - baseline)


def token_hash(token: str) -> int:
    """31 bits that stand for a token."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=4).digest(), "big") >> 1


def pack(token: str, value: float) -> int:
    """A token and its weight (as a 32-bit float) in one signed 64-bit number; sorted by token."""
    bits = int.from_bytes(struct.pack(">f", value), "big")
    return token_hash(token) << 32 | bits


def packed(statistics: InvestorStatistics) -> dict[str, Any]:
    """The raw statistics, to compute the score again from what the index holds."""
    return {
        "as_of": statistics.as_of,
        "tokens": [[token, count] for token, count in statistics.tokens.items()],
        "weight": statistics.weight,
        "declared": [[token, count] for token, count in statistics.declared.items()],
        "declared_weight": statistics.declared_weight,
        "observed_deals": statistics.observed_deals,
        "recent": statistics.recent,
        "last_deal_month": statistics.last_deal_month,
        "first_round_share": statistics.first_round_share,
        "mean_log_amount": statistics.mean_log_amount,
        "home": list(statistics.home),
        "point": list(statistics.point),
        "declared_point": list(statistics.declared_point),
    }


def unpacked(raw: dict[str, Any]) -> InvestorStatistics:
    """The statistics of a stored document."""
    country, region, city = raw["home"]
    tupled = {"tokens", "declared", "home", "point", "declared_point"}
    plain = {name: value for name, value in raw.items() if name not in tupled}
    return InvestorStatistics(
        tokens=_pairs(raw["tokens"]),
        declared=_pairs(raw["declared"]),
        home=(country, region, city),
        point=tuple(raw["point"]),
        declared_point=tuple(raw["declared_point"]),
        **plain,
    )


def _pairs(rows: Iterable[list[Any]]) -> dict[str, float]:
    return {str(token): float(count) for token, count in rows}
