"""Events that come again and again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.organizations.models import Organization
from backend.roadshows.enums import SeriesRule


class EventSeries(BaseModel):
    """How one event was made into many. Each date is an event of its own: reviewed, changed and called off by itself."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="event_series")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=60, help_text="on the desk of its host; no guest reads it")
    rule = models.CharField(max_length=15, choices=SeriesRule.choices)
    first_date = models.DateField(help_text="the street's")
    count = models.PositiveSmallIntegerField(null=True, blank=True, help_text="dates of the rule, those left out too")
    until_date = models.DateField(null=True, blank=True)
    left_out = ArrayField(models.DateField(), default=list, blank=True, help_text="dates of the rule without an event")
    idempotency_key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "idempotency_key"], name="event_series_key_once"),
            models.CheckConstraint(
                condition=Q(count__isnull=True, until_date__isnull=False)
                | Q(count__gte=2, count__lte=52, until_date__isnull=True),
                name="event_series_ends_by_count_or_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.rule})"
