"""Wire forms of saved searches and of how often somebody is called back."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.listing import SortField, WordsField
from backend.matching.answers import DealCard
from backend.matching.enums import Rhythm
from backend.matching.models import Alert
from backend.matching.selectors.saved import SORTS, Counted
from backend.matching.serializers.cards import DealCardSerializer
from backend.matching.serializers.parameters import DealSearchParameters

NAME = 60


class SavedQuestionSerializer(DealSearchParameters):
    """A question for deals as the page's address states it: order and page are no part of it, days count from today."""

    cursor = None  # type: ignore[assignment]
    size = None  # type: ignore[assignment]
    sort = None  # type: ignore[assignment]
    close_before = None  # type: ignore[assignment]
    close_within = serializers.IntegerField(
        required=False, min_value=1, max_value=3650, help_text="days from today until the round closes"
    )


class SaveSearchInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=NAME)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, default=Rhythm.DAILY)
    question = SavedQuestionSerializer()


class ChangeSearchInput(serializers.Serializer[Any]):
    """What is absent stays."""

    name = serializers.CharField(max_length=NAME, required=False)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)


class SavedSearchesParameters(serializers.Serializer[Any]):
    q = WordsField("words of the name")
    sort = SortField(SORTS)


class SavedSearchOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="saved.pk")
    name = serializers.CharField(source="saved.name")
    question = serializers.SerializerMethodField()
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, source="saved.rhythm")
    paused_at = serializers.DateTimeField(source="saved.paused_at", allow_null=True)
    visited_at = serializers.DateTimeField(source="saved.visited_at")
    created_at = serializers.DateTimeField(source="saved.created_at")
    hits = serializers.IntegerField(
        allow_null=True, help_text="deals its owner finds by it now; null: it has lost its sense"
    )
    new = serializers.IntegerField(help_text="of these, found since the owner last looked")

    @extend_schema_field(SavedQuestionSerializer)
    def get_question(self, row: Counted) -> dict[str, Any]:
        return dict(row.saved.question)


class SearchHitOutput(serializers.Serializer[Any]):
    """A deal that was found for a saved search after it was saved."""

    deal = serializers.SerializerMethodField()
    found_at = serializers.DateTimeField()
    is_new = serializers.SerializerMethodField(help_text="found since the owner last looked")

    @extend_schema_field(DealCardSerializer)
    def get_deal(self, row: Alert) -> dict[str, Any]:
        return dict(DealCardSerializer(DealCard(row.pitch)).data)

    def get_is_new(self, row: Alert) -> bool:
        return row.search is not None and row.found_at > row.search.visited_at


class RhythmOutput(serializers.Serializer[Any]):
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    can_set = serializers.BooleanField()


class RhythmInput(serializers.Serializer[Any]):
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
