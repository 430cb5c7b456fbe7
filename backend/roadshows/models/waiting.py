"""Who waits for a place at an event that is full."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.roadshows.enums import LeftBecause, NotOffered, WaitState
from backend.roadshows.models.event import Event
from backend.roadshows.models.registration import Registration
from backend.roadshows.models.ticketing import TicketType


@pghistory.track()
class WaitlistEntry(BaseModel):
    """One person in the line of one event, for so many places of any of some kinds of tickets. While it is offered it holds
    all of them.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="waitlist")
    kinds = models.ManyToManyField(TicketType, related_name="waited_for", help_text="any of them will do")
    party_size = models.PositiveSmallIntegerField(
        default=1, help_text="places that are taken together, or none of them"
    )
    state = models.CharField(max_length=10, choices=WaitState.choices, default=WaitState.WAITING)
    queued_at = models.DateTimeField(help_text="its place in line; new when it goes back in line")
    not_offered_reason = models.CharField(max_length=20, choices=NotOffered.choices, blank=True, default="")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    name = models.CharField(max_length=80)
    organization_name = models.CharField(max_length=120)
    # NULL, not blank, for absent: each is unique among the entries of an event that are in line.
    email = models.EmailField(max_length=254, null=True, blank=True, help_text="lower case")  # noqa: DJ001
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")  # noqa: DJ001
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    consent_version = models.CharField(max_length=10, help_text="the day of the text agreed to")
    consented_at = models.DateTimeField()
    contact_removed_at = models.DateTimeField(
        null=True, blank=True, help_text="its time was over: name, organization, contact and account are gone"
    )

    ticket_type = models.ForeignKey(
        TicketType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        help_text="of the places held",
    )
    quota_ids = ArrayField(models.UUIDField(), default=list, help_text="what the places held were counted in")
    offered_at = models.DateTimeField(null=True, blank=True, help_text="the last time")
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="waited", help_text="once accepted"
    )
    left_because = models.CharField(max_length=10, choices=LeftBecause.choices, blank=True, default="")
    removal_reason = models.CharField(max_length=400, blank=True, default="", help_text="told to who was removed")

    secret_digest = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party_size__gte=1, party_size__lte=20), name="waiting_wants_some_places"
            ),
            models.CheckConstraint(
                condition=(Q(contact_removed_at__isnull=True) & (Q(email__isnull=True) ^ Q(phone__isnull=True)))
                | Q(
                    contact_removed_at__isnull=False,
                    email__isnull=True,
                    phone__isnull=True,
                    person__isnull=True,
                    name="",
                    organization_name="",
                ),
                name="waiting_email_or_phone_or_removed",
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(state__in=["waiting", "offered"], email__isnull=False),
                name="waiting_email_once",
            ),
            models.UniqueConstraint(
                fields=["event", "phone"],
                condition=Q(state__in=["waiting", "offered"], phone__isnull=False),
                name="waiting_phone_once",
            ),
            models.UniqueConstraint(fields=["event", "idempotency_key"], name="waiting_key_once"),
            models.CheckConstraint(
                condition=~Q(state="offered")
                | Q(
                    ticket_type__isnull=False,
                    quota_ids__len__gt=0,
                    offered_at__isnull=False,
                    offer_expires_at__isnull=False,
                ),
                name="waiting_offer_has_kind_and_end",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") ^ Q(registration__isnull=True), name="waiting_accepted_is_registered"
            ),
            models.CheckConstraint(condition=Q(state="left") ^ Q(left_because=""), name="waiting_left_says_why"),
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="waiting_by_event"),
            models.Index(fields=["offer_expires_at"], condition=Q(state="offered"), name="waiting_offer_by_end"),
            models.Index(
                fields=["email"], condition=Q(person__isnull=True, email__isnull=False), name="waiting_guest_by_email"
            ),
            models.Index(
                fields=["phone"], condition=Q(person__isnull=True, phone__isnull=False), name="waiting_guest_by_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def contact(self) -> str:
        return self.email or self.phone or ""
