"""How the room received each line of the evening."""

from django.db import models
from django.db.models import Q

from backend.interactions.enums import ReactionKind
from backend.roadshows.models import Event


class ReactionCount(models.Model):
    """Taps of one kind while one line was on stage; whose they were is not kept."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reaction_counts")
    line_id = models.UUIDField(null=True, blank=True, help_text="`line` of the agenda; none: nothing was on stage")
    kind = models.CharField(max_length=5, choices=ReactionKind.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "line_id", "kind"], nulls_distinct=False, name="reactions_once_each"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="reactions_were_made"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"
