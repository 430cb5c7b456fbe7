"""An event on the street, and its run of show."""

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.deals.models import Pitch
from backend.organizations.models import Organization
from backend.roadshows.enums import AgendaKind, EventPreset, EventState, EventVisibility, HolderAct
from backend.roadshows.models.series import EventSeries

if TYPE_CHECKING:
    from backend.roadshows.models.ticketing import Quota

# Without letters and digits that look alike: codes are read from a badge and typed.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code(length: int = 6) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _usual_acts() -> list[str]:
    return [HolderAct.ANSWERS, HolderAct.RENAME]


@pghistory.track()
class Event(BaseModel):
    """An evening of one host. Seen by those it is meant for once it is published, while its host is verified."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="hosted_events")
    preset = models.CharField(max_length=16, choices=EventPreset.choices)
    visibility = models.CharField(
        max_length=10,
        choices=EventVisibility.choices,
        default=EventVisibility.PUBLIC,
        help_text="who sees it once it is published",
    )
    state = models.CharField(max_length=12, choices=EventState.choices, default=EventState.DRAFT)
    # Raised by every change; the writer and the reviewer send the one they read and get 409 when it is stale.
    edition = models.PositiveIntegerField(default=1)
    code = models.CharField(max_length=12, default=new_code, unique=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    series = models.ForeignKey(EventSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    series_position = models.PositiveSmallIntegerField(null=True, blank=True, help_text="among its events, from 1")

    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True, default="")
    summary = models.CharField(max_length=120, blank=True, default="")
    description = models.TextField(blank=True, default="", help_text="Markdown")
    sectors = ArrayField(models.CharField(max_length=24), default=list, blank=True, help_text="at most 5")

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    registration_closes_at = models.DateTimeField(null=True, blank=True, help_text="blank: when the event ends")
    is_online = models.BooleanField(default=False)
    venue = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    district = models.CharField(max_length=80, blank=True, default="")

    refunds_until = models.DateTimeField(
        null=True, blank=True, help_text="a paid ticket given back before is paid back; blank: none is"
    )

    takes_transfers = models.BooleanField(default=False, help_text="beside the gateway, by bank transfer")
    transfer_days = models.PositiveSmallIntegerField(default=3, help_text="how long a place is held for a transfer")
    requests_until = models.DateTimeField(
        null=True, blank=True, help_text="until then money may be asked back for; blank: until the event ends"
    )
    request_percent = models.PositiveSmallIntegerField(
        default=100, help_text="what is usually given back to who asks, of what was paid"
    )

    has_waiting_list = models.BooleanField(default=True, help_text="whether people may wait for a place")
    offer_hours = models.PositiveSmallIntegerField(
        default=24, help_text="how long a place is kept for who waited; shorter when registration closes soon"
    )

    own_consent = models.ForeignKey(
        "roadshows.EventConsent",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="what guests agree to beside the street's text; blank: nothing",
    )
    pay_hours = models.PositiveSmallIntegerField(
        default=48, help_text="how long somebody has to pay whom the host has approved"
    )

    holder_may = ArrayField(
        models.CharField(max_length=10, choices=HolderAct.choices),
        default=_usual_acts,
        blank=True,
        help_text="what whoever holds a ticket may do with it by themselves",
    )

    decks_due_at = models.DateTimeField(
        null=True, blank=True, help_text="until then companies bring their final decks; blank: none are asked for"
    )
    decks_asked_at = models.DateTimeField(null=True, blank=True, help_text="when that was said last")

    has_replay = models.BooleanField(default=False, help_text="the evening may be watched again")

    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review_reason = models.TextField(blank=True, default="", help_text="of the last refusal")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=400, blank=True, default="", help_text="told to who registered")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(registration_closes_at__isnull=True)
                | models.Q(registration_closes_at__lte=models.F("ends_at")),
                name="event_registration_closes_before_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["published", "live", "ended"]) | models.Q(published_at__isnull=False),
                name="event_published_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancel_reason="")),
                name="event_cancelled_says_why",
            ),
            models.CheckConstraint(condition=models.Q(sectors__len__lte=5), name="event_at_most_5_sectors"),
            models.CheckConstraint(
                condition=models.Q(transfer_days__gte=1) & models.Q(transfer_days__lte=14),
                name="event_transfer_1_to_14_days",
            ),
            models.CheckConstraint(
                condition=models.Q(request_percent__gte=1) & models.Q(request_percent__lte=100),
                name="event_request_1_to_100_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(offer_hours__gte=1) & models.Q(offer_hours__lte=168),
                name="event_offers_1_to_168_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(pay_hours__gte=1) & models.Q(pay_hours__lte=336),
                name="event_approved_pay_1_to_336_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(decks_due_at__isnull=True) | models.Q(decks_asked_at__isnull=False),
                name="event_decks_due_were_asked_for",
            ),
            models.UniqueConstraint(fields=["series", "series_position"], name="event_series_position_once"),
            models.CheckConstraint(
                condition=models.Q(series__isnull=True, series_position__isnull=True)
                | models.Q(series__isnull=False, series_position__gte=1),
                name="event_of_series_has_position",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="event_coming"),
            models.Index(fields=["organization", "state"], name="event_by_organization"),
            GinIndex(fields=["sectors"], name="event_by_sector"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def quota(self) -> "Quota":
        """The one that covers all kinds: the seats. A query, unless `quotas` is prefetched."""
        return next(one for one in self.quotas.all() if one.covers_all)


class AgendaLineFields(BaseModel):
    """What one line of a run of show says, as a draft and in every version that is out."""

    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AgendaKind.choices)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160, blank=True, default="")
    speaker = models.CharField(max_length=80, blank=True, default="", help_text="one or several, with a comma between")
    room = models.CharField(max_length=60, blank=True, default="", help_text="where in the house; blank: the one place")
    minutes = models.PositiveSmallIntegerField()
    begins_after = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="minutes after the event begins; blank: when the line before it ends"
    )
    pitch = models.ForeignKey(Pitch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_confirmed = models.BooleanField(default=False)
    shows_deck = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


@pghistory.track()
class AgendaItem(AgendaLineFields):
    """One line of the draft. A pitch in it is its company's to confirm, and so is showing the deck."""

    # Of a line that is out alone (`selectors.events.dropped_slots`); no row has it.
    is_dropped = False

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="blank: the company has not said yes or no")

    class Meta:
        constraints = [
            # Deferred, so that a run of show changes its order in one step.
            models.UniqueConstraint(
                fields=["event", "position"], name="agenda_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["event", "pitch"], condition=models.Q(pitch__isnull=False), name="agenda_pitch_once"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1) & models.Q(minutes__lte=480), name="agenda_minutes_1_to_480"
            ),
            models.CheckConstraint(
                condition=models.Q(pitch__isnull=True) | models.Q(kind="pitch"), name="agenda_pitch_is_of_kind_pitch"
            ),
            models.CheckConstraint(
                condition=models.Q(is_confirmed=False) | models.Q(pitch__isnull=False),
                name="agenda_confirmed_has_pitch",
            ),
            models.CheckConstraint(
                condition=models.Q(shows_deck=False) | models.Q(is_confirmed=True), name="agenda_deck_is_confirmed"
            ),
        ]

    @property
    def line(self) -> UUID:
        """How this line is known in every version, and on stage."""
        return self.pk

    @property
    def awaits_answer(self) -> bool:
        """A company is asked, and has not said yes or no to the line as it stands."""
        return self.pitch_id is not None and not self.is_confirmed and self.answered_at is None
