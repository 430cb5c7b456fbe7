"""Wire forms of the versions of a run of show."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.roadshows.agenda_changes import Change
from backend.roadshows.enums import AgendaChange, AgendaKind, ClashKind
from backend.roadshows.selectors.clashes import Clash
from backend.roadshows.serializers.events import EventStepInput


class AgendaReleaseInput(EventStepInput):
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="on what is new, for everybody"
    )


@extend_schema_serializer(component_name="AgendaChange")
class AgendaChangeOutput(serializers.Serializer[Change]):
    """What became of a line. One that is gone is shown as it was."""

    kind = serializers.ChoiceField(choices=AgendaChange.choices)
    line = serializers.UUIDField(source="line.line")
    title = serializers.CharField(source="line.title")
    title_en = serializers.CharField(source="line.title_en")
    speaker = serializers.CharField(source="line.speaker")
    room = serializers.CharField(source="line.room")
    line_kind = serializers.ChoiceField(choices=AgendaKind.choices, source="line.kind")
    starts_at = serializers.DateTimeField(allow_null=True)
    was_at = serializers.DateTimeField(allow_null=True)
    fields_changed = serializers.SerializerMethodField(help_text="names of what it says otherwise")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_fields_changed(self, change: Change) -> list[str]:
        return [name.removesuffix("_id") for name in change.fields]


@extend_schema_serializer(component_name="AgendaVersion")
class AgendaVersionOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    released_at = serializers.DateTimeField()
    note = serializers.CharField()
    changes = AgendaChangeOutput(many=True)


@extend_schema_serializer(many=False)
class AgendaVersionsOutput(serializers.Serializer[Any]):
    """The newest first."""

    results = AgendaVersionOutput(many=True)


@extend_schema_serializer(component_name="AgendaClash")
class AgendaClashOutput(serializers.Serializer[Clash]):
    """`event` is null where it is another host's and not open to the viewer."""

    kind = serializers.ChoiceField(choices=ClashKind.choices)
    line = serializers.UUIDField(source="line.pk")
    title = serializers.CharField(source="line.title")
    what = serializers.CharField(help_text="the speaker, the room, or the line whose pitch it is")
    event = serializers.SerializerMethodField()
    event_title = serializers.SerializerMethodField()
    other_title = serializers.SerializerMethodField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_event(self, clash: Clash) -> str | None:
        return str(clash.event.pk) if clash.event else None

    def get_event_title(self, clash: Clash) -> str:
        return clash.event.title if clash.event else ""

    def get_other_title(self, clash: Clash) -> str:
        """Of the host's own events; elsewhere the line is not its business."""
        return clash.other.title if clash.is_own and clash.other else ""


@extend_schema_serializer(component_name="AgendaDraft")
class AgendaDraftOutput(serializers.Serializer[Any]):
    """What a release would change, what it would ask to be at two places, and how many companies have not said yes."""

    changes = AgendaChangeOutput(many=True)
    clashes = AgendaClashOutput(many=True)
    unconfirmed = serializers.IntegerField(help_text="lines the page would not show")
