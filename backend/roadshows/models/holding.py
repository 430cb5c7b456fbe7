"""What becomes of a ticket in its holder's hand, and at the door: handed on, and paid for at a desk."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.core.money import Currency, Money
from backend.roadshows.enums import DeskMeans
from backend.roadshows.models.door import CheckInDevice
from backend.roadshows.models.registration import Registration
from backend.roadshows.models.ticketing import TicketType


class TransferOffer(BaseModel):
    """A ticket that its holder hands to somebody else, named by a contact: theirs once they have agreed by the link."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="transfers")
    email = models.EmailField(max_length=254, null=True, blank=True, help_text="lower case")  # noqa: DJ001
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")  # noqa: DJ001
    language = models.CharField(max_length=10, choices=Language.choices, help_text="in which it was offered")
    secret_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="by the holder, or another was offered it")
    accepted_at = models.DateTimeField(null=True, blank=True)
    received = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="received_by"
    )
    contact_removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(withdrawn_at__isnull=True, accepted_at__isnull=True),
                name="ticket_transfer_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, received__isnull=True)
                | Q(accepted_at__isnull=False, received__isnull=False, withdrawn_at__isnull=True),
                name="ticket_transfer_accepted_is_received",
            ),
            models.CheckConstraint(
                condition=(Q(contact_removed_at__isnull=True) & (Q(email__isnull=True) ^ Q(phone__isnull=True)))
                | Q(contact_removed_at__isnull=False, email__isnull=True, phone__isnull=True),
                name="ticket_transfer_contact_or_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer of {self.registration_id}"

    @property
    def contact(self) -> str:
        return self.email or self.phone or ""


class DeskPayment(BaseModel):
    """Money somebody took at the door for a place. It went through no gateway; who took it is written down."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="desk_payment")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, choices=Currency.choices)
    means = models.CharField(max_length=8, choices=DeskMeans.choices)
    taken_at = models.DateTimeField()
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    device = models.ForeignKey(CheckInDevice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="desk_payment_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} ({self.means})"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, Currency(self.currency))

    @property
    def taken_by(self) -> str:
        if self.person is not None:
            return self.person.display_name
        return self.device.name if self.device is not None else ""


class AdmittedContact(BaseModel):
    """Who may have a kind of ticket that is for a list: an address, a number, or all addresses of a domain (`@…`)."""

    ticket_type = models.ForeignKey(TicketType, on_delete=models.CASCADE, related_name="admitted")
    value = models.CharField(max_length=254, help_text="in its one spelling")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket_type", "value"], name="admitted_contact_once")]

    def __str__(self) -> str:
        return f"of {self.ticket_type_id}"
