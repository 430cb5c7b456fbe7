"""What the operator's desk keeps of its own."""

from django.db import models
from django.db.models import Q

from backend.console.enums import ClockKind
from backend.core.ids import new_id


class ClockAlarm(models.Model):
    """A time in which a clock was apart from the database's, and operators were told. Of each clock at most one lasts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.CharField(max_length=10, choices=ClockKind.choices)
    apart_seconds = models.IntegerField(
        help_text="how far it was ahead of us when the alarm was raised; behind is negative"
    )
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="when it was last found to be apart")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(ended_at=None), name="clock_alarm_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.apart_seconds:+} s"
