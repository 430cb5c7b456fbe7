"""The model of past deals in force: counted from the recorded history, ranked by a trained ranking if one is switched on.

It is kept here and not beside the index, because the reduced mode scores by it while there is no index at all. What is
usual is counted anew every night; the weights and the space of likeness stay until another ranking is switched on.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction

from backend.matching import knowledge
from backend.matching.answers import ModelInfo
from backend.matching.eligibility import public_deals
from backend.matching.models import LearnedModel, TrainedRanking
from backend.matching.projections import past_deals_of
from search.matching import model as models
from search.matching.closeness import usual_closeness
from search.matching.embedding import Embedding, nothing
from search.matching.model import Model
from search.matching.parts import PartCode
from search.matching.weighting import Weights, shipped

# So many more or fewer deals never change what is usual.
_FEW = 20
# Stands between what was counted and what it is ranked by.
_BY = "+"


def current(*, now: datetime | None = None) -> Model:
    """The model in force; on an installation that has none yet it is learned, as of `now` or of the last deal."""
    version = LearnedModel.objects.filter(is_current=True).values_list("version", flat=True).first()
    if version is not None:
        try:
            return _stored(version)
        except LearnedModel.DoesNotExist:
            # Another one has come into force since, and this one is forgotten.
            return current(now=now)
    model = learn(now=now)
    make_current(model)
    return model


def in_force() -> TrainedRanking | None:
    """The trained ranking in force, without its vectors; None where the shipped weights are."""
    found = LearnedModel.objects.filter(is_current=True, ranking__isnull=False).values("ranking")
    return TrainedRanking.objects.defer("tokens", "vectors").filter(pk__in=found).first()


def learn(*, now: datetime | None) -> Model:
    """Count the history as it is, ranked as it is now. Without `now` it is dated by its last deal."""
    known = knowledge.current()
    deals = [deal for _, deal in past_deals_of(None)]
    last = max((deal.on for deal in deals), default=known.rates.effective)
    counted = models.learn(deals, known, now=now.date() if now else last, minimum=models.MIN_WORDS)
    return ranked_by(counted, in_force())


def ranked_by(model: Model, ranking: TrainedRanking | None) -> Model:
    """What `model` counted, with the weights and the space of a ranking; without one, as shipped. Its version says both."""
    counted = model.version.partition(_BY)[0]
    if ranking is None:
        return replace(model, version=counted, weights=shipped(), embedding=nothing())
    embedding = Embedding.from_bytes(tuple(ranking.tokens), bytes(ranking.vectors))
    return replace(model, version=f"{counted}{_BY}{ranking.version}", weights=weights_of(ranking), embedding=embedding)


def weights_of(ranking: TrainedRanking) -> Weights:
    """The weights of its parts. A part this build does not know is left out, one it did not know weighs nothing."""
    held = ranking.weights
    return Weights(
        version=held["version"],
        effective=date.fromisoformat(held["effective"]),
        source=held["source"],
        parts={code: float(held["parts"].get(code.value, 0.0)) for code in PartCode},
    )


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
        "usual_closeness": list(model.usual_closeness),
        "sector_dims": list(model.sector_dims),
        "profile_dims": list(model.profile_dims),
    }
    by = model.version.partition(_BY)[2]
    with transaction.atomic():
        LearnedModel.objects.exclude(version=model.version).delete()
        LearnedModel.objects.update_or_create(
            version=model.version,
            defaults={
                "learned_on": model.learned_on,
                "deals": model.deals,
                "weights": model.weights.version,
                "ranking": TrainedRanking.objects.only("pk").get(version=by) if by else None,
                "body": body,
                "is_current": True,
            },
        )


def info(model: Model) -> ModelInfo:
    """What pages say about where the weights come from."""
    return ModelInfo("linear", f"{model.weights.version} / {model.version}", model.weights.source)


@lru_cache(maxsize=2)
def _stored(version: str) -> Model:
    row = LearnedModel.objects.select_related("ranking").get(version=version)
    learned_on: date = row.learned_on
    counted = Model(
        version=row.version,
        learned_on=learned_on,
        deals=row.deals,
        shares=row.body["shares"],
        mean_log_amount=row.body["mean_log_amount"],
        usual_closeness=tuple(row.body.get("usual_closeness") or usual_closeness(())),
        sector_dims=tuple(row.body["sector_dims"]),
        profile_dims=tuple(row.body["profile_dims"]),
        weights=shipped(row.weights) if row.ranking is None else shipped(),
    )
    return ranked_by(counted, row.ranking) if row.ranking else counted
