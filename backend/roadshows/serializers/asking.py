"""Wire forms of what an event asks: questions, answers, its own consent."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.roadshows.asking import LONGEST_TEXT
from backend.roadshows.enums import QuestionKind, QuestionPhase
from backend.roadshows.models import Answer, EventConsent, Question
from backend.roadshows.services.asking import MAX_OPTIONS, MAX_QUESTIONS


class OptionField(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    label_en = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")


class QuestionInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="of a question that stands, or made by the page for a new one")
    phase = serializers.ChoiceField(choices=QuestionPhase.choices)
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    label_en = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    options = OptionField(many=True, required=False, default=list, max_length=MAX_OPTIONS)  # type: ignore[call-arg]
    is_required = serializers.BooleanField(required=False, default=False)
    is_gated = serializers.BooleanField(
        required=False, default=False, help_text="another answer is looked at by the host again"
    )
    is_per_place = serializers.BooleanField(
        required=False, default=False, help_text="asked for each place where several are taken at once"
    )
    is_shown_at_door = serializers.BooleanField(
        required=False, default=False, help_text="answers stand at the door beside the name, a kiosk excepted"
    )
    is_asked_at_door = serializers.BooleanField(
        required=False, default=False, help_text="of who comes without a ticket as well"
    )
    shown_if = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="an earlier question of this list; blank: always"
    )
    shown_if_values = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, default=list, max_length=MAX_OPTIONS
    )


class QuestionsInput(serializers.Serializer[Any]):
    """All questions in their order; what is left out is asked no more."""

    edition = serializers.IntegerField(min_value=1, help_text="of the event as it was read")
    questions = QuestionInput(many=True, max_length=MAX_QUESTIONS)  # type: ignore[call-arg]


class EventConsentInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=1, help_text="of the event as it was read")
    text = serializers.CharField(max_length=4000, allow_blank=True, help_text="blank: nothing of the event's own")
    text_en = serializers.CharField(max_length=6000, required=False, allow_blank=True, default="")


@extend_schema_serializer(component_name="EventConsent")
class EventConsentOutput(serializers.ModelSerializer[EventConsent]):
    """What guests agree to beside the street's text; agreed to by its `id`."""

    class Meta:
        model = EventConsent
        fields = ["id", "number", "text", "text_en"]
        read_only_fields = fields


@extend_schema_serializer(component_name="Question")
class QuestionOutput(serializers.ModelSerializer[Question]):
    """An option is answered by its `label`, yes and no by these words, several options by several values."""

    options = serializers.SerializerMethodField()
    shown_if = serializers.UUIDField(source="shown_if_id", allow_null=True)

    class Meta:
        model = Question
        fields = [
            *("id", "phase", "kind", "label", "label_en", "options", "is_required", "is_gated"),
            *("is_per_place", "is_shown_at_door", "is_asked_at_door", "shown_if", "shown_if_values"),
        ]
        read_only_fields = fields

    @extend_schema_field(OptionField(many=True))
    def get_options(self, question: Question) -> list[dict[str, str]]:
        pairs = zip(question.options, question.options_en, strict=True)
        return [{"label": label, "label_en": english} for label, english in pairs]


class AnswerInput(serializers.Serializer[Any]):
    question = serializers.UUIDField()
    values = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True), max_length=MAX_OPTIONS
    )


class AnswersInput(serializers.Serializer[Any]):
    answers = AnswerInput(many=True, required=False, default=list, max_length=MAX_QUESTIONS)  # type: ignore[call-arg]


class AskedInput(AnswersInput):
    """What whoever takes a place is asked beside their name."""

    event_consent = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="of the event's own text that was agreed to"
    )


def given_of(sent: Any) -> dict[UUID, Sequence[str]]:
    """The answers of a validated request, by their questions."""
    return {one["question"]: one["values"] for one in sent["answers"]}


@extend_schema_serializer(component_name="Answer")
class AnswerOutput(serializers.ModelSerializer[Answer]):
    """What was said to a question, beside the words in which it was asked."""

    question = serializers.UUIDField(source="question_id")
    kind = serializers.ChoiceField(choices=QuestionKind.choices, source="question.kind")
    label = serializers.CharField(source="question.label")  # type: ignore[assignment]
    label_en = serializers.CharField(source="question.label_en")

    class Meta:
        model = Answer
        fields = ["question", "kind", "label", "label_en", "values"]
        read_only_fields = fields


@extend_schema_serializer(component_name="DoorAnswer")
class DoorAnswerOutput(serializers.ModelSerializer[Answer]):
    """What was said to a question; its words stand with the door (`Door.questions`)."""

    question = serializers.UUIDField(source="question_id")

    class Meta:
        model = Answer
        fields = ["question", "values"]
        read_only_fields = fields


@extend_schema_serializer(component_name="TicketForm")
class TicketFormOutput(serializers.Serializer[Any]):
    """What the holder of a ticket is asked, and what they said."""

    questions = QuestionOutput(many=True)
    answers = AnswerOutput(many=True)
    can_change = serializers.BooleanField(help_text="also what was answered before")
    can_answer = serializers.BooleanField(help_text="what was not answered yet")
    may_ask_again = serializers.BooleanField(
        help_text="another answer to a gated question is decided by the host again"
    )
