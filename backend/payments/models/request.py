"""Payers who ask for money back."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.core.money import Money
from backend.payments.enums import RequestState
from backend.payments.models.order import Order, Refund


@pghistory.track()
class RefundRequest(BaseModel):
    """One question of a payer, and its answer. How far the money is, its refund knows (`stage`)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refund_requests")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.REQUESTED)
    reason = models.CharField(max_length=400)
    usual_minor = models.BigIntegerField(help_text="what the seller's rule named when it was asked")
    answer = models.CharField(max_length=200, blank=True, default="", help_text="told to who asked")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="requested"), name="refund_request_one_open"),
            models.CheckConstraint(
                condition=Q(state="approved", refund__isnull=False) | (~Q(state="approved") & Q(refund__isnull=True)),
                name="refund_request_approved_has_refund",
            ),
            models.CheckConstraint(
                condition=Q(state="requested") | Q(answered_at__isnull=False), name="refund_request_answer_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="refund_request_refused_says_why"
            ),
            # A request states what the answer was; where the money is, is said by its refund alone.
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "refused"]), name="refund_request_state_is_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="refund_request_by_state")]

    def __str__(self) -> str:
        return f"request of {self.order_id} ({self.state})"

    @property
    def stage(self) -> RequestState:
        """The answer, and after a yes how far the money is."""
        if self.refund is None:
            return RequestState(self.state)
        if self.refund.is_over:
            return RequestState.DONE
        return RequestState.SENT if self.refund.is_sent else RequestState.APPROVED

    @property
    def usual(self) -> Money:
        return Money(self.usual_minor, self.order.money.currency)
