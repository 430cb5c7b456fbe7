"""What an event asks of its guests: questions, their answers, and a consent of the event's own."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.core.models import BaseModel
from backend.roadshows.enums import DecisionLetterKind, QuestionKind, QuestionPhase
from backend.roadshows.models.event import Event
from backend.roadshows.models.registration import Registration


class Question(BaseModel):
    """One question. Once somebody answered it its words stay: a host who changes them asks another (`services.asking`),
    and what was said to the old one is read beside the old words.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12, choices=QuestionPhase.choices, default=QuestionPhase.REGISTERING)
    kind = models.CharField(max_length=12, choices=QuestionKind.choices)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=300, blank=True, default="")
    # An option is known by its words; those of one place belong together.
    options = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    options_en = ArrayField(models.CharField(max_length=160, blank=True), default=list, blank=True)
    is_required = models.BooleanField(default=False, help_text="of whom it is shown to")
    is_gated = models.BooleanField(default=False, help_text="another answer is another thing to approve")
    is_per_place = models.BooleanField(default=False, help_text="asked for each place that is taken at once")
    is_shown_at_door = models.BooleanField(default=False, help_text="the door sees what a guest said")
    is_asked_at_door = models.BooleanField(default=False, help_text="of who comes without a ticket as well")
    shown_if = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="blank: shown always"
    )
    shown_if_values = ArrayField(models.CharField(max_length=80), default=list, blank=True, help_text="one of them")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="no longer asked; what was answered stays")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["choice", "choices"], options__len__gte=2)
                | (~Q(kind__in=["choice", "choices"]) & Q(options__len=0)),
                name="question_options_of_choices",
            ),
            models.CheckConstraint(
                condition=Q(shown_if__isnull=True, shown_if_values__len=0)
                | Q(shown_if__isnull=False, shown_if_values__len__gte=1),
                name="question_shown_if_some_value",
            ),
            models.CheckConstraint(
                condition=Q(is_gated=False) | Q(phase="registering"), name="question_gated_is_asked_first"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "position"], condition=Q(retired_at=None), name="question_asked_by_event"),
        ]

    def __str__(self) -> str:
        return self.label


class Answer(BaseModel):
    """What one guest said to one question: one value, or several where several options may be chosen."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    values = ArrayField(models.CharField(max_length=2000))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(values__len__gte=1), name="answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {len(self.values)}"


class EventConsent(BaseModel):
    """One edition of what guests of an event agree to beside the street's own text. Never changed: another is written."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="consents")
    number = models.PositiveIntegerField(help_text="of its event, from 1")
    text = models.TextField()
    text_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="event_consent_number_once")]
        triggers = [pgtrigger.Protect(name="event_consent_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.event_id} {self.number}"


class DecisionLetter(BaseModel):
    """A host's own words to who is approved or refused, for one event; in a language that is blank the street's are read."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="decision_letters")
    kind = models.CharField(max_length=8, choices=DecisionLetterKind.choices)
    subject_zh_hans = models.CharField(max_length=120, blank=True, default="")
    body_zh_hans = models.TextField(blank=True, default="")
    subject_zh_hant = models.CharField(max_length=120, blank=True, default="")
    body_zh_hant = models.TextField(blank=True, default="")
    subject_en = models.CharField(max_length=120, blank=True, default="")
    body_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind"], name="decision_letter_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.event_id}"
