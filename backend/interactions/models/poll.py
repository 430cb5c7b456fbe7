"""What a host asks the whole room at once."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q

from backend.core.models import BaseModel
from backend.interactions.enums import PollKind, PollState
from backend.interactions.models.participant import Participant
from backend.roadshows.models import Event

LONGEST_POLL, LONGEST_CHOICE = 200, 80
FEWEST_CHOICES, MOST_CHOICES = 2, 10


def _count(name: str) -> Func:
    return Func(F(name), function="cardinality", output_field=IntegerField())


@pghistory.track(exclude=["votes", "voters"])
class Poll(BaseModel):
    """One question with choices, which are known by their place in the list. Its id is chosen by the hand that writes it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="polls")
    line_id = models.UUIDField(
        null=True, blank=True, help_text="`line` of the agenda that was on stage when it was opened"
    )
    kind = models.CharField(max_length=4, choices=PollKind.choices, default=PollKind.POLL)
    text = models.CharField(max_length=LONGEST_POLL)
    choices = ArrayField(models.CharField(max_length=LONGEST_CHOICE), help_text="in their order")
    right = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="places of the right choices"
    )
    most = models.PositiveSmallIntegerField(default=1, help_text="choices of one person")
    shows_early = models.BooleanField(default=False, help_text="everybody sees the result while it is open")
    state = models.CharField(max_length=8, choices=PollState.choices, default=PollState.DRAFT)
    is_on_screen = models.BooleanField(default=False)
    votes = ArrayField(models.PositiveIntegerField(), help_text="of each choice")
    voters = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(is_on_screen=True), name="poll_alone_on_screen"),
            models.CheckConstraint(
                condition=Q(is_on_screen=False) | Q(state__in=("open", "closed")), name="poll_on_screen_is_shown"
            ),
            models.CheckConstraint(condition=Q(kind="poll", right=[]) | Q(kind="quiz"), name="poll_knows_no_right"),
            models.CheckConstraint(condition=Q(kind="poll") | Q(shows_early=False), name="quiz_shows_nothing_early"),
            models.CheckConstraint(condition=Q(votes__len=_count("choices")), name="poll_counts_each_choice"),
            models.CheckConstraint(
                condition=Q(state="draft") ^ Q(opened_at__isnull=False), name="poll_opened_once_shown"
            ),
        ]
        indexes = [models.Index(fields=["event", "created_at"], name="poll_by_event")]

    def __str__(self) -> str:
        return self.text


class PollAnswer(models.Model):
    """What one participant chose. It may be changed while the poll is open."""

    id = models.BigAutoField(primary_key=True)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="poll_answers")
    chosen = ArrayField(models.PositiveSmallIntegerField(), help_text="places of the choices, in their order")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "participant"], name="poll_answer_once"),
            models.CheckConstraint(condition=~Q(chosen=[]), name="poll_answer_chooses"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.poll_id}"
