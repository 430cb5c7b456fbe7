"""The model of past deals this process ranks by: learned from the recorded history, dated and versioned."""

from functools import lru_cache

from django.db.models import Count, Max

from backend.deals.models import RoundInvestor
from backend.matching import knowledge
from backend.matching.answers import ModelInfo
from backend.matching.projections import past_deals_of
from search.matching import model as models
from search.matching.model import Model


def current() -> Model:
    """Learned from the history as it is; kept until the history changes."""
    stamp = RoundInvestor.objects.aggregate(count=Count("pk"), newest=Max("updated_at"))
    return _learned(stamp["count"], str(stamp["newest"]))


@lru_cache(maxsize=1)
def _learned(count: int, newest: str) -> Model:
    known = knowledge.current()
    deals = [deal for _, deal in past_deals_of(None)]
    last = max((deal.on for deal in deals), default=known.rates.effective)
    return models.learn(deals, known, now=last, minimum=3)


def info(model: Model) -> ModelInfo:
    return ModelInfo("linear", f"{model.weights.version}/{model.version}", model.weights.source)
