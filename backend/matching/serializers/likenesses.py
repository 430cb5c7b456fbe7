"""What is like what, and why."""

from typing import Any

from rest_framework import serializers

from backend.matching.enums import Mode
from backend.matching.serializers.cards import DealCardSerializer, InvestorCardSerializer
from search.alike.parts import AlikePart

MOST = 20


class LikenessParameters(serializers.Serializer[Any]):
    size = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=6)


class AlikePartSerializer(serializers.Serializer[Any]):
    """One part: `value` from 0 to 1; `common` holds codes of sectors, stages and places, words, or names of companies."""

    code = serializers.ChoiceField(choices=[(code.value, code.value) for code in AlikePart])
    value = serializers.FloatField()
    common = serializers.ListField(child=serializers.CharField())
    figures = serializers.DictField(child=serializers.FloatField())


class _Likeness(serializers.Serializer[Any]):
    score = serializers.FloatField()
    shared = AlikePartSerializer(many=True, help_text="the weightiest first")
    labels = serializers.DictField(child=serializers.CharField(), help_text="names of the places among `common`")


class SimilarDealSerializer(_Likeness):
    deal = DealCardSerializer(source="card")


class SimilarInvestorSerializer(_Likeness):
    investor = InvestorCardSerializer(source="card")


class SimilarDealsSerializer(serializers.Serializer[Any]):
    """Startups like one, the most alike first."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    results = SimilarDealSerializer(many=True)


class SimilarInvestorsSerializer(serializers.Serializer[Any]):
    """Firms like one, the most alike first."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    results = SimilarInvestorSerializer(many=True)
