"""A pitch: one startup raising one round."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.core.money import Currency
from backend.deals.enums import OPEN_STAGES, BusinessModel, Instrument, PitchState
from backend.files.models import StoredFile
from backend.organizations.models import Organization


@pghistory.track()
class Pitch(BaseModel):
    """The headline of a pitch; its gated blocks are rows of `pitch_blocks`. Amounts in minor units.

    Blank means not said yet; a draft may be as empty as it likes, `services.submit_pitch` asks for the rest.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="pitches")
    state = models.CharField(max_length=10, choices=PitchState.choices, default=PitchState.DRAFT)
    # Raised by every change; the writer sends the one it read and gets 409 when it is stale.
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    one_liner = models.CharField(max_length=40, blank=True, default="", help_text="at most 40 characters")
    one_liner_en = models.CharField(max_length=120, blank=True, default="")
    story = models.TextField(blank=True, default="", help_text="Markdown; block story")
    story_en = models.TextField(blank=True, default="", help_text="Markdown; block story")
    business_model = models.CharField(max_length=10, choices=BusinessModel.choices, blank=True, default="")
    customer_type = models.CharField(max_length=120, blank=True, default="")

    sector_primary = models.CharField(max_length=24, blank=True, default="")
    sectors = ArrayField(models.CharField(max_length=24), default=list, blank=True, help_text="at most 5, primary too")
    tech_keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    country = models.CharField(max_length=3, blank=True, default="CHN", help_text="ISO 3166-1 alpha-3")
    region = models.CharField(max_length=80, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    district = models.CharField(max_length=80, blank=True, default="")

    stage = models.CharField(max_length=20, choices=[(s.value, s.label) for s in OPEN_STAGES], blank=True, default="")
    instrument = models.CharField(max_length=20, choices=Instrument.choices, blank=True, default="")
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY)
    amount_min_minor = models.BigIntegerField(null=True, blank=True)
    amount_target_minor = models.BigIntegerField(null=True, blank=True)
    amount_max_minor = models.BigIntegerField(null=True, blank=True)
    # Of the ask at the day's reference rate, so that currencies compare; see `core.rates`.
    amount_usd = models.BigIntegerField(null=True, blank=True, help_text="whole US dollars")
    close_by_date = models.DateField(null=True, blank=True)
    lead_wanted = models.BooleanField(null=True, blank=True)

    deck = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    deck_version = models.PositiveSmallIntegerField(default=0)

    submitted_at = models.DateTimeField(null=True, blank=True)
    # Reviewed and found good, waiting in review until the company is verified.
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    last_confirmed_at = models.DateTimeField(null=True, blank=True, help_text="stale after 90 days")
    review_reason = models.TextField(blank=True, default="", help_text="of the last refusal")
    completeness = models.PositiveSmallIntegerField(default=0, help_text="percent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_min_minor__isnull=True)
                | models.Q(amount_max_minor__isnull=True)
                | models.Q(amount_min_minor__lte=models.F("amount_max_minor")),
                name="pitch_amount_range_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_min_minor__isnull=True) | models.Q(amount_min_minor__gte=0),
                name="pitch_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="pitch_published_is_dated",
            ),
            models.CheckConstraint(condition=models.Q(sectors__len__lte=5), name="pitch_at_most_5_sectors"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="pitch_newest"),
            models.Index(fields=["organization", "state"], name="pitch_by_organization"),
            GinIndex(fields=["sectors"], name="pitch_by_sector"),
        ]

    def __str__(self) -> str:
        return f"{self.one_liner or self.pk} ({self.state})"
