"""Wire forms of final decks."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.files.enums import FileState
from backend.files.serializers import RefusalOutput, refusal_of
from backend.organizations.serializers import OrganizationBrief
from backend.roadshows.selectors.final_decks import DeckRow
from backend.roadshows.serializers.events import EventStepInput


class DecksDueInput(EventStepInput):
    due_at = serializers.DateTimeField(allow_null=True, help_text="blank: none are asked for")


class DeckDeliveryInput(serializers.Serializer[Any]):
    file = serializers.UUIDField(
        required=False, allow_null=True, default=None, source="file_id", help_text="an upload; blank: the pitch's deck"
    )
    host_may_download = serializers.BooleanField(required=False, default=False)


@extend_schema_serializer(component_name="FinalDeck")
class FinalDeckOutput(serializers.Serializer[DeckRow]):
    """What a company brought for its slot; `state` is null while that is nothing."""

    slot = serializers.UUIDField(source="slot.pk")
    title = serializers.CharField(source="slot.title")
    title_en = serializers.CharField(source="slot.title_en")
    company = OrganizationBrief(source="slot.pitch.organization")
    shows_deck = serializers.BooleanField(source="slot.shows_deck", help_text="the company lets it be shown")
    due_at = serializers.DateTimeField(source="slot.event.decks_due_at", allow_null=True)
    takes_deck = serializers.BooleanField(help_text="the company may bring one now")
    delivered_at = serializers.SerializerMethodField()
    is_late = serializers.SerializerMethodField()
    host_may_download = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    refusal = serializers.SerializerMethodField()
    page_count = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_delivered_at(self, row: DeckRow) -> str | None:
        at = row.deck.delivered_at if row.deck else None
        return serializers.DateTimeField().to_representation(at) if at else None

    def get_is_late(self, row: DeckRow) -> bool:
        return row.deck is not None and row.deck.is_late

    def get_host_may_download(self, row: DeckRow) -> bool:
        return row.deck is not None and row.deck.host_may_download

    def get_name(self, row: DeckRow) -> str:
        return row.deck.file.name if row.deck and row.deck.file else ""

    @extend_schema_field(serializers.ChoiceField(choices=FileState.choices, allow_null=True))
    def get_state(self, row: DeckRow) -> str | None:
        return row.deck.file.state if row.deck and row.deck.file else None

    @extend_schema_field(RefusalOutput(allow_null=True))
    def get_refusal(self, row: DeckRow) -> dict[str, str] | None:
        return refusal_of(row.deck.file) if row.deck and row.deck.file else None

    def get_page_count(self, row: DeckRow) -> int:
        return row.deck.file.page_count if row.deck and row.deck.file else 0


@extend_schema_serializer(many=False)
class FinalDecksOutput(serializers.Serializer[Any]):
    """Of every company that said yes, in the order of the agenda."""

    due_at = serializers.DateTimeField(allow_null=True)
    results = FinalDeckOutput(many=True)


class FinalDeckPageOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    url = serializers.CharField(help_text="signed for the viewer, for minutes")
    width = serializers.IntegerField()
    height = serializers.IntegerField()


@extend_schema_serializer(many=False)
class FinalDeckPagesOutput(serializers.Serializer[Any]):
    pages = FinalDeckPageOutput(many=True)


class FinalDeckFileOutput(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="of the file itself, signed for the viewer, for minutes")
