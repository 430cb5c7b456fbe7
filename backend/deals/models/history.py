"""Closed rounds: the public record of who invested in whom. Amounts in minor units."""

import pghistory
from django.db import models

from backend.core.models import BaseModel
from backend.core.money import Currency
from backend.deals.enums import Stage
from backend.organizations.enums import DatePrecision
from backend.organizations.models import Organization


@pghistory.track()
class FundingRound(BaseModel):
    """One closed round of one company. `round_label` is the source's own word; `stage` ours."""

    company = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="rounds")
    round_label = models.CharField(max_length=60, blank=True, default="")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.UNKNOWN)
    closed_on = models.DateField()
    closed_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True, default="")
    amount_usd = models.BigIntegerField(null=True, blank=True, help_text="whole US dollars; the whole round")
    valuation_band = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=160, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="round_external_id_once"
            ),
        ]
        indexes = [models.Index(fields=["company", "-closed_on"], name="round_by_company")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.stage} {self.closed_on}"


class RoundInvestor(BaseModel):
    """An investor of a closed round."""

    round = models.ForeignKey(FundingRound, on_delete=models.CASCADE, related_name="participations")
    investor = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="participations")
    is_lead = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "investor"], name="round_investor_once")]

    def __str__(self) -> str:
        return f"{self.investor_id} in {self.round_id}"
