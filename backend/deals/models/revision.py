"""What a team changed in a pitch that was already approved, until a reviewer has read it too."""

import pghistory
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.models.pitch import Pitch
from backend.files.models import StoredFile


@pghistory.track()
class PitchRevision(BaseModel):
    """The reviewed parts as they shall read; the rows of the pitch keep the approved ones until this is approved.

    Written under the lock of the pitch's row. Only what differs is in it, and an empty one does not exist.
    """

    pitch = models.OneToOneField(Pitch, on_delete=models.CASCADE, related_name="revision")
    values = models.JSONField(default=dict, blank=True, help_text="column, or block.column → value")
    people = models.JSONField(default=dict, blank=True, help_text="id of a team entry → how it shall read")
    deck = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Null while the team still writes; any further change takes it out of the queue again.
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.TextField(blank=True, default="", help_text="of the last refusal")

    class Meta:
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                name="revision_queue",
                condition=models.Q(submitted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"revision of {self.pitch_id}"
