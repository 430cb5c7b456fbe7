"""A rehearsal that was held."""

from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.models import Event


class Rehearsal(BaseModel):
    """What a checklist and a walk with simulated guests found at one moment. Nothing of the walk itself is kept."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rehearsals")
    held_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField()
    guests = models.PositiveSmallIntegerField(help_text="simulated")
    checks = models.JSONField(help_text="[{check, standing, count}]")
    steps = models.JSONField(help_text="[{step, done, refused: {code: how many}}]")

    class Meta:
        indexes = [models.Index(fields=["event", "-held_at"], name="rehearsal_by_event")]

    def __str__(self) -> str:
        return f"rehearsal of {self.event_id}"
