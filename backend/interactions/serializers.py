"""Wire form of coming into a room, and of what investors let a company know there."""

from typing import Any

from rest_framework import serializers

from backend.interactions.models import InterestMark, Question
from backend.interactions.models.question import LONGEST_ANSWER
from backend.organizations.serializers.organizations import OrganizationBrief


class EnterInput(serializers.Serializer[Any]):
    ticket = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="secret of a ticket's link"
    )


class ParticipantOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    room_pass = serializers.CharField(help_text="goes into X-Room-Pass; blank for an account")
    feed = serializers.CharField(help_text="what the room tells this participant alone")
    may_mark = serializers.BooleanField(help_text="acts for a verified investment firm")


class InterestOutput(serializers.ModelSerializer[InterestMark]):
    event_id = serializers.UUIDField()
    event_title = serializers.CharField(source="event.title")
    event_title_en = serializers.CharField(source="event.title_en")
    firm = OrganizationBrief()
    name = serializers.CharField(source="participant.name")

    class Meta:
        model = InterestMark
        fields = ["id", "event_id", "event_title", "event_title_en", "firm", "name", "kind", "page", "marked_at"]


class HandedQuestionOutput(serializers.ModelSerializer[Question]):
    """A question as the company it was asked of sees it."""

    event_id = serializers.UUIDField()
    event_title = serializers.CharField(source="event.title")
    event_title_en = serializers.CharField(source="event.title_en")
    name = serializers.SerializerMethodField(help_text="blank: as nobody")

    class Meta:
        model = Question
        fields = [
            "id",
            "event_id",
            "event_title",
            "event_title_en",
            "name",
            "text",
            "votes",
            "state",
            "answer",
            "asked_at",
        ]

    def get_name(self, row: Question) -> str:
        return "" if row.is_anonymous else row.participant.name


class WrittenAnswerInput(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=LONGEST_ANSWER)
