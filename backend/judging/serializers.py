"""Wire forms of judging: of its judges' page, and of its host's desk."""

from fractions import Fraction
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.deals.enums import OPEN_STAGE_CHOICES
from backend.judging.enums import DeclaredBy, JudgingMethod, OthersScores, PanelState
from backend.judging.links import address_of
from backend.judging.models import HEAVIEST, MOST_POINTS, Conflict, Criterion, Judge, Panel
from backend.judging.services.panels import MOST_CRITERIA, rounded


@extend_schema_field(OpenApiTypes.DOUBLE)
class ScoreField(serializers.Field[Fraction, Any, float, Any]):
    """An exact score, said in hundredths."""

    def __init__(self, **given: Any) -> None:
        super().__init__(read_only=True, **given)

    def to_representation(self, value: Fraction) -> float:
        return float(rounded(value))


class PanelInput(serializers.Serializer[Any]):
    method = serializers.ChoiceField(choices=JudgingMethod.choices)
    others_scores = serializers.ChoiceField(choices=OthersScores.choices)


class PanelStateInput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=PanelState.choices)


class CriterionInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="of one that stands already")
    name = serializers.CharField(max_length=40)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    anchors = serializers.CharField(max_length=600, required=False, allow_blank=True, default="")
    anchors_en = serializers.CharField(max_length=1200, required=False, allow_blank=True, default="")
    stages = serializers.ListField(
        child=serializers.ChoiceField(choices=OPEN_STAGE_CHOICES), required=False, default=list, help_text="empty: all"
    )
    weight = serializers.IntegerField(min_value=1, max_value=HEAVIEST)
    most_points = serializers.IntegerField(min_value=1, max_value=MOST_POINTS)
    is_required = serializers.BooleanField(required=False, default=True)


class RubricEditionInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=0, help_text="of the rubric as it was read")


class RubricInput(RubricEditionInput):
    criteria = CriterionInput(many=True, min_length=1, max_length=MOST_CRITERIA)  # type: ignore[call-arg]


class JudgeInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    email = serializers.EmailField(required=False, allow_blank=True, default="")


class ConflictInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PointsInput(serializers.Serializer[Any]):
    criterion = serializers.UUIDField()
    value = serializers.IntegerField(min_value=0, max_value=MOST_POINTS)


class SheetInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=0, help_text="of the sheet as it was read; 0: there was none")
    points = PointsInput(many=True, max_length=MOST_CRITERIA)  # type: ignore[call-arg]
    is_abstained = serializers.BooleanField(required=False, default=False)
    comment = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ResultsParameters(serializers.Serializer[Any]):
    file = serializers.ChoiceField(choices=["csv", "xlsx"], required=False, default="csv")


@extend_schema_serializer(component_name="JudgingPanel")
class PanelOutput(serializers.ModelSerializer[Panel]):
    state = serializers.ChoiceField(choices=PanelState.choices)
    method = serializers.ChoiceField(choices=JudgingMethod.choices)
    others_scores = serializers.ChoiceField(choices=OthersScores.choices)

    class Meta:
        model = Panel
        fields = ["state", "method", "others_scores", "edition", "revealed_at"]
        read_only_fields = fields


@extend_schema_serializer(component_name="JudgingCriterion")
class CriterionOutput(serializers.ModelSerializer[Criterion]):
    stages = serializers.ListField(child=serializers.ChoiceField(choices=OPEN_STAGE_CHOICES))

    class Meta:
        model = Criterion
        fields = [
            *("id", "name", "name_en", "anchors", "anchors_en", "stages", "weight", "most_points", "is_required"),
        ]
        read_only_fields = fields


@extend_schema_serializer(component_name="JudgedPitch")
class JudgedPitchOutput(serializers.Serializer[Any]):
    """A line of the run of show that names a pitch."""

    id = serializers.UUIDField(source="pitch.pk")
    line = serializers.UUIDField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    stage = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES, source="pitch.stage", allow_blank=True)
    company = serializers.CharField(source="pitch.organization.display_name")
    company_en = serializers.CharField(source="pitch.organization.name_en")


@extend_schema_serializer(component_name="JudgingConflict")
class ConflictOutput(serializers.ModelSerializer[Conflict]):
    judge = serializers.UUIDField(source="judge_id")
    pitch = serializers.UUIDField(source="pitch_id")
    declared_by = serializers.ChoiceField(choices=DeclaredBy.choices)

    class Meta:
        model = Conflict
        fields = ["judge", "pitch", "reason", "declared_by", "declared_at"]
        read_only_fields = fields


@extend_schema_serializer(component_name="JudgingPoints")
class PointsOutput(serializers.Serializer[Any]):
    criterion = serializers.UUIDField()
    value = serializers.IntegerField()


@extend_schema_serializer(component_name="JudgingSheet")
class SheetOutput(serializers.Serializer[Any]):
    """`score` of 100 as it counts now; null for one that does not. `deviation` in spreads of the judge's own scores."""

    judge = serializers.UUIDField(source="sheet.judge_id")
    pitch = serializers.UUIDField(source="sheet.pitch_id")
    edition = serializers.IntegerField(source="sheet.edition")
    points = serializers.SerializerMethodField()
    is_abstained = serializers.BooleanField(source="sheet.is_abstained")
    is_complete = serializers.BooleanField(source="sheet.is_complete")
    comment = serializers.CharField(source="sheet.comment")
    saved_at = serializers.DateTimeField(source="sheet.saved_at")
    score = ScoreField(allow_null=True)
    deviation = ScoreField(allow_null=True)

    @extend_schema_field(PointsOutput(many=True))
    def get_points(self, one: Any) -> list[dict[str, Any]]:
        return [{"criterion": str(criterion), "value": value} for criterion, value in one.points.items()]


@extend_schema_serializer(component_name="JudgingResult")
class ResultOutput(serializers.Serializer[Any]):
    pitch = serializers.UUIDField()
    place = serializers.IntegerField()
    is_tied = serializers.BooleanField()
    score = ScoreField(help_text="by the panel's method")
    raw = ScoreField(help_text="plain mean")
    lowest = ScoreField()
    highest = ScoreField()
    judges = serializers.IntegerField()
    dropped = serializers.IntegerField(help_text="of these scores, left out by the method")


@extend_schema_serializer(component_name="JudgingJudge")
class JudgeOutput(serializers.ModelSerializer[Judge]):
    url = serializers.SerializerMethodField(help_text="the personal link; blank while it is revoked")

    class Meta:
        model = Judge
        fields = ["id", "name", "title", "email", "url", "last_seen_at", "revoked_at"]
        read_only_fields = fields

    def get_url(self, judge: Judge) -> str:
        is_good = judge.revoked_at is None and not judge.is_forgotten
        return address_of(judge.event_id, judge.pk, judge.link_edition) if is_good else ""


@extend_schema_serializer(component_name="JudgingDesk")
class DeskOutput(serializers.Serializer[Any]):
    """All of an event's judging, for those who run it. `steps`: states the panel may be put into now."""

    panel = PanelOutput()
    steps = serializers.ListField(child=serializers.ChoiceField(choices=PanelState.choices))
    criteria = CriterionOutput(many=True, source="rubric")
    pitches = JudgedPitchOutput(many=True, source="judged")
    judges = JudgeOutput(many=True)
    conflicts = ConflictOutput(many=True)
    sheets = SheetOutput(many=True)
    results = ResultOutput(many=True)


@extend_schema_serializer(component_name="JudgesPitch")
class OwnPitchOutput(JudgedPitchOutput):
    """A pitch as one judge sees it. `others`: what others gave, lowest first; null where the judge may not know."""

    sheet = SheetOutput(allow_null=True)
    conflict = ConflictOutput(allow_null=True)
    others = serializers.ListField(child=ScoreField(), allow_null=True)


@extend_schema_serializer(component_name="JudgesDrift")
class DriftOutput(serializers.Serializer[Any]):
    recent = ScoreField()
    earlier = ScoreField()
    difference = ScoreField()


@extend_schema_serializer(component_name="JudgesEvent")
class JudgedEventOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    title_en = serializers.CharField()


@extend_schema_serializer(component_name="JudgesView")
class JudgesViewOutput(serializers.Serializer[Any]):
    """What a judge's link opens. `room_pass` goes into X-Room-Pass."""

    event = JudgedEventOutput()
    id = serializers.UUIDField(help_text="of the judge")
    name = serializers.CharField()
    title = serializers.CharField()
    room_pass = serializers.CharField()
    feed = serializers.CharField(help_text="of the judges")
    panel = PanelOutput()
    criteria = CriterionOutput(many=True)
    pitches = OwnPitchOutput(many=True)
    drift = DriftOutput(allow_null=True)
