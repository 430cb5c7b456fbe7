"""Who is known in a room, and how its host lets them take part."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.models import Event, Registration


class Participant(BaseModel):
    """Somebody who may ask and vote at one event: an account, or the holder of a ticket, once each."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80, help_text="as the room reads it")
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="participant_once_by_account"),
            models.UniqueConstraint(fields=["event", "registration"], name="participant_once_by_ticket"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class RoomRules(BaseModel):
    """How a host takes questions. An event without a row has what stands here."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="room_rules")
    takes_questions = models.BooleanField(default=True)
    looks_first = models.BooleanField(default=True, help_text="a question is shown once its host says so")
    slow_seconds = models.PositiveSmallIntegerField(default=30, help_text="between two questions of one person")
    held_words = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="a question with one waits to be looked at"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(slow_seconds__lte=3600), name="room_slow_mode_is_no_ban")]

    def __str__(self) -> str:
        return f"rules of {self.event_id}"
