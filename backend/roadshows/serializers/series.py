"""Wire forms of series of events."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import text
from backend.core.listing import DayField
from backend.organizations.serializers import OrganizationBrief
from backend.roadshows.enums import SeriesRule
from backend.roadshows.models import Event, EventSeries
from backend.roadshows.recurrence import MOST
from backend.roadshows.selectors.series import events_in
from backend.roadshows.serializers.events import EventFields

_ONE_END = text("请填写次数或结束日期，二者选一。", "Give a number of dates or a last day, and not both.")
_TWICE = text("同一场只能出现一次。", "The same date stands here twice.")
_OF_ALL = ("title", "title_en", "summary", "description", "is_online", "venue", "address", "district")


class SeriesDatesParameters(serializers.Serializer[Any]):
    """When a series comes: its rule, and the number of its dates or the day after which there is none."""

    rule = serializers.ChoiceField(choices=SeriesRule.choices)
    count = serializers.IntegerField(
        min_value=2, max_value=MOST, required=False, allow_null=True, default=None, help_text="the first one included"
    )
    until = DayField("the last day on which one may begin")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises ValidationError unless it ends in one way."""
        attrs.setdefault("until", None)
        if (attrs["count"] is None) == (attrs["until"] is None):
            raise serializers.ValidationError({"count": [str(_ONE_END)]})
        return attrs


class SeriesInput(SeriesDatesParameters):
    edition = serializers.IntegerField(min_value=1, help_text="of the event as it was read")
    title = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="for the host's desk; blank: the event's"
    )
    left_out = serializers.ListField(
        child=DayField("", required=True),
        required=False,
        default=list,
        max_length=MOST,
        help_text="no event is made for these",
    )


class SeriesDatesOutput(serializers.Serializer[Any]):
    results = serializers.ListField(
        child=serializers.DateField(), help_text="days of the street, the event's own first"
    )


class SeenInput(serializers.Serializer[Any]):
    """An event of the series as it was read."""

    id = serializers.UUIDField()
    edition = serializers.IntegerField(min_value=1)


class SeriesActInput(serializers.Serializer[Any]):
    """Which of its events an act is for: all of those, or none."""

    events = SeenInput(many=True, min_length=1, max_length=MOST)  # type: ignore[call-arg]

    def validate_events(self, value: list[dict[str, Any]]) -> dict[UUID, int]:
        """By their ids. Raises ValidationError for one that is named twice."""
        seen = {one["id"]: one["edition"] for one in value}
        if len(seen) != len(value):
            raise serializers.ValidationError(str(_TWICE))
        return seen


class SeriesCancelInput(SeriesActInput):
    reason = serializers.CharField(max_length=400)


class SeriesUpdateInput(EventFields, SeriesActInput):
    """What is left out stays on each of them."""

    begins = serializers.TimeField(required=False, help_text="the street's time of day; each keeps its day")
    minutes = serializers.IntegerField(
        required=False, min_value=1, max_value=14 * 24 * 60, help_text="how long it lasts"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(EventFields().fields) - set(_OF_ALL):
            self.fields.pop(name)
        for name in _OF_ALL:
            self.fields[name].required = False


@extend_schema_serializer(component_name="EventSeries")
class SeriesOutput(serializers.ModelSerializer[EventSeries]):
    organization = OrganizationBrief()

    class Meta:
        model = EventSeries
        fields = ["id", "title", "organization", "rule", "first_date", "count", "until_date", "left_out"]
        read_only_fields = fields


class SeriesEventOutput(serializers.ModelSerializer[Event]):
    """One date on the desk of its host."""

    position = serializers.IntegerField(source="series_position")
    capacity = serializers.IntegerField(source="quota.capacity")
    taken = serializers.IntegerField(source="quota.taken")

    class Meta:
        model = Event
        fields = [
            *("id", "position", "edition", "state", "title", "title_en"),
            *("starts_at", "ends_at", "capacity", "taken"),
        ]
        read_only_fields = fields


@extend_schema_serializer(component_name="EventSeriesDetail")
class SeriesDetailOutput(SeriesOutput):
    events = serializers.SerializerMethodField()

    class Meta(SeriesOutput.Meta):
        fields = [*SeriesOutput.Meta.fields, "events"]
        read_only_fields = fields

    @extend_schema_field(SeriesEventOutput(many=True))
    def get_events(self, series: EventSeries) -> list[dict[str, Any]]:
        return list(SeriesEventOutput(events_in(series), many=True).data)
