"""The state of the site and the front page's figures; and the live count of the five-field form."""

from typing import Any

from rest_framework import serializers

from backend.core.languages import Language
from backend.core.serializers import MoneyField
from backend.deals.enums import OPEN_STAGES
from backend.matching.enums import Mode
from backend.matching.serializers.cards import DealCardSerializer


class SearchStateSerializer(serializers.Serializer[Any]):
    """The engine as it answers now; blank and null while it is away."""

    engine = serializers.CharField(allow_blank=True)
    version = serializers.CharField(allow_blank=True)
    documents = serializers.IntegerField(allow_null=True)
    hint = serializers.CharField(allow_blank=True, help_text="one sentence how to get the engine, when it is away")


class StatusSerializer(serializers.Serializer[Any]):
    """`GET status/`."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    search = SearchStateSerializer()
    demo = serializers.BooleanField()
    languages = serializers.ListField(child=serializers.ChoiceField(choices=Language.choices))


class SectorCountSerializer(serializers.Serializer[Any]):
    """A top sector of the street."""

    code = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    pitches = serializers.IntegerField()
    investors = serializers.IntegerField()


class StreetSummarySerializer(serializers.Serializer[Any]):
    """`GET street/summary/`: public figures only."""

    published_pitches = serializers.IntegerField()
    active_investors = serializers.IntegerField()
    past_deals = serializers.IntegerField()
    past_deal_years = serializers.ListField(child=serializers.IntegerField(), help_text="first and last year, or empty")
    sectors = SectorCountSerializer(many=True)
    newest = DealCardSerializer(many=True)


class FitCountInputSerializer(serializers.Serializer[Any]):
    """The five fields a pitch begins with; any may be missing."""

    sector = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=5)
    stage = serializers.ChoiceField(choices=[(s.value, s.label) for s in OPEN_STAGES], required=False, allow_blank=True)
    amount = MoneyField(required=False, allow_null=True)
    country = serializers.CharField(max_length=80, required=False, allow_blank=True)
    region = serializers.CharField(max_length=80, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)


class FitCountSerializer(serializers.Serializer[Any]):
    """How many published theses fit, of how many firms."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    theses = serializers.IntegerField()
    firms = serializers.IntegerField()
