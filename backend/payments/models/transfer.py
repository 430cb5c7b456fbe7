"""Orders paid by bank transfer: where the money is to go, what was shown for it, and what the payee found."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.files.models import StoredFile
from backend.payments.enums import TransferState
from backend.payments.models.order import Order


@pghistory.track()
class Transfer(BaseModel):
    """One order that is to be paid from a bank. The account is the one its payer was told, whatever it is by now."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="transfer")
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.AWAITED)
    expires_at = models.DateTimeField(help_text="until then a proof may be sent")
    account_name = models.CharField(max_length=100)
    bank = models.CharField(max_length=120)
    account_number = models.CharField(max_length=40)
    account_note = models.CharField(max_length=200, blank=True, default="")

    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=200, blank=True, default="", help_text="of the last proof; told to the payer")
    note = models.CharField(max_length=200, blank=True, default="", help_text="the bank's own number of the money")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "accepted"]) | Q(decided_at__isnull=False),
                name="transfer_decided_is_dated",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="transfer_refused_says_why"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False), name="transfer_submitted_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="transfer_by_state")]

    def __str__(self) -> str:
        return f"transfer of {self.order_id} ({self.state})"


class TransferProof(BaseModel):
    """What a payer sent to show that they paid."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="proofs")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"proof of {self.transfer_id}"
