"""What an event came to, kept for when its guests are not known any more."""

from django.db import models

from backend.core.models import BaseModel
from backend.roadshows.models.event import Event


class EventReport(BaseModel):
    """The figures of one event as they were when its guests lost their names. Written once."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="report")
    figures = models.JSONField(help_text="as `report.Report.plain` writes them")
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"report of {self.event_id}"
