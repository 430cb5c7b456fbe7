"""An evening that can be watched again."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.core.models import BaseModel
from backend.roadshows.models import Event


@pghistory.track(exclude=["start", "log"])
class Replay(BaseModel):
    """What the room said in the order it was said, kept when the evening ended, and where the host put its recording.

    It holds no name of who asked. What is shown of it is what the room shows still (`selectors.replays`).
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="replay")
    began_at = models.DateTimeField(help_text="when the event went on")
    ended_at = models.DateTimeField()
    start = models.JSONField(default=dict, help_text="the public state of the room when it went on")
    log = models.JSONField(default=list, help_text="[{ms: since it went on, payload}], in their order")
    recording_url = models.URLField(max_length=500, blank=True, default="")
    recording_began_at = models.DateTimeField(null=True, blank=True, help_text="the moment its first picture shows")
    is_open = models.BooleanField(default=False, help_text="whoever may read the event's page may watch")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=models.F("began_at")), name="replay_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(recording_url="") | Q(recording_began_at__isnull=False), name="replay_recording_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"replay of {self.event_id}"
