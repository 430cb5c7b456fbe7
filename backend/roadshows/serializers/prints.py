"""Wire forms of the report on an event that is over, and of what is asked for badges."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.core.listing import SortField
from backend.core.serializers import MoneyField
from backend.roadshows.enums import GuestSource, ReportStep
from backend.roadshows.selectors.guests import SORTS
from backend.roadshows.serializers.guests import GuestFilterFields

MAX_CHOSEN = 100


class ReachedOutput(serializers.Serializer[Any]):
    """Of some of the guests, how many registered, had a place in the end, and came."""

    registered = serializers.IntegerField()
    confirmed = serializers.IntegerField(help_text="had a place in the end")
    came = serializers.IntegerField()
    stayed_away = serializers.IntegerField(help_text="had a place and did not come")
    no_show_rate = serializers.FloatField(allow_null=True, help_text="of those who had a place; null: nobody had one")


class ReachedStepOutput(serializers.Serializer[Any]):
    step = serializers.ChoiceField(choices=ReportStep.choices)
    count = serializers.IntegerField()


class KindReachedOutput(ReachedOutput):
    name = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)


class SourceReachedOutput(ReachedOutput):
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=GuestSource.choices, help_text="`other`: ways that few took, together"
    )


class ArrivalsOutput(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text="the begin of these minutes")
    came = serializers.IntegerField()


class ReportSumsOutput(serializers.Serializer[Any]):
    orders = serializers.IntegerField(help_text="that were paid")
    paid = MoneyField()
    returned = MoneyField(help_text="given back")
    returning = MoneyField(help_text="on its way back")
    net = MoneyField()


class WaitedOutput(serializers.Serializer[Any]):
    joined = serializers.IntegerField()
    accepted = serializers.IntegerField()
    declined = serializers.IntegerField()
    expired = serializers.IntegerField(help_text="an offer nobody answered")
    left = serializers.IntegerField()
    in_vain = serializers.IntegerField(help_text="were in line to the end")


class LineReceivedOutput(serializers.Serializer[Any]):
    """How the room received one line."""

    title = serializers.CharField(allow_blank=True, help_text="blank: while nothing was on stage")
    title_en = serializers.CharField(allow_blank=True)
    questions = serializers.IntegerField()
    answered = serializers.IntegerField()
    reactions = serializers.IntegerField()


class ChoiceMadeOutput(serializers.Serializer[Any]):
    text = serializers.CharField()
    votes = serializers.IntegerField()


class PollHeldOutput(serializers.Serializer[Any]):
    text = serializers.CharField()
    voters = serializers.IntegerField()
    choices = ChoiceMadeOutput(many=True)


class RoomFiguresOutput(serializers.Serializer[Any]):
    """What the audience did in the room."""

    lines = LineReceivedOutput(many=True)
    polls = PollHeldOutput(many=True)


class EventBeforeOutput(serializers.Serializer[Any]):
    """The host's last event before this one."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    whole = ReachedOutput()


class ReportFiguresOutput(serializers.Serializer[Any]):
    whole = ReachedOutput()
    steps = ReachedStepOutput(many=True)
    kinds = KindReachedOutput(many=True)
    sources = SourceReachedOutput(many=True, help_text="by which way guests came to their place")
    arrivals = ArrivalsOutput(many=True)
    arrival_minutes = serializers.IntegerField(help_text="of each of the arrivals")
    sums = ReportSumsOutput(many=True, help_text="one for each currency")
    waited = WaitedOutput(allow_null=True, help_text="null: nobody waited for a place")
    room = RoomFiguresOutput(allow_null=True, help_text="null: nobody did anything in the room")


@extend_schema_serializer(component_name="EventReport")
class ReportOutput(serializers.Serializer[Any]):
    """What an event came to. No names."""

    figures = ReportFiguresOutput()
    before = EventBeforeOutput(allow_null=True, help_text="null: it is the host's first")
    frozen_at = serializers.DateTimeField(
        allow_null=True, help_text="its guests were forgotten then, and the figures are those of that moment"
    )


class BadgeParameters(GuestFilterFields):
    sort = SortField(SORTS)
    registrations = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MAX_CHOSEN,
        help_text="these guests alone; none given: all that fit the filters",
    )
    paper = serializers.ChoiceField(
        choices=["a4", "label"], required=False, default="a4", help_text="ten on a sheet, or one on each label"
    )
