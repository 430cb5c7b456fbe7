"""The door of an event: lists of who may pass, the devices that read tickets, and what they read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.roadshows.enums import CheckInKind, CheckInMode, CheckInReason, CheckInResult, CheckInSource, DeviceRole
from backend.roadshows.models.event import Event
from backend.roadshows.models.helping import EventHelper
from backend.roadshows.models.registration import Registration


class CheckInList(BaseModel):
    """One door of an event. Every event begins with one that lets each ticket in once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="check_in_lists")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True, default="")
    mode = models.CharField(max_length=8, choices=CheckInMode.choices, default=CheckInMode.ONCE)
    takes_entries = models.BooleanField(default=True)
    takes_exits = models.BooleanField(default=False)
    # Ids and not a relation: a list for a kind that is gone must not become one for everybody.
    kinds = ArrayField(models.UUIDField(), default=list, blank=True, help_text="of tickets; empty: every kind")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"], name="check_in_list_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(takes_entries=True) | Q(takes_exits=True), name="check_in_list_opens_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CheckInDevice(BaseModel):
    """A phone that may check in at some lists of one event, and nothing else; its link holds the secret."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="check_in_devices")
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=5, choices=DeviceRole.choices, default=DeviceRole.DOOR)
    lists = models.ManyToManyField(CheckInList, related_name="devices")
    secret_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    helper = models.ForeignKey(
        EventHelper,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="devices",
        help_text="as whom its maker helps the host; it is good as long as they do",
    )
    may_register = models.BooleanField(default=False, help_text="lets in who comes without a ticket, and takes money")
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class CheckIn(BaseModel):
    """One ticket read at one door, and what was answered. Only what counts has a `turn`.

    The database lets nobody in twice: of two hands that read the same turn one is refused.
    """

    list = models.ForeignKey(CheckInList, on_delete=models.PROTECT, related_name="check_ins")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="check_ins")
    nonce = models.UUIDField(help_text="of the device; sent again it gets the same answer")
    kind = models.CharField(max_length=5, choices=CheckInKind.choices)
    result = models.CharField(max_length=12, choices=CheckInResult.choices)
    reason = models.CharField(max_length=16, choices=CheckInReason.choices, blank=True, default="")
    turn = models.PositiveIntegerField(null=True, blank=True, help_text="of a ticket at a list, counted from 1")
    source = models.CharField(max_length=7, choices=CheckInSource.choices)
    scanned_at = models.DateTimeField(help_text="by the clock of the device")
    synced_at = models.DateTimeField()

    device = models.ForeignKey(CheckInDevice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Somebody was let in who should not have been: the door could not ask.
    is_conflict = models.BooleanField(default=False)
    met = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="the check-in before it"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undo_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "registration", "nonce"], name="check_in_nonce_once"),
            models.UniqueConstraint(fields=["list", "registration", "turn"], name="check_in_turn_once"),
            models.CheckConstraint(
                condition=Q(turn__isnull=True) | Q(result="admitted", undone_at__isnull=True),
                name="check_in_turn_is_of_what_counts",
            ),
            models.CheckConstraint(
                condition=~Q(result="admitted") | Q(turn__isnull=False) | Q(undone_at__isnull=False),
                name="check_in_admitted_counts_or_is_undone",
            ),
            models.CheckConstraint(
                condition=Q(is_conflict=False) | Q(source="offline") & ~Q(result="admitted"),
                name="check_in_conflict_was_offline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["registration", "kind", "scanned_at"], condition=Q(turn__isnull=False), name="check_in_came"
            ),
            models.Index(fields=["list", "-synced_at"], name="check_in_by_list"),
            models.Index(fields=["list"], condition=Q(is_conflict=True), name="check_in_conflicts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.result}"
