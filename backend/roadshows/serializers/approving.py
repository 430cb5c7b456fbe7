"""Wire forms of a host's decisions about who asked for a place, and of its own words to them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import Language
from backend.roadshows.decision_letters import example_of
from backend.roadshows.enums import DecisionLetterKind, DecisionResult, RegistrationState
from backend.roadshows.serializers.mailings import MAX_BODY
from backend.roadshows.services.approving import MAX_AT_ONCE


class DecisionInput(serializers.Serializer[Any]):
    registrations = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_AT_ONCE)
    approve = serializers.BooleanField()
    reason = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default="", help_text="needed to refuse; told to them"
    )
    pay_until = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="instead of the hours the event gives"
    )


class OutcomeOutput(serializers.Serializer[Any]):
    registration = serializers.UUIDField(source="registration_id")
    result = serializers.ChoiceField(choices=DecisionResult.choices)
    state = serializers.ChoiceField(
        choices=RegistrationState.choices, allow_blank=True, help_text="now; blank: no such guest"
    )


@extend_schema_serializer(component_name="Decisions")
class OutcomesOutput(serializers.Serializer[Any]):
    """What became of each; asked again, those done before say so."""

    results = OutcomeOutput(many=True)


def _subject() -> serializers.CharField:
    return serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


def _body() -> serializers.CharField:
    return serializers.CharField(
        max_length=MAX_BODY,
        required=False,
        allow_blank=True,
        default="",
        help_text="plain text; {reason} {price} {until} are filled in beside what mails to guests know",
    )


class DecisionLetterInput(serializers.Serializer[Any]):
    """All of its words. A blank language is read in another one; without any the street's own words are."""

    subject_zh_hans = _subject()
    body_zh_hans = _body()
    subject_zh_hant = _subject()
    body_zh_hant = _body()
    subject_en = _subject()
    body_en = _body()


class LetterExampleOutput(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=Language.choices, help_text="the letter is in")
    subject = serializers.CharField()
    body = serializers.CharField()


@extend_schema_serializer(component_name="DecisionLetter")
class DecisionLetterOutput(serializers.Serializer[Any]):
    """A host's words, and how guests of each language would read them. Of an unsaved letter all words are blank."""

    kind = serializers.ChoiceField(choices=DecisionLetterKind.choices)
    subject_zh_hans = serializers.CharField()
    body_zh_hans = serializers.CharField()
    subject_zh_hant = serializers.CharField()
    body_zh_hant = serializers.CharField()
    subject_en = serializers.CharField()
    body_en = serializers.CharField()
    examples = serializers.SerializerMethodField()

    @extend_schema_field(LetterExampleOutput(many=True))
    def get_examples(self, letter: Any) -> Any:
        kind = DecisionLetterKind(letter.kind)
        told = [example_of(letter.event, kind, language) for language in Language]
        return LetterExampleOutput(told, many=True).data
