"""What investors let companies know during a pitch."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.core.models import BaseModel
from backend.deals.models import Pitch
from backend.interactions.enums import InterestKind
from backend.interactions.models.participant import Participant
from backend.organizations.models import Organization
from backend.roadshows.models import Event


@pghistory.track()
class InterestMark(BaseModel):
    """Of one investor for one pitch of one evening; known to that company and its maker alone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="interest_marks")
    participant = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="interest_marks")
    firm = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="interest_marks")
    pitch = models.ForeignKey(Pitch, on_delete=models.CASCADE, related_name="interest_marks")
    kind = models.CharField(max_length=12, choices=InterestKind.choices)
    page = models.PositiveSmallIntegerField(default=0, help_text="of the deck that was on stage; 0: none was")
    marked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "pitch"], name="interest_once_each"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("marked_at")),
                name="interest_withdrawn_after",
            ),
        ]
        indexes = [models.Index(fields=["pitch", "-marked_at"], name="interest_by_pitch")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.pitch_id}"
