"""Who comes: a registration with its ticket, and the codes that prove a contact."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.core.money import Currency, Money
from backend.roadshows.enums import RegistrationState
from backend.roadshows.models.event import Event
from backend.roadshows.models.imported import GuestImport
from backend.roadshows.models.ticketing import TicketType
from backend.roadshows.models.voucher import Voucher


@pghistory.track()
class Registration(BaseModel):
    """One person's place at one event. Guests need no account; who holds the ticket's link holds the ticket."""

    # Whether others were registered along with this one, where that is known without asking (`visible_tickets`).
    has_companions: bool | None = None

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    # Remembered, not worked out: the host may regroup the kinds, and what is given back is what was taken.
    quota_ids = ArrayField(models.UUIDField(), default=list, help_text="the quotas it counts in while it holds a place")
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations")
    ticket_type = models.ForeignKey(TicketType, on_delete=models.PROTECT, related_name="registrations")
    guest_import = models.ForeignKey(
        GuestImport, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    state = models.CharField(max_length=20, choices=RegistrationState.choices, default=RegistrationState.CONFIRMED)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        help_text="who registered this one along with their own place; blank: its holder",
    )

    name = models.CharField(max_length=80)
    organization_name = models.CharField(max_length=120)
    # NULL, not blank, for absent: each is unique among the live rows of an event.
    email = models.EmailField(max_length=254, null=True, blank=True, help_text="lower case")  # noqa: DJ001
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")  # noqa: DJ001
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    consent_version = models.CharField(
        max_length=10, help_text="the day of the text agreed to; blank: a host brought them in"
    )
    consented_at = models.DateTimeField()
    event_consent = models.ForeignKey(
        "roadshows.EventConsent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="what of the event's own was agreed to; blank: there was none",
    )
    is_walk_in = models.BooleanField(default=False, help_text="registered at the door")
    # Settled when the place is taken, and owed once it is approved.
    price_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.CNY)
    approved_at = models.DateTimeField(null=True, blank=True, help_text="for the last time")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=400, blank=True, default="", help_text="told to who asked")

    code = models.CharField(max_length=12, help_text="what the door reads")
    secret_digest = models.CharField(max_length=64, unique=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(
        null=True, blank=True, help_text="registered by a guest; the account proved the contact later"
    )
    contact_removed_at = models.DateTimeField(
        null=True, blank=True, help_text="its time was over: name, organization, contact and account are gone"
    )
    # Of a move or a calling off: whoever registers knows the event as it is, and nobody is told of one edition twice.
    told_edition = models.PositiveIntegerField(default=0, help_text="of the event, as the holder last knew it")
    told_agenda = models.PositiveIntegerField(
        null=True, blank=True, help_text="the version they were told of; blank: that of when they registered"
    )
    # One answer for one key: the digest tells whether it is the same question.
    idempotency_key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(contact_removed_at__isnull=True)
                    & (models.Q(email__isnull=True) ^ models.Q(phone__isnull=True))
                )
                | models.Q(contact_removed_at__isnull=True, lead__isnull=False, email__isnull=True, phone__isnull=True)
                | models.Q(
                    contact_removed_at__isnull=False,
                    email__isnull=True,
                    phone__isnull=True,
                    person__isnull=True,
                    name="",
                    organization_name="",
                ),
                name="registration_email_or_phone_or_removed",
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=models.Q(
                    state__in=["pending_approval", "awaiting_payment", "confirmed"], email__isnull=False
                ),
                name="registration_email_once",
            ),
            models.UniqueConstraint(
                fields=["event", "phone"],
                condition=models.Q(
                    state__in=["pending_approval", "awaiting_payment", "confirmed"], phone__isnull=False
                ),
                name="registration_phone_once",
            ),
            models.UniqueConstraint(fields=["event", "code"], name="registration_code_once"),
            models.UniqueConstraint(fields=["event", "idempotency_key"], name="registration_key_once"),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | models.Q(cancelled_at__isnull=False),
                name="registration_cancelled_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["pending_approval", "awaiting_payment", "confirmed"])
                | models.Q(quota_ids__len__gte=1),
                name="registration_counts_somewhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | models.Q(refused_at__isnull=False),
                name="registration_rejected_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "-id"], name="registration_by_event"),
            # The host's table in its own order, of any state.
            models.Index(fields=["event", "created_at", "id"], name="registration_by_time"),
            # Of guests without an account, whose contact an account may prove one day.
            models.Index(
                fields=["email"],
                condition=models.Q(person__isnull=True, email__isnull=False),
                name="registration_guest_by_email",
            ),
            models.Index(
                fields=["phone"],
                condition=models.Q(person__isnull=True, phone__isnull=False),
                name="registration_guest_by_phone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, Currency(self.currency))

    @property
    def contact(self) -> str:
        """Blank for a companion: whoever registered them is reached instead."""
        return self.email or self.phone or ""


class ContactCode(BaseModel):
    """A six-digit code on its way to a contact. Neither the code nor the contact can be read back from it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    contact_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "contact_digest"], name="contact_code_once"),
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="contact_code_at_most_5_tries"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="contact_code_by_expiry")]

    def __str__(self) -> str:
        return f"code of {self.event_id}"
