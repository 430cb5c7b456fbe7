"""What a host says to everybody in the room."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.models import Event

LONGEST_ANNOUNCEMENT = 200


@pghistory.track()
class Announcement(BaseModel):
    """It stands until it is taken down. Its id is chosen by the hand that writes it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="announcements")
    text = models.CharField(max_length=LONGEST_ANNOUNCEMENT)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["event", "said_at"], name="announcement_by_event")]

    def __str__(self) -> str:
        return self.text
