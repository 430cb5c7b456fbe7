"""The panel of an event: by what it judges, who judges, and what they gave."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.enums import OPEN_STAGE_CHOICES
from backend.deals.models import Pitch
from backend.judging.enums import DeclaredBy, JudgingMethod, OthersScores, PanelState
from backend.roadshows.models import Event

MOST_POINTS, HEAVIEST = 100, 100


@pghistory.track()
class Panel(BaseModel):
    """How the pitches of an event are judged. An event without a row has what stands here."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="panel")
    method = models.CharField(max_length=13, choices=JudgingMethod.choices, default=JudgingMethod.MEAN)
    others_scores = models.CharField(max_length=9, choices=OthersScores.choices, default=OthersScores.NEVER)
    state = models.CharField(max_length=8, choices=PanelState.choices, default=PanelState.DRAFT)
    edition = models.PositiveIntegerField(default=0, help_text="of the rubric")
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="revealed") ^ Q(revealed_at__isnull=True), name="panel_revealed_says_when"
            )
        ]

    def __str__(self) -> str:
        return f"panel of {self.event_id}"


@pghistory.track()
class Criterion(BaseModel):
    """One line of the rubric, for all pitches or for those of some stages."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    stages = ArrayField(
        models.CharField(max_length=20, choices=OPEN_STAGE_CHOICES), default=list, blank=True, help_text="empty: all"
    )
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True, default="")
    anchors = models.CharField(max_length=600, blank=True, default="", help_text="what few, some and most points mean")
    anchors_en = models.CharField(max_length=1200, blank=True, default="")
    weight = models.PositiveSmallIntegerField(default=1)
    most_points = models.PositiveSmallIntegerField(default=10)
    is_required = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "position"], name="criterion_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=HEAVIEST), name="criterion_weight_1_to_100"),
            models.CheckConstraint(
                condition=Q(most_points__gte=1, most_points__lte=MOST_POINTS), name="criterion_points_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Who they are is forgotten with the guests, so no history keeps it.
@pghistory.track(exclude=["name", "title", "email", "link_digest", "last_seen_at"])
class Judge(BaseModel):
    """Somebody who judges at one event by a personal link. While it is revoked, what they gave does not count."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="judges")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True, default="", help_text="what they do, and where")
    email = models.EmailField(blank=True, default="")
    link_edition = models.PositiveIntegerField(default=1, help_text="another with each new link")
    link_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["event", "created_at"], name="judge_by_event")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_forgotten(self) -> bool:
        """With the guests of the event; nobody judges by such a row any more."""
        return self.name == ""


@pghistory.track(exclude=["reason"])
class Conflict(BaseModel):
    """A judge who has something to win or to lose with a pitch; what they gave it does not count."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="conflicts")
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="judges_conflicts")
    reason = models.CharField(max_length=200, blank=True, default="")
    declared_by = models.CharField(max_length=5, choices=DeclaredBy.choices)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judge", "pitch"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.judge_id} and {self.pitch_id}"


@pghistory.track()
class Sheet(BaseModel):
    """What one judge says of one pitch. Each change is another edition, so that no phone overwrites what it never read."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="sheets")
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="judges_sheets")
    # As the pitch was when it was judged: another stage would be another rubric.
    stage = models.CharField(max_length=20, choices=OPEN_STAGE_CHOICES, blank=True, default="")
    is_abstained = models.BooleanField(default=False)
    is_complete = models.BooleanField(default=False, help_text="all that is required has points")
    comment = models.CharField(max_length=1000, blank=True, default="", help_text="for the host")
    edition = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(help_text="the first time")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judge", "pitch"], name="sheet_once"),
            models.CheckConstraint(
                condition=Q(is_abstained=False) | Q(is_complete=False), name="sheet_abstained_has_no_score"
            ),
            models.CheckConstraint(condition=Q(saved_at__gte=F("submitted_at")), name="sheet_saved_after_first"),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} on {self.pitch_id}"


@pghistory.track()
class Points(BaseModel):
    """Of one criterion on one sheet."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(Criterion, on_delete=models.RESTRICT, related_name="points")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="points_once"),
            models.CheckConstraint(condition=Q(value__lte=MOST_POINTS), name="points_at_most_100"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class Placing(BaseModel):
    """What everybody reads of one pitch, kept as it was when the results were revealed, and gone when they are withdrawn."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="placings")
    pitch = models.ForeignKey(Pitch, on_delete=models.SET_NULL, null=True, related_name="placings")
    line_id = models.UUIDField(help_text="`line` of the agenda")
    place = models.PositiveSmallIntegerField()
    is_tied = models.BooleanField()
    score = models.DecimalField(max_digits=6, decimal_places=2)
    raw = models.DecimalField(max_digits=6, decimal_places=2)
    judges = models.PositiveSmallIntegerField(help_text="whose scores were given")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "line_id"], name="placing_once"),
            models.CheckConstraint(condition=Q(place__gte=1, judges__gte=1), name="placing_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.line_id}"
