"""What an organization says of the money it takes."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.core.models import BaseModel
from backend.organizations.models import Organization


@pghistory.track()
class PayeeTerms(BaseModel):
    """Where transfers go to, and the tax in its prices. An order keeps what stood here when it was written."""

    payee = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    account_name = models.CharField(max_length=100, blank=True, default="")
    bank = models.CharField(max_length=120, blank=True, default="")
    account_number = models.CharField(max_length=40, blank=True, default="")
    account_note = models.CharField(max_length=200, blank=True, default="", help_text="told with the account")
    tax_bp = models.PositiveSmallIntegerField(default=0, help_text="tax in the price, in hundredths of a percent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account_name="", bank="", account_number="")
                | (~Q(account_name="") & ~Q(bank="") & ~Q(account_number="")),
                name="payee_account_whole_or_none",
            ),
            models.CheckConstraint(condition=Q(tax_bp__lte=10_000), name="payee_tax_at_most_100_percent"),
        ]

    def __str__(self) -> str:
        return f"terms of {self.payee_id}"

    @property
    def has_account(self) -> bool:
        return bool(self.account_number)
