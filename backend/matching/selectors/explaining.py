"""Why a pair fits, computed from rows of the database with the very score the index ranks by."""

from datetime import datetime

from backend.matching.answers import Evidence, Explained, ReasonResult
from search.knowledge import Knowledge
from search.matching.features import features_of_deal, month
from search.matching.model import Model
from search.matching.score import score
from search.matching.statistics import statistics_of
from search.records import DealFacts, InvestorFacts


def explain(deal: DealFacts, investor: InvestorFacts, *, known: Knowledge, model: Model, now: datetime) -> Explained:
    """Gates and reasons of one pair."""
    today = now.date()
    statistics = statistics_of(investor, known, as_of=today, mean_log_amount=model.mean_log_amount)
    parts = score(features_of_deal(deal, known, today=today), statistics, model, at_month=month(today))
    total = parts.total
    reasons = tuple(
        ReasonResult(part.code.value, part.contribution / total, part.contribution, Evidence())
        for part in sorted(parts.parts, key=lambda part: -part.contribution)
        if part.contribution > 0
    )
    return Explained(total, (), reasons)
