"""An investor's thesis: what a firm, or one of its funds, says it invests in."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from backend.core.models import BaseModel
from backend.core.money import Currency
from backend.deals.enums import Instrument, LeadOrFollow, OpenTo, Stage, ThesisState
from backend.organizations.models import Fund, Organization


@pghistory.track()
class Thesis(BaseModel):
    """Typed wishes; an empty list or null means no preference. Tickets in minor units of `currency`."""

    firm = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="theses")
    # Private like every fund: shown only to viewers who may see the fund.
    fund = models.ForeignKey(Fund, on_delete=models.SET_NULL, null=True, blank=True, related_name="theses")
    state = models.CharField(max_length=10, choices=ThesisState.choices, default=ThesisState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True, default="")
    summary = models.TextField(blank=True, default="", help_text="Markdown")

    stages = ArrayField(models.CharField(max_length=20, choices=Stage.choices), default=list, blank=True)
    sectors_include = ArrayField(models.CharField(max_length=24), default=list, blank=True, help_text="any level")
    sectors_exclude = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    keywords = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    cities = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY)
    ticket_min_minor = models.BigIntegerField(null=True, blank=True)
    ticket_max_minor = models.BigIntegerField(null=True, blank=True)
    ticket_min_usd = models.BigIntegerField(null=True, blank=True, help_text="whole US dollars")
    ticket_max_usd = models.BigIntegerField(null=True, blank=True, help_text="whole US dollars")
    instruments = ArrayField(models.CharField(max_length=20, choices=Instrument.choices), default=list, blank=True)
    lead_or_follow = models.CharField(max_length=10, choices=LeadOrFollow.choices, blank=True, default="")
    annual_deals = models.PositiveSmallIntegerField(null=True, blank=True)
    ownership_target_pct = models.PositiveSmallIntegerField(null=True, blank=True)
    revenue_min_minor = models.BigIntegerField(null=True, blank=True)
    pre_revenue_ok = models.BooleanField(null=True, blank=True)
    reinvest_ratio_pct = models.PositiveSmallIntegerField(null=True, blank=True, help_text="返投")
    reinvest_place = models.CharField(max_length=80, blank=True, default="")
    negative_list = models.TextField(blank=True, default="")
    value_add = models.TextField(blank=True, default="")
    decision_days = models.PositiveSmallIntegerField(null=True, blank=True)
    dry_powder_band = models.CharField(max_length=40, blank=True, default="")
    # Competitors of the portfolio: a pitch of one of these fails the conflict gate.
    portfolio_conflicts = models.ManyToManyField(Organization, related_name="+", blank=True)
    open_to = models.CharField(max_length=12, choices=OpenTo.choices, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ticket_min_minor__isnull=True)
                | models.Q(ticket_max_minor__isnull=True)
                | models.Q(ticket_min_minor__lte=models.F("ticket_max_minor")),
                name="thesis_ticket_range_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["firm", "state"], name="thesis_by_firm"),
            GinIndex(fields=["sectors_include"], name="thesis_by_sector"),
        ]

    def __str__(self) -> str:
        return self.title
