"""The map of the street by sector and stage."""

from typing import Any

from rest_framework import serializers

from backend.deals.enums import OPEN_STAGE_CHOICES
from backend.matching.enums import Mode


class CoverageParameters(serializers.Serializer[Any]):
    """`GET street/coverage/`."""

    under = serializers.CharField(
        required=False, allow_blank=True, max_length=24, default="", help_text="a top sector, to see its leaves"
    )


class CoverageCellSerializer(serializers.Serializer[Any]):
    """Open pitches, and the theses that would take one here."""

    stage = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES, allow_blank=True, help_text="blank: any")
    deals = serializers.IntegerField()
    theses = serializers.IntegerField()


class CoverageLineSerializer(serializers.Serializer[Any]):
    """One sector; a pitch or thesis of several sectors counts in each, and once in the whole."""

    sector = serializers.CharField(allow_blank=True, help_text="blank: all sectors")
    whole = CoverageCellSerializer()
    cells = CoverageCellSerializer(many=True)


class CoverageMapSerializer(serializers.Serializer[Any]):
    """Public figures alone: published pitches, and published theses of verified firms."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    under = serializers.CharField(allow_blank=True)
    stages = serializers.ListField(child=serializers.ChoiceField(choices=OPEN_STAGE_CHOICES))
    lines = CoverageLineSerializer(many=True)
    total = CoverageLineSerializer()
    open_theses = serializers.IntegerField(help_text="theses that name no sector and look everywhere")
