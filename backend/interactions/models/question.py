"""What the audience wants to know."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.models import Pitch
from backend.interactions.enums import HiddenBecause, QuestionState
from backend.interactions.models.participant import Participant
from backend.roadshows.models import Event

LONGEST, LONGEST_ANSWER = 300, 1000


@pghistory.track(exclude=["votes"])
class Question(BaseModel):
    """A question of one participant, told to its asker wherever it goes. Its id is chosen by the phone that asks."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="audience_questions")
    participant = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="questions")
    line_id = models.UUIDField(null=True, blank=True, help_text="`line` of the agenda that was on stage")
    # Whose pitch was on stage, who answers what the evening had no time for.
    pitch = models.ForeignKey(
        Pitch, on_delete=models.SET_NULL, null=True, blank=True, related_name="audience_questions"
    )
    text = models.CharField(max_length=LONGEST)
    is_anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=QuestionState.choices, default=QuestionState.QUEUE)
    hidden_because = models.CharField(max_length=9, choices=HiddenBecause.choices, blank=True, default="")
    # It waits because of a word its host wants to look at.
    is_held = models.BooleanField(default=False)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True, default="", help_text="written, by the company")
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Its asker was muted by it, or by another named one where it is named: nothing else joins two of who asks as nobody.
    mutes_asker = models.BooleanField(default=False)
    votes = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(state="on_screen"), name="question_alone_on_screen"),
            models.CheckConstraint(condition=Q(state="hidden") ^ Q(hidden_because=""), name="question_hidden_says_why"),
        ]
        indexes = [
            models.Index(fields=["event", "asked_at"], name="question_by_event"),
            models.Index(fields=["pitch", "-asked_at"], condition=Q(pitch__isnull=False), name="question_by_pitch"),
            models.Index(fields=["participant", "-asked_at"], name="question_by_asker"),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionVote(models.Model):
    """One participant wants to hear the answer too."""

    id = models.BigAutoField(primary_key=True)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="vote_rows")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="vote_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "participant"], name="question_vote_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} for {self.question_id}"
