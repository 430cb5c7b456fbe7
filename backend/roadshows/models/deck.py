"""What a company shows at one event."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.models import Pitch
from backend.files.models import StoredFile
from backend.roadshows.models.event import Event


@pghistory.track()
class FinalDeck(BaseModel):
    """The deck a company brought for an event, a file of its own; or that its host lets it bring another."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="final_decks")
    pitch = models.ForeignKey(Pitch, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_late = models.BooleanField(default=False, help_text="brought after it was due")
    host_may_download = models.BooleanField(default=False, help_text="the host's team may take the file along")
    reopened_at = models.DateTimeField(
        null=True, blank=True, help_text="the host lets the company bring another though it is due; blank again after"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "pitch"], name="final_deck_once"),
            models.CheckConstraint(
                condition=models.Q(file__isnull=True) | models.Q(delivered_at__isnull=False),
                name="final_deck_file_was_delivered",
            ),
        ]

    def __str__(self) -> str:
        return f"final deck of {self.pitch_id} for {self.event_id}"
