"""What may be had for an event: kinds of tickets, their prices and when they are sold, and the quotas they count against."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

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
    is_hidden = models.BooleanField(default=False, help_text="seen and taken only with a voucher that names it")
    needs_approval = models.BooleanField(default=False, help_text="its host says yes or no to each who asks for it")
    # Who may have it; each rule that stands must be met (`services.admission`).
    is_for_list = models.BooleanField(default=False, help_text="for the contacts its host listed")
    members_of = ArrayField(models.UUIDField(), default=list, blank=True, help_text="for people of these organizations")
    needs_standing = models.BooleanField(default=False, help_text="for qualified investors")
    # Whoever registers takes one place, or so many at once, each with a ticket of its own (`Registration.lead`).
    min_per_order = models.PositiveSmallIntegerField(default=1, help_text="places that are taken at once, at least")
    max_per_order = models.PositiveSmallIntegerField(default=1, help_text="and at most")
    sold_from = models.DateTimeField(null=True, blank=True, help_text="blank: from the beginning")
    sold_until = models.DateTimeField(null=True, blank=True, help_text="blank: as long as registration is open")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"], name="ticket_type_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="ticket_type_price_not_negative"),
            models.CheckConstraint(condition=Q(currency__in=["CNY", "HKD"]), name="ticket_type_currency_sold_in"),
            models.CheckConstraint(
                condition=Q(sold_from__isnull=True) | Q(sold_until__isnull=True) | Q(sold_until__gt=F("sold_from")),
                name="ticket_type_sold_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(min_per_order__gte=1, min_per_order__lte=F("max_per_order"), max_per_order__lte=20),
                name="ticket_type_per_order_span",
            ),
            # Rules of admission are asked of who registers: of a companion nobody knows a contact.
            models.CheckConstraint(
                condition=Q(max_per_order=1) | Q(is_for_list=False, needs_standing=False, members_of__len=0),
                name="ticket_type_groups_are_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price(self) -> Money:
        return Money(self.price_minor, Currency(self.currency))

    def takes_at_once(self, count: int) -> bool:
        return self.min_per_order <= count <= self.max_per_order


class Quota(BaseModel):
    """A number of places that kinds of tickets count against. One of each event covers all its kinds: its seats.

    `taken` changes only by one conditional statement (`services.seats`), in the transaction that writes or ends whatever
    holds the place. It is above `capacity` only by those whom a voucher lets in all the same, who are `overbooked`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas")
    covers_all = models.BooleanField(default=True)
    kinds = models.ManyToManyField(TicketType, related_name="quotas", help_text="none where it covers all")
    name = models.CharField(max_length=40, blank=True, default="")
    name_en = models.CharField(max_length=80, blank=True, default="")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    overbooked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(covers_all=True), name="quota_that_covers_all_once"),
            models.CheckConstraint(condition=Q(covers_all=True) | ~Q(name=""), name="quota_of_some_kinds_is_named"),
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity") + F("overbooked")),
                name="quota_taken_within_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity}"

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity
