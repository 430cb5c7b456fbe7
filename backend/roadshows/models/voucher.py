"""Codes of an event that open, discount, reserve, or let in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.core.money import Currency
from backend.roadshows.models.event import Event
from backend.roadshows.models.ticketing import TicketType


class Voucher(BaseModel):
    """A code for so many tickets. The kind it names may be hidden; what it costs, and whether a place is kept or made
    for it, is said here and does not change: one that was wrong is closed, and another made.

    `used` and `held` change only by one conditional statement (`services.redeeming`).
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="vouchers")
    code = models.CharField(max_length=32, help_text="upper case")
    note = models.CharField(max_length=120, blank=True, default="", help_text="whom it is for; the host's own")
    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.PROTECT, null=True, blank=True, related_name="vouchers", help_text="blank: any"
    )
    percent = models.PositiveSmallIntegerField(null=True, blank=True, help_text="taken off the price")
    price_minor = models.BigIntegerField(null=True, blank=True, help_text="instead of the price")
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY, help_text="of the price")
    max_uses = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    reserves = models.BooleanField(default=False, help_text="its places are held from the beginning")
    bypasses = models.BooleanField(default=False, help_text="lets in where all places are taken")
    skips_approval = models.BooleanField(default=False, help_text="who has it need not be approved")
    held = models.PositiveIntegerField(default=0, help_text="places held for it that nobody has taken yet")
    quota_ids = ArrayField(models.UUIDField(), default=list, blank=True, help_text="in which they are held")
    valid_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="by its host, or its time was over")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="voucher_code_once"),
            models.CheckConstraint(condition=Q(max_uses__gte=1), name="voucher_for_at_least_one"),
            models.CheckConstraint(condition=Q(used__lte=F("max_uses")), name="voucher_used_within_max"),
            models.CheckConstraint(
                condition=Q(held=0) | Q(reserves=True, closed_at__isnull=True, held=F("max_uses") - F("used")),
                name="voucher_holds_what_is_left",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=100, price_minor__isnull=True),
                name="voucher_percent_1_to_100_or_price",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__isnull=True) | Q(price_minor__gte=0), name="voucher_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(reserves=False) | Q(bypasses=False, ticket_type__isnull=False),
                name="voucher_reserves_of_one_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-id"], name="voucher_by_event"),
            models.Index(
                fields=["valid_until"],
                condition=Q(closed_at__isnull=True, valid_until__isnull=False),
                name="voucher_to_lapse",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.used}/{self.max_uses}"
