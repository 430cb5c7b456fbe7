"""Pitches side by side."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.serializers import MoneyField
from backend.deals.serializers.pitches import PitchDetailOutput, pitch_output
from backend.matching.comparing import Compared, Comparison
from backend.matching.serializers.matches import GateSerializer, ModelInfoSerializer, ReasonSerializer

# How many ids are read at all; how many may be compared is said by the refusal.
_MOST_READ = 50


class CompareParameters(serializers.Serializer[Any]):
    """`GET pitches/compare/`."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=_MOST_READ, help_text="two to five pitches"
    )
    firm = serializers.UUIDField(required=False, help_text="a firm of the viewer's, to be told how each fits it")
    thesis = serializers.UUIDField(required=False, help_text="one thesis of such a firm instead")


class CompareExportParameters(CompareParameters):
    kind = serializers.ChoiceField(choices=["csv", "xlsx"], required=False, default="csv")


class AmountsInCnySerializer(serializers.Serializer[Any]):
    """What is stated and readable of a pitch, at the reference rates; `revenue` is of the latest year."""

    amount_min = MoneyField(allow_null=True)
    amount_target = MoneyField(allow_null=True)
    amount_max = MoneyField(allow_null=True)
    pre_money = MoneyField(allow_null=True)
    min_ticket = MoneyField(allow_null=True)
    committed = MoneyField(allow_null=True)
    cash = MoneyField(allow_null=True)
    monthly_burn = MoneyField(allow_null=True)
    revenue = MoneyField(allow_null=True)


class ExplainedSerializer(serializers.Serializer[Any]):
    """Why one pair fits: the parts its place in a list of matches comes from."""

    score = serializers.FloatField()
    gates = GateSerializer(many=True)
    reasons = ReasonSerializer(many=True)


class ComparedSerializer(serializers.Serializer[Compared]):
    """One pitch as its page shows it; blocks that are shut are there and say so."""

    pitch = serializers.SerializerMethodField()
    founded_on = serializers.DateField(allow_null=True)
    cny = AmountsInCnySerializer()
    why = ExplainedSerializer(allow_null=True, help_text="null where no investor is named or the pitch is not open")
    rank = serializers.IntegerField(allow_null=True, help_text="by score among those compared; equal ones share it")

    @extend_schema_field(PitchDetailOutput)
    def get_pitch(self, deal: Compared) -> dict[str, Any]:
        return pitch_output(deal.reading)


class ComparisonSerializer(serializers.Serializer[Comparison]):
    """In the order asked for."""

    deals = ComparedSerializer(many=True)
    missing = serializers.ListField(child=serializers.UUIDField(), help_text="unknown, or not for the viewer")
    rates_as_of = serializers.DateField()
    model = ModelInfoSerializer(allow_null=True)
