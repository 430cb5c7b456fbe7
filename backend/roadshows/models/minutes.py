"""What a closed event came to, in its host's words."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.models.event import Event


@pghistory.track()
class Minutes(BaseModel):
    """A draft of the host's team until it is shared with the guests. Every edition stays in the row history."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="minutes")
    # Raised by every change; the writer sends the one they read and gets 409 when it is stale.
    edition = models.PositiveIntegerField(default=1)
    text = models.TextField(help_text="Markdown")
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True, help_text="blank: a draft")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="minutes_say_something")]

    def __str__(self) -> str:
        return f"minutes of {self.event_id}"
