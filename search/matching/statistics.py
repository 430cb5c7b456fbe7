"""What an investor's past deals say about it, in the terms of the score.

Every deal counts 0.5^(age in months / 36). A thesis counts as a few declared deals spread evenly over what it names, so an
investor without history is ranked by what it says, and one with history by both; the declared share is kept apart to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from search.knowledge import Knowledge
from search.matching.embedding import SHRINK, Embedding, Vector, weighted_declared
from search.matching.features import (
    MAX_TEXT,
    Features,
    amount_bucket,
    features_of_past_deal,
    log_of_ask,
    month,
    place_tokens,
    sector_tokens,
    text_tokens,
)
from search.matching.model import Model
from search.matching.parts import RANK
from search.records import InvestorFacts, PastDeal, ThesisFacts
from search.stages import bucket

HALF_LIFE = 36.0
RECENT_HALF_LIFE = 12.0
# The mean of an investor's amounts is drawn to that of all as if it had made this many deals of the usual size.
SHRINK_AMOUNT = 3.0
# A thesis weighs as much as this many fresh deals, however much it lists.
THESIS_DEALS = 2.0
# A fund's cheque is usually one of several in a round; half a power of ten between cheque and round is typical.
LOG_ROUND_ABOVE_TICKET = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorStatistics:
    """Decayed sums as of one day. `tokens`, `weight` and `point` include the declared part, which is also kept apart.

    Months are on the axis of `features.month`. `last_deal_month` is None without any observed deal. `point` and
    `declared_point` (RANK numbers) stand in the space of `embedding.py`.
    """

    as_of: float
    tokens: Mapping[str, float]
    weight: float
    declared: Mapping[str, float] = field(default_factory=dict)
    declared_weight: float = 0.0
    observed_deals: int = 0
    recent: float = 0.0
    last_deal_month: float | None = None
    first_round_share: float = 0.0
    mean_log_amount: float
    home: tuple[str, str, str] = ("", "", "")
    point: tuple[float, ...] = ()
    declared_point: tuple[float, ...] = ()


def statistics_of(facts: InvestorFacts, knowledge: Knowledge, model: Model) -> InvestorStatistics:
    """The statistics of one investor on the day the model was learned; deals after it are left out."""
    now = month(model.learned_on)
    sums = _Sums(log_amount=model.mean_log_amount * SHRINK_AMOUNT, log_weight=SHRINK_AMOUNT, embedding=model.embedding)
    for deal in facts.deals:
        if deal.on <= model.learned_on:
            sums.add_deal(deal, features_of_past_deal(deal, knowledge), now)
    declared: dict[str, float] = {}
    declared_weight = 0.0
    declared_point = np.zeros(RANK)
    for tokens, log_amount in (declared_tokens(thesis, knowledge) for thesis in facts.theses):
        declared_weight += THESIS_DEALS
        for token, weight in tokens.items():
            declared[token] = declared.get(token, 0.0) + weight
        declared_point += model.embedding.sum_of(weighted_declared(tokens))
        if log_amount is not None:
            sums.add_amount(log_amount, THESIS_DEALS)
    merged = dict(sums.tokens)
    for token, weight in declared.items():
        merged[token] = merged.get(token, 0.0) + weight
    drawn = SHRINK + sums.weight + declared_weight
    return InvestorStatistics(
        as_of=now,
        tokens=merged,
        weight=sums.weight + declared_weight,
        declared=declared,
        declared_weight=declared_weight,
        observed_deals=sums.count,
        recent=sums.recent,
        last_deal_month=sums.last,
        first_round_share=sums.first_rounds / sums.weight if sums.weight else 0.0,
        mean_log_amount=sums.log_amount / sums.log_weight,
        home=place_tokens(facts.place, knowledge),
        point=tuple(((sums.point + declared_point) / drawn).tolist()),
        declared_point=tuple((declared_point / drawn).tolist()),
    )


def declared_tokens(thesis: ThesisFacts, knowledge: Knowledge) -> tuple[dict[str, float], float | None]:
    """A thesis as tokens: each group it names shares the weight evenly; and the exponent of the rounds it fits."""
    log_ticket = log_of_ask(thesis.ticket, knowledge)
    log_round = None if log_ticket is None else log_ticket + LOG_ROUND_ABOVE_TICKET
    homes = [place_tokens(place, knowledge) for place in thesis.places]
    named = (
        [sector_tokens([code], (), knowledge) for code in thesis.sectors_include],
        [(f"g:{stage}",) for stage in dict.fromkeys(map(bucket, thesis.stages))],
        [(f"r:{region}",) for _, region, _ in homes if region],
        [(f"c:{city}",) for _, _, city in homes if city],
        [] if log_round is None else [(amount_bucket(log_round),)],
        [text_tokens(keyword[:MAX_TEXT]) for keyword in thesis.keywords],
    )
    found: dict[str, float] = {}
    for group in named:
        for tokens in group:
            for token in tokens:
                found[token] = found.get(token, 0.0) + THESIS_DEALS / len(group)
    return found, log_round


def deal_weight(made: float, now: float) -> float:
    """How much a deal still counts, both on the month axis."""
    weight: float = 0.5 ** ((now - made) / HALF_LIFE)
    return weight


@dataclass(slots=True)
class _Sums:
    log_amount: float
    log_weight: float
    embedding: Embedding
    tokens: dict[str, float] = field(default_factory=dict)
    weight: float = 0.0
    count: int = 0
    recent: float = 0.0
    last: float | None = None
    first_rounds: float = 0.0
    point: Vector = field(default_factory=lambda: np.zeros(RANK))

    def add_deal(self, deal: PastDeal, features: Features, now: float) -> None:
        made = month(deal.on)
        weight = deal_weight(made, now)
        self.weight += weight
        self.count += 1
        self.recent += 0.5 ** ((now - made) / RECENT_HALF_LIFE)
        self.last = made if self.last is None else max(self.last, made)
        self.first_rounds += weight if deal.is_first_round else 0.0
        for token in features.tokens:
            self.tokens[token] = self.tokens.get(token, 0.0) + weight
        self.point += weight * self.embedding.of(features)
        if features.log_ask is not None:
            self.add_amount(features.log_ask, weight)

    def add_amount(self, log_amount: float, weight: float) -> None:
        self.log_amount += log_amount * weight
        self.log_weight += weight
