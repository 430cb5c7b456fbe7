"""Fapiao: asked for by who paid, issued by the payee's own tax system, handed on and kept here."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.core.money import Currency, Money
from backend.files.models import StoredFile
from backend.payments.enums import BuyerKind, FapiaoState
from backend.payments.models.order import Order


@pghistory.track()
class Fapiao(BaseModel):
    """One fapiao of an order. Item and amount are the order's at the time it was asked for, and nobody's to change."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="fapiao")
    state = models.CharField(max_length=12, choices=FapiaoState.choices, default=FapiaoState.REQUESTED)
    buyer = models.CharField(max_length=10, choices=BuyerKind.choices)
    title = models.CharField(max_length=100)
    tax_number = models.CharField(max_length=18, blank=True, default="", help_text="unified social credit code")
    email = models.EmailField(max_length=254)
    item = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, choices=Currency.choices)

    number = models.CharField(max_length=20, blank=True, default="")
    issued_on = models.DateField(null=True, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)
    # The sum of its red letters.
    red_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=~Q(state="void"), name="fapiao_one_of_an_order"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="fapiao_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(buyer="person", tax_number="") | (Q(buyer="company") & ~Q(tax_number="")),
                name="fapiao_company_has_tax_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "void"])
                | (~Q(number="") & Q(issued_on__isnull=False) & Q(file__isnull=False)),
                name="fapiao_issued_has_number_and_file",
            ),
            models.CheckConstraint(
                condition=Q(red_minor__gte=0) & Q(red_minor__lte=F("amount_minor")), name="fapiao_red_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(state="red_lettered", red_minor__gt=0) | (~Q(state="red_lettered") & Q(red_minor=0)),
                name="fapiao_red_lettered_has_red_letters",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="fapiao_by_state")]
        triggers = [
            pgtrigger.ReadOnly(name="fapiao_sum_is_the_orders", fields=["order", "item", "amount_minor", "currency"]),
        ]

    def __str__(self) -> str:
        return f"fapiao of {self.order_id} ({self.state})"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, Currency(self.currency))

    @property
    def red(self) -> Money:
        return Money(self.red_minor, Currency(self.currency))


class RedLetter(BaseModel):
    """A red letter: takes back part of a fapiao, or all of it, after its money went back."""

    fapiao = models.ForeignKey(Fapiao, on_delete=models.PROTECT, related_name="red_letters")
    amount_minor = models.BigIntegerField()
    number = models.CharField(max_length=20)
    issued_on = models.DateField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="red_letter_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"red letter of {self.fapiao_id}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, Currency(self.fapiao.currency))
