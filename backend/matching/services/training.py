"""Training: from the recorded past deals to a `TrainedRanking`, with how it did on the twelve months before.

Everything is computed before anything is written, outside a transaction, so a killed training leaves nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.matching import knowledge
from backend.matching.eligibility import public_investors
from backend.matching.enums import RankingState, Withheld
from backend.matching.models import TrainedRanking
from backend.matching.projections import investor_facts
from search.knowledge import Knowledge
from search.matching.training.figures import MIN_QUERIES
from search.records import InvestorFacts

if TYPE_CHECKING:
    from search.matching.training.learning import Judged, Learned

Progress = Callable[[str, float], None]

# So many of the newest keep what they learned; of older ones only the figures stay.
KEPT = 12


def train(*, actor: Actor, seed: int, now: datetime, progress: Progress) -> TrainedRanking:
    """Learn from all past deals of the day and keep the result as a candidate; the same deals and seed give the same one.

    One audit row. Raises NotPermitted.
    """
    require(actor, "matching.train_ranking")
    progress("facts", 0.0)
    firms = list(public_investors(now))
    facts = {str(firm.pk): one for firm, one in zip(firms, investor_facts(firms, now=now), strict=True)}
    progress("facts", 1.0)
    learned = _learn_ranking()(facts, knowledge.current(), now=now.date(), seed=seed, progress=progress)
    return _keep(actor, learned, investors=len(facts), seed=seed, now=now)


def objection(ranking: TrainedRanking) -> Withheld | None:
    """Why a ranking is not to be switched on without a person's word."""
    if ranking.queries < MIN_QUERIES:
        return Withheld.TOO_FEW_QUERIES
    if ranking.judged["investors"]["ndcg"] < ranking.judged["shipped"]["ndcg"]:
        return Withheld.WORSE_THAN_SHIPPED
    return None


class _Learn(Protocol):
    """The form of `learn_ranking`, which is imported where it is called."""

    def __call__(
        self, investors: Mapping[str, InvestorFacts], knowledge: Knowledge, *, now: date, seed: int, progress: Progress
    ) -> "Learned": ...


def _learn_ranking() -> _Learn:
    # What learns loads SciPy, which no other process should wait for.
    return cast("_Learn", import_module("search.matching.training.learning").learn_ranking)


@transaction.atomic
def _keep(actor: Actor, learned: "Learned", *, investors: int, seed: int, now: datetime) -> TrainedRanking:
    model, judged = learned.model, learned.judged
    ranking, is_new = TrainedRanking.objects.get_or_create(
        version=model.version,
        defaults={
            "trained_on": model.learned_on,
            "seed": seed,
            "deals": model.deals,
            "investors": investors,
            "queries": judged.investors.queries if judged.investors else 0,
            "prior": learned.prior.version,
            "weights": {
                "version": model.weights.version,
                "effective": model.weights.effective.isoformat(),
                "source": model.weights.source,
                "parts": {code.value: weight for code, weight in model.weights.parts.items()},
            },
            "tokens": list(model.embedding.tokens),
            "vectors": model.embedding.to_bytes(),
            "judged": _figures(judged),
            "trained_at": now,
        },
    )
    if is_new:
        audit.record(actor, "matching.ranking_trained", version=ranking.version, queries=ranking.queries)
        _forget_old(ranking)
    return ranking


def _figures(judged: "Judged") -> dict[str, Any]:
    found = {name: getattr(judged, name) for name in ("investors", "startups", "shipped", "popular")}
    return {name: asdict(figures) for name, figures in found.items() if figures is not None}


def _forget_old(newest: TrainedRanking) -> None:
    """Vectors are millions of numbers; the one in force, the one before it and the newest keep theirs."""
    current = TrainedRanking.objects.filter(state=RankingState.CURRENT)
    kept = TrainedRanking.objects.order_by("-trained_at", "-pk").values_list("pk", flat=True)[:KEPT]
    in_force = [pk for pair in current.values_list("pk", "before") for pk in pair if pk is not None]
    old = TrainedRanking.objects.filter(is_usable=True).exclude(pk__in=[newest.pk, *kept, *in_force])
    old.update(tokens=[], vectors=b"", is_usable=False)
