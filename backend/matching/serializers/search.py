"""Answers to searches and suggestions."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from backend.matching.answers import FacetCount
from backend.matching.enums import Mode, SuggestionKind, UnderstoodKind
from backend.matching.serializers.cards import DealCardSerializer, InvestorCardSerializer


class FacetCountSerializer(serializers.Serializer[Any]):
    """`value` goes back as the parameter of the facet's name; `label` is a place's name, blank for known codes."""

    value = serializers.CharField()
    count = serializers.IntegerField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class _MeaningSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=UnderstoodKind.choices)
    values = serializers.ListField(
        child=serializers.CharField(), help_text="codes; tokens of a word; `low..high CUR` of an amount"
    )
    label = serializers.CharField(allow_blank=True, help_text="of places and words")  # type: ignore[assignment]


class UnderstoodChoiceSerializer(_MeaningSerializer):
    """Another meaning of a piece."""

    query = serializers.CharField(help_text="the whole text with this meaning")


class UnderstoodSerializer(_MeaningSerializer):
    """A piece of the search text and what it was read as."""

    text = serializers.CharField(help_text="as typed")
    excluded = serializers.BooleanField()
    without = serializers.CharField(allow_blank=True, help_text="the whole text without the piece")
    turned = serializers.CharField(
        allow_blank=True, help_text="the whole text with the piece excluded, or wanted again; blank when there is none"
    )
    choices = UnderstoodChoiceSerializer(many=True)


class FacetsField(serializers.DictField):
    """Facet name → values with counts."""

    child = FacetCountSerializer(many=True)

    def to_representation(self, value: Mapping[str, Iterable[FacetCount]]) -> dict[str, list[dict[str, Any]]]:
        """As the child would; written out, because an answer holds hundreds of them."""
        return {
            name: [{"value": one.value, "count": one.count, "label": one.label} for one in counts]
            for name, counts in value.items()
        }


class _Answer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=Mode.choices)
    count = serializers.IntegerField(help_text="of what this viewer may see")
    count_is_exact = serializers.BooleanField()
    facets = FacetsField()
    understood = UnderstoodSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    took_ms = serializers.IntegerField()


class DealAnswerSerializer(_Answer):
    """One page of deals."""

    results = DealCardSerializer(many=True)


class InvestorAnswerSerializer(_Answer):
    """One page of investors."""

    results = InvestorCardSerializer(many=True)


class SuggestionSerializer(serializers.Serializer[Any]):
    """A line under the search box. `count` is 0 where nothing is counted."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=SuggestionKind.choices)
    value = serializers.CharField()
    count = serializers.IntegerField()
