"""One pair explained from facts alone, without the index: what the caller read from the database under the viewer's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from search.knowledge import Knowledge
from search.matching.features import features_of_deal, month
from search.matching.gates import GateReport, gates_of
from search.matching.model import Model
from search.matching.reasons import Reason, reasons_of
from search.matching.score import Score, score
from search.matching.statistics import statistics_of
from search.records import DealFacts, InvestorFacts


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score, its gates and its reasons; the contributions of the reasons add up to `score.total`."""

    score: Score
    gates: GateReport
    reasons: tuple[Reason, ...]


def explain(
    deal: DealFacts,
    investor: InvestorFacts,
    *,
    knowledge: Knowledge,
    model: Model,
    now: datetime,
    startup_id: str = "",
) -> Explanation:
    """Explain a pair as of now.

    Tokens and decays are those of the day the model was learned, as in the index; recency is of `now`.
    """
    at_month = month(now.date())
    startup = features_of_deal(deal, knowledge, today=model.learned_on)
    statistics = statistics_of(investor, knowledge, model)
    scored = score(startup, statistics, model, at_month=at_month)
    return Explanation(
        score=scored,
        gates=gates_of(deal, investor, knowledge, startup_id=startup_id),
        reasons=reasons_of(
            scored,
            startup,
            statistics,
            deal=deal,
            investor=investor,
            knowledge=knowledge,
            model=model,
            at_month=at_month,
        ),
    )
