"""The model of past deals in force: learned from the recorded history, dated, versioned, kept in the database.

It is kept here and not beside the index, because the reduced mode scores by it while there is no index at all.
"""

from datetime import date, datetime
from functools import lru_cache

from django.db import transaction

from backend.matching import knowledge
from backend.matching.answers import ModelInfo
from backend.matching.eligibility import public_deals
from backend.matching.models import LearnedModel
from backend.matching.projections import past_deals_of
from search.matching import model as models
from search.matching.model import Model
from search.matching.weighting import shipped

# Words seen in fewer deals than this say nothing.
_MINIMUM = 3
# So many more or fewer deals never change what is usual.
_FEW = 20


def current() -> Model:
    """The model in force; on an installation that has none yet it is learned now."""
    version = LearnedModel.objects.filter(is_current=True).values_list("version", flat=True).first()
    if version is not None:
        return _stored(version)
    model = learn(now=None)
    make_current(model)
    return model


def learn(*, now: datetime | None) -> Model:
    """Count the history as it is. Without `now` it is dated by its last deal."""
    known = knowledge.current()
    deals = [deal for _, deal in past_deals_of(None)]
    last = max((deal.on for deal in deals), default=known.rates.effective)
    return models.learn(deals, known, now=now.date() if now else last, minimum=_MINIMUM)


def is_outgrown() -> bool:
    """Whether the history has grown or shrunk so much since the model was learned that it no longer tells what is usual."""
    learned = LearnedModel.objects.filter(is_current=True).values_list("deals", flat=True).first()
    if learned is None:
        return True
    return abs(public_deals().count() - learned) > max(_FEW, learned // 5)


def make_current(model: Model) -> None:
    """Score by this model from now on; earlier ones are forgotten, the index was built anew."""
    body = {
        "shares": dict(model.shares),
        "mean_log_amount": model.mean_log_amount,
        "sector_dims": list(model.sector_dims),
        "profile_dims": list(model.profile_dims),
    }
    with transaction.atomic():
        LearnedModel.objects.exclude(version=model.version).delete()
        LearnedModel.objects.update_or_create(
            version=model.version,
            defaults={
                "learned_on": model.learned_on,
                "deals": model.deals,
                "weights": model.weights.version,
                "body": body,
                "is_current": True,
            },
        )


def info(model: Model) -> ModelInfo:
    """What pages say about where the weights come from."""
    return ModelInfo("linear", f"{model.weights.version} / {model.version}", model.weights.source)


@lru_cache(maxsize=2)
def _stored(version: str) -> Model:
    row = LearnedModel.objects.get(version=version)
    learned_on: date = row.learned_on
    return Model(
        version=row.version,
        learned_on=learned_on,
        deals=row.deals,
        shares=row.body["shares"],
        mean_log_amount=row.body["mean_log_amount"],
        sector_dims=tuple(row.body["sector_dims"]),
        profile_dims=tuple(row.body["profile_dims"]),
        weights=shipped(row.weights),
    )
