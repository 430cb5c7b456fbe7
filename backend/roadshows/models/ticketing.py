"""What may be had for an event: kinds of tickets and their prices."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.core.models import BaseModel
from backend.core.money import Currency, Money
from backend.roadshows.models.event import Event

# What an event may be sold in: what both the street's hosts and its gateways take.
SOLD_IN = (Currency.CNY, Currency.HKD)


@pghistory.track()
class TicketType(BaseModel):
    """One kind of ticket of an event. Its price is what the next one costs; who has one paid what their order says."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="ticket_types")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True, default="")
    price_minor = models.BigIntegerField(default=0, help_text="0: free")
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY)
    is_offered = models.BooleanField(default=True, help_text="one that was sold stays; it is only no longer offered")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"], name="ticket_type_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="ticket_type_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__in=["CNY", "HKD"]), name="ticket_type_currency_sold_in"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor, Currency(self.currency))
