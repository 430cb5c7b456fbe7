"""Wire forms of the rankings: for operators alone."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.matching.enums import ExposedKind, RankingState, RunKind, RunState, Withheld
from backend.matching.models import TrainedRanking
from backend.matching.services.rankings import SHIPPED
from search.matching.weighting import Weights


@extend_schema_serializer(component_name="RankingFigures")
class FiguresOutput(serializers.Serializer[Any]):
    """Means over the queries, the nDCG with its 95 % interval; coverage and Gini are of the first ten places."""

    queries = serializers.IntegerField()
    candidates = serializers.IntegerField()
    ndcg = serializers.FloatField()
    ndcg_low = serializers.FloatField()
    ndcg_high = serializers.FloatField()
    recall = serializers.FloatField()
    coverage = serializers.FloatField()
    gini = serializers.FloatField()


@extend_schema_serializer(component_name="RankingJudged")
class JudgedOutput(serializers.Serializer[Any]):
    """Investors for startups, startups for investors, and on the same queries the shipped weights and mere activity."""

    investors = FiguresOutput()
    startups = FiguresOutput()
    shipped = FiguresOutput()
    popular = FiguresOutput()


@extend_schema_serializer(component_name="RankingWeights")
class WeightsOutput(serializers.Serializer[Weights]):
    """Where the weights come from, and one for each part of the score."""

    version = serializers.CharField()
    effective = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    parts = serializers.DictField(child=serializers.FloatField())


@extend_schema_serializer(component_name="TrainedRanking")
class RankingOutput(serializers.ModelSerializer[TrainedRanking]):
    """`judged` is null where there were too few companies to choose by; `before` is what it replaced."""

    weights = WeightsOutput()
    judged = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=RankingState.choices)
    withheld = serializers.ChoiceField(choices=Withheld.choices, allow_blank=True)
    switched_on_by = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField()

    class Meta:
        model = TrainedRanking
        fields = [
            "version", "trained_on", "seed", "deals", "investors", "queries", "prior", "weights", "judged", "state",
            "withheld", "is_usable", "trained_at", "switched_on_at", "switched_on_by", "before",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JudgedOutput(allow_null=True))
    def get_judged(self, ranking: TrainedRanking) -> Any:
        return ranking.judged or None

    def get_switched_on_by(self, ranking: TrainedRanking) -> str:
        """The operator's name; blank when the product did it itself."""
        return ranking.switched_on_by.display_name if ranking.switched_on_by else ""

    def get_before(self, ranking: TrainedRanking) -> str:
        """A version, `shipped` for the shipped weights, blank for one that was never switched on."""
        if ranking.switched_on_at is None:
            return ""
        return ranking.before.version if ranking.before else SHIPPED


@extend_schema_serializer(component_name="RankingRun")
class RunOutput(serializers.Serializer[Any]):
    """A training, a switch or a roll-back: under way, with its `share` of the `phase`, or ended; `problem` is a code."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RunKind.choices)
    state = serializers.ChoiceField(choices=RunState.choices)
    phase = serializers.CharField(allow_blank=True)
    share = serializers.FloatField()
    problem = serializers.CharField(allow_blank=True)
    ranking = serializers.CharField(source="ranking.version", default="")
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(component_name="RankingInForce")
class InForceOutput(serializers.Serializer[Any]):
    """What orders the site now: `ranking` is blank where the shipped weights do."""

    version = serializers.CharField(source="model.version")
    learned_on = serializers.DateField(source="model.learned_on")
    deals = serializers.IntegerField(source="model.deals")
    weights = WeightsOutput(source="model.weights")
    ranking = serializers.CharField(source="current.version", default="")


@extend_schema_serializer(component_name="Rankings")
class OverviewOutput(serializers.Serializer[Any]):
    in_force = InForceOutput(source="*")
    shipped = WeightsOutput()
    rankings = RankingOutput(many=True)
    run = RunOutput(allow_null=True)
    is_busy = serializers.BooleanField(help_text="an index is being rebuilt, so nothing can be asked for")
    allowed_actions = serializers.ListField(child=serializers.CharField())


@extend_schema_serializer(component_name="RankingLatestRun")
class LatestRunOutput(serializers.Serializer[Any]):
    run = RunOutput(allow_null=True)


@extend_schema_serializer(component_name="Shown")
class ShownOutput(serializers.Serializer[Any]):
    places = serializers.IntegerField(help_text="in first tens of lists")
    explored = serializers.IntegerField(help_text="of these, given to those who are rarely shown")
    explored_share = serializers.FloatField()
    candidates = serializers.IntegerField(help_text="who could have been shown")
    coverage = serializers.FloatField(help_text="the share of them that was")
    gini = serializers.FloatField(help_text="0: all equally often; towards 1: always the same")


@extend_schema_serializer(component_name="ShownOn")
class ShownOnOutput(serializers.Serializer[Any]):
    day = serializers.DateField()
    shown = ShownOutput()


@extend_schema_serializer(component_name="Exposed")
class ExposedOutput(serializers.Serializer[Any]):
    """One kind over the last thirty days: the whole, and each day somebody looked."""

    kind = serializers.ChoiceField(choices=ExposedKind.choices)
    whole = ShownOutput()
    days = ShownOnOutput(many=True)


class RankingTrainInput(serializers.Serializer[Any]):
    seed = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False, default=0)
    switch_on = serializers.BooleanField(
        required=False, default=True, help_text="rank by it at once, if it is no worse than the shipped weights"
    )


class RankingSwitchInput(serializers.Serializer[Any]):
    version = serializers.CharField(max_length=60, help_text="of a trained ranking, or `shipped`")
