"""What a host's team keeps at its desk: views of the table of guests, and mails to many of them."""

import pghistory
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.organizations.models import Organization
from backend.roadshows.enums import LetterReason, LetterState, MailingState
from backend.roadshows.models.event import Event
from backend.roadshows.models.registration import Registration


@pghistory.track()
class GuestView(BaseModel):
    """Filters of the table of guests under a name, for the whole team. One that names a kind of ticket or days is of
    that event alone; any other serves all events of the host.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40)
    filters = models.JSONField(help_text="as `selectors.guests.GuestFilters.plain` writes them")
    sort = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="guest_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Mailing(BaseModel):
    """One mail to those guests of an event that fit the filters. Its recipients are fixed when it is released."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="mailings")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=MailingState.choices, default=MailingState.DRAFT)
    # Raised by every change of a draft; the writer sends the one they read and gets 409 when it is stale.
    edition = models.PositiveIntegerField(default=1)
    filters = models.JSONField(help_text="as `selectors.guests.GuestFilters.plain` writes them")

    # Blank in a language: its readers get the mail in another one (`mail_words.languages_for`).
    subject_zh_hans = models.CharField(max_length=120, blank=True, default="")
    body_zh_hans = models.TextField(blank=True, default="")
    subject_zh_hant = models.CharField(max_length=120, blank=True, default="")
    body_zh_hant = models.TextField(blank=True, default="")
    subject_en = models.CharField(max_length=120, blank=True, default="")
    body_en = models.TextField(blank=True, default="")

    released_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="sent to the last, or stopped")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", released_at__isnull=True)
                | (~Q(state="draft") & Q(released_at__isnull=False)),
                name="mailing_released_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sending"], finished_at__isnull=True)
                | Q(state__in=["sent", "stopped"], finished_at__isnull=False),
                name="mailing_finished_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "-id"], name="mailing_by_event"),
            models.Index(fields=["id"], condition=Q(state="sending"), name="mailing_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_zh_hans or self.subject_en} ({self.state})"


class Letter(models.Model):
    """One guest's copy of a mailing. Its number is the key of its Message-ID, so a mail sent again is known as the same."""

    id = models.BigAutoField(primary_key=True)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=LetterState.choices, db_default=LetterState.QUEUED)
    reason = models.CharField(max_length=12, choices=LetterReason.choices, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(db_default=0)
    due_at = models.DateTimeField(help_text="not before; the letters of one mailing are spread over time")
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "registration"], name="letter_once_per_guest")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=["queued", "sending"]), name="letter_due"),
            models.Index(fields=["mailing", "state"], name="letter_by_mailing"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id} ({self.state})"


class MailOptOut(BaseModel):
    """Somebody who wants no more mailings of a host. Kept as a digest, and for good: the wish outlives the contact."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    contact_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "contact_digest"], name="mail_opt_out_once"),
        ]

    def __str__(self) -> str:
        return f"of {self.organization_id}"
