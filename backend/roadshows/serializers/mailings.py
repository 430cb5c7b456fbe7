"""Wire forms of mails to many guests."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import Language
from backend.roadshows.enums import LetterReason, LetterState, MailingState
from backend.roadshows.mail_words import WORD_FIELDS
from backend.roadshows.models import Letter, Mailing
from backend.roadshows.selectors.mailings import Progress
from backend.roadshows.serializers.guests import GuestFilterFields, GuestFilterOutput

MAX_BODY = 5000


def _subject() -> serializers.CharField:
    return serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


def _body() -> serializers.CharField:
    return serializers.CharField(
        max_length=MAX_BODY,
        required=False,
        allow_blank=True,
        default="",
        help_text="plain text; {name} {organization} {event} {when} {where} {code} {ticket} are filled in for each guest",
    )


class MailingBeginInput(serializers.Serializer[Any]):
    filters = GuestFilterFields()


class MailingInput(serializers.Serializer[Any]):
    """A draft as a whole; a language that is left blank is read in another one."""

    edition = serializers.IntegerField(min_value=1, help_text="of the draft as it was read")
    filters = GuestFilterFields()
    subject_zh_hans = _subject()
    body_zh_hans = _body()
    subject_zh_hant = _subject()
    body_zh_hant = _body()
    subject_en = _subject()
    body_en = _body()


class MailingReleaseInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=1, help_text="of the draft as it was read")
    recipients = serializers.IntegerField(min_value=1, help_text="how many the preview said there are")


class ProgressOutput(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    sent = serializers.IntegerField()
    failed = serializers.IntegerField()
    withheld = serializers.IntegerField(
        help_text="not sent: the guest gave the place or the mails up, or it was stopped"
    )
    open = serializers.IntegerField(help_text="still to leave")


@extend_schema_serializer(component_name="MailingRow")
class MailingRowOutput(serializers.ModelSerializer[Mailing]):
    """Needs `progress` in the context (`selectors.mailings.progress_of`)."""

    state = serializers.ChoiceField(choices=MailingState.choices)
    progress = serializers.SerializerMethodField()
    released_by = serializers.CharField(source="released_by.display_name", default="")

    class Meta:
        model = Mailing
        fields = [
            *("id", "state", "subject_zh_hans", "subject_zh_hant", "subject_en", "progress", "created_at"),
            *("released_at", "released_by", "finished_at"),
        ]
        read_only_fields = fields

    @extend_schema_field(ProgressOutput)
    def get_progress(self, mailing: Mailing) -> dict[str, Any]:
        progress: Mapping[UUID, Progress] = self.context["progress"]
        return dict(ProgressOutput(progress[mailing.pk]).data)


class UnsentOutput(serializers.Serializer[Any]):
    """A letter that did not go out; name and address are blank once their time was over."""

    name = serializers.CharField(source="registration.name")
    email = serializers.CharField(source="registration.email", allow_null=True)
    state = serializers.ChoiceField(choices=LetterState.choices)
    reason = serializers.ChoiceField(choices=LetterReason.choices)


@extend_schema_serializer(component_name="Mailing")
class MailingOutput(MailingRowOutput):
    """Takes `unsent` in the context as well (`selectors.mailings.unsent_letters`)."""

    filters = serializers.SerializerMethodField()
    unsent = serializers.SerializerMethodField(help_text="the first hundred")

    class Meta(MailingRowOutput.Meta):
        fields = [*MailingRowOutput.Meta.fields, "edition", "filters", *WORD_FIELDS[1::2], "unsent"]
        read_only_fields = fields

    @extend_schema_field(GuestFilterOutput)
    def get_filters(self, mailing: Mailing) -> dict[str, str]:
        return dict(mailing.filters)

    @extend_schema_field(UnsentOutput(many=True))
    def get_unsent(self, mailing: Mailing) -> Any:
        letters: list[Letter] = self.context["unsent"]
        return UnsentOutput(letters, many=True).data


class ReachOutput(serializers.Serializer[Any]):
    """Whom it would reach, and why not the others who fit its filters."""

    recipients = serializers.IntegerField()
    without_address = serializers.IntegerField(help_text="known by a mobile number alone, or their contact is gone")
    opted_out = serializers.IntegerField()
    given_back = serializers.IntegerField(help_text="gave their place back")


class ExampleOutput(serializers.Serializer[Any]):
    """What one guest would read; the links in it are nobody's."""

    name = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.choices, help_text="the guest registered in")
    subject = serializers.CharField()
    body = serializers.CharField()


@extend_schema_serializer(component_name="MailingPreview")
class PreviewOutput(serializers.Serializer[Any]):
    reach = ReachOutput()
    examples = ExampleOutput(many=True, help_text="one for each language there is a recipient of")


class MailingTestedOutput(serializers.Serializer[Any]):
    address = serializers.CharField()


@extend_schema_serializer(component_name="HostMails")
class HostMailsOutput(serializers.Serializer[Any]):
    host = serializers.CharField()
    is_on = serializers.BooleanField()
