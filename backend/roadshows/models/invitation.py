"""Whom a host wants at an event that is for invited guests."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.languages import Language
from backend.core.models import BaseModel
from backend.roadshows.enums import GuestInvitationState
from backend.roadshows.models.event import Event
from backend.roadshows.models.registration import Registration


class Invitation(BaseModel):
    """One guest of one event, known by a contact. Its link is good for one registration, by that contact alone.

    There is no history of its rows: the trail says what was done, and the contact goes with the row.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    state = models.CharField(max_length=10, choices=GuestInvitationState.choices, default=GuestInvitationState.INVITED)
    name = models.CharField(max_length=80)
    # NULL, not blank, for absent: each is unique among the invitations of an event.
    email = models.EmailField(max_length=254, null=True, blank=True, help_text="lower case")  # noqa: DJ001
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")  # noqa: DJ001
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="by its guest, or when it was withdrawn")
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation", help_text="the last"
    )
    secret_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=True) ^ Q(phone__isnull=True), name="invitation_email_or_phone"
            ),
            models.UniqueConstraint(
                fields=["event", "email"], condition=Q(email__isnull=False), name="invitation_email_once"
            ),
            models.UniqueConstraint(
                fields=["event", "phone"], condition=Q(phone__isnull=False), name="invitation_phone_once"
            ),
            models.CheckConstraint(
                condition=Q(state="registered") ^ Q(registration__isnull=True), name="invitation_registered_has_place"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "-id"], name="invitation_by_event"),
            # Of who signs in: which events they were asked to.
            models.Index(fields=["email"], condition=Q(email__isnull=False), name="invitation_by_email"),
            models.Index(fields=["phone"], condition=Q(phone__isnull=False), name="invitation_by_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def contact(self) -> str:
        return self.email or self.phone or ""
