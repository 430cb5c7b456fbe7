"""Wire forms of a speaker's page."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.backstage.models import LONGEST_NOTES
from backend.roadshows.enums import AgendaKind


class NotesInput(serializers.Serializer[Any]):
    page = serializers.IntegerField(min_value=0, max_value=1000, help_text="0: beside no page")
    text = serializers.CharField(max_length=LONGEST_NOTES, allow_blank=True, trim_whitespace=False)
    was = serializers.CharField(
        max_length=LONGEST_NOTES, allow_blank=True, trim_whitespace=False, help_text="what stood there when it was read"
    )


class SpeakerPageParameters(serializers.Serializer[Any]):
    page = serializers.IntegerField(min_value=1, max_value=1000)


class NotesOutput(serializers.Serializer[Any]):
    text = serializers.CharField()


class SpeakerLinkOutput(serializers.Serializer[Any]):
    url = serializers.CharField(help_text="blank: there is none")


@extend_schema_serializer(component_name="SpeakerNotes")
class NotesPageOutput(serializers.Serializer[Any]):
    page = serializers.IntegerField(help_text="0: beside no page")
    text = serializers.CharField()


@extend_schema_serializer(component_name="SpeakerLine")
class SpeakerLineOutput(serializers.Serializer[Any]):
    """A line the viewer speaks for. `link` only for those who may give one out."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    title = serializers.CharField()
    title_en = serializers.CharField()
    speaker = serializers.CharField()
    minutes = serializers.IntegerField()
    pages = serializers.IntegerField(help_text="of the deck that may be shown; 0: none")
    notes = NotesPageOutput(many=True)
    may_share = serializers.BooleanField()
    url = serializers.CharField(help_text="of the link that was given out; blank: none")


@extend_schema_serializer(component_name="SpeakersEvent")
class SpeakersEventOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    title_en = serializers.CharField()


@extend_schema_serializer(component_name="SpeakersView")
class SpeakersViewOutput(serializers.Serializer[Any]):
    """`room_pass` goes into X-Room-Pass; blank for an account. `feed`: of the speakers."""

    event = SpeakersEventOutput()
    room_pass = serializers.CharField()
    feed = serializers.CharField()
    lines = SpeakerLineOutput(many=True)
