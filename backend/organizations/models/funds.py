"""Funds. Never public: the whole row is hidden without an unexpired specific-person determination."""

import pghistory
from django.db import models

from backend.core.models import BaseModel
from backend.core.money import Currency
from backend.organizations.enums import FundType
from backend.organizations.models.organization import Organization


@pghistory.track()
class Fund(BaseModel):
    """A fund of an investment firm. Amounts in minor units."""

    firm = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="funds")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    fund_type = models.CharField(max_length=30, choices=FundType.choices)
    amac_filing_no = models.CharField(max_length=30, blank=True, default="")
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY)
    committed_minor = models.BigIntegerField(null=True, blank=True)
    paid_in_minor = models.BigIntegerField(null=True, blank=True)
    vintage_year = models.PositiveSmallIntegerField(null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["amac_filing_no"], condition=~models.Q(amac_filing_no=""), name="fund_filing_once"
            ),
            models.CheckConstraint(
                condition=models.Q(committed_minor__isnull=True) | models.Q(committed_minor__gte=0),
                name="fund_committed_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name
