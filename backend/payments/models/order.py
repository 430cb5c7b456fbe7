"""Orders of money, the sessions they are paid in, refunds, and the inbox of what a gateway tells."""

import secrets

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.core.money import Currency, Money
from backend.organizations.models import Organization
from backend.payments.enums import BY_TRANSFER, RETURNED, CheckoutState, OrderState, RefundCause, RefundState

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


@pghistory.track()
class Order(BaseModel):
    """One sum owed to one organization. `subject` names what it is for in the seller's own words; nothing here reads it."""

    code = models.CharField(max_length=12, default=new_code, unique=True, editable=False)
    payee = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    description = models.CharField(max_length=120, help_text="what the payer reads at the gateway")
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    # What the seller sums its orders up by, in its own words as well.
    occasion_id = models.UUIDField(null=True, blank=True)
    occasion = models.CharField(max_length=120, blank=True, default="")

    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, choices=Currency.choices)
    state = models.CharField(max_length=20, choices=OrderState.choices, default=OrderState.CREATED)
    closes_at = models.DateTimeField(help_text="until then it may be paid; moved by each session that is opened")
    paid_at = models.DateTimeField(null=True, blank=True)
    tax_bp = models.PositiveSmallIntegerField(
        default=0, help_text="tax in the price, in hundredths of a percent, as the payee had it when this was written"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="order_subject_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="order_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["created", "requires_action", "failed"]) | Q(paid_at__isnull=False),
                name="order_paid_is_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"], condition=Q(state__in=["created", "requires_action"]), name="order_to_close"
            ),
            models.Index(fields=["payee", "-id"], name="order_by_payee"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, Currency(self.currency))

    @property
    def is_paid(self) -> bool:
        """Money came that has not all gone back."""
        return self.state in (OrderState.SUCCEEDED, OrderState.PARTIALLY_REFUNDED)


@pghistory.track()
class Checkout(BaseModel):
    """One session at a gateway. Its id is the key under which the gateway is asked, so that asking twice opens one."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="checkouts")
    gateway = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=CheckoutState.choices, default=CheckoutState.PREPARING)
    expires_at = models.DateTimeField()
    success_url = models.URLField(max_length=500)
    cancel_url = models.URLField(max_length=500)
    session_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - NULL until the gateway answered
    url = models.TextField(blank=True, default="")
    payment_id = models.CharField(max_length=255, blank=True, default="", help_text="the gateway's, once there is one")
    polled_at = models.DateTimeField(null=True, blank=True)

    # Money that came, and of it what is on its way back or was given back.
    paid_minor = models.BigIntegerField(default=0)
    returning_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)

    paid_at = models.DateTimeField(null=True, blank=True)
    tax_minor = models.BigIntegerField(default=0, help_text="of what came, the tax in it")
    # In the currency the gateway settles in, which may be another than the order's.
    fee_minor = models.BigIntegerField(null=True, blank=True, help_text="blank: the gateway has not said yet")
    fee_currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(gateway="transfer"), name="checkout_one_transfer_of_an_order"
            ),
            models.UniqueConstraint(fields=["session_id"], name="checkout_session_once"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["preparing", "open", "processing"]), name="checkout_one_open"
            ),
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0)
                & Q(returning_minor__gte=0)
                & Q(paid_minor__gte=F("returned_minor") + F("returning_minor")),
                name="checkout_returns_at_most_what_came",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_minor__gt=0) | (~Q(state="paid") & Q(paid_minor=0)),
                name="checkout_paid_has_money",
            ),
        ]
        indexes = [
            models.Index(fields=["polled_at"], condition=Q(state__in=["open", "processing"]), name="checkout_to_poll"),
            models.Index(fields=["expires_at"], condition=Q(state="expired"), name="checkout_to_ask_again"),
            models.Index(fields=["payment_id"], condition=~Q(payment_id=""), name="checkout_by_payment"),
            models.Index(
                fields=["polled_at"], condition=Q(state="paid", fee_minor__isnull=True), name="checkout_fee_unknown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.state}"

    @property
    def is_transfer(self) -> bool:
        """Money that came by the bank, and goes back by hand."""
        return self.gateway == BY_TRANSFER

    @property
    def left_minor(self) -> int:
        """What may still be given back."""
        return self.paid_minor - self.returning_minor - self.returned_minor


@pghistory.track()
class Refund(BaseModel):
    """Money going back. Its id is the key under which the gateway is asked."""

    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    cause = models.CharField(max_length=12, choices=RefundCause.choices)
    cause_key = models.CharField(max_length=100, help_text="one refund for one cause")
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True, default="", help_text="told to who paid")
    settled_note = models.CharField(max_length=200, blank=True, default="", help_text="how it was given back elsewhere")
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.REQUESTED)
    # The gateway is asked anew under another key: what it once refused it would refuse again by the old one.
    attempt = models.PositiveSmallIntegerField(default=1)
    provider_id = models.CharField(max_length=255, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    tax_minor = models.BigIntegerField(default=0, help_text="of what went back, the tax in it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "cause_key"], name="refund_cause_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_is_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "settled"]) | Q(done_at__isnull=False), name="refund_done_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["retry_at"], condition=Q(state__in=["requested", "sent"]), name="refund_to_send"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="refund_by_provider"),
            models.Index(fields=["checkout"], condition=Q(state="failed"), name="refund_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} ({self.state})"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.checkout.order.money.currency)

    @property
    def gateway_key(self) -> str:
        """Under which the gateway is asked for it."""
        return f"refund-{self.pk}" if self.attempt == 1 else f"refund-{self.pk}-{self.attempt}"

    @property
    def is_over(self) -> bool:
        """The money is back with who paid it."""
        return self.state in RETURNED

    @property
    def is_sent(self) -> bool:
        return self.state == RefundState.SENT


class WebhookEvent(models.Model):
    """What a gateway told, once for each of its events. The request only writes the row; a job does what follows."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    # Of its object the gateway is asked anew, so what it said is not kept.
    session_id = models.CharField(max_length=255, blank=True, default="")
    payment_id = models.CharField(max_length=255, blank=True, default="")
    refund_id = models.CharField(max_length=255, blank=True, default="")
    received_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "event_id"], name="webhook_event_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(handled_at=None, parked_at=None), name="webhook_to_handle"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind}"
