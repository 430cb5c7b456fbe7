"""Wire forms of rehearsals."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.rehearsals.enums import Check, Standing, Step
from backend.rehearsals.models import Rehearsal


@extend_schema_serializer(component_name="RehearsalCheck")
class CheckOutput(serializers.Serializer[Any]):
    check = serializers.ChoiceField(choices=Check.choices)
    standing = serializers.ChoiceField(choices=Standing.choices)
    count = serializers.IntegerField(help_text="of what is missing")


@extend_schema_serializer(component_name="RehearsalStep")
class StepOutput(serializers.Serializer[Any]):
    step = serializers.ChoiceField(choices=Step.choices)
    done = serializers.IntegerField()
    refused = serializers.DictField(child=serializers.IntegerField(), help_text="how often, by the code of the refusal")


@extend_schema_serializer(component_name="Rehearsal")
class RehearsalOutput(serializers.ModelSerializer[Rehearsal]):
    checks = CheckOutput(many=True)
    steps = StepOutput(many=True)

    class Meta:
        model = Rehearsal
        fields = ["id", "held_at", "guests", "checks", "steps"]
        read_only_fields = fields


class RehearsalsOutput(serializers.Serializer[Any]):
    """The last ones, the newest first."""

    may_rehearse = serializers.BooleanField()
    rehearsals = RehearsalOutput(many=True)
