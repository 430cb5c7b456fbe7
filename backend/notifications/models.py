"""Who was told what, by which way. Ids alone: words are made when somebody reads or a message leaves."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.ids import new_id
from backend.notifications.enums import Channel, DeliveryState, Digest, Reason


class Notification(models.Model):
    """One piece of news for one person. The same cause is told once, however often its handler runs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    cause = models.CharField(max_length=120, help_text="what happened, in ids; unique for person and kind")
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "cause"], name="notification_told_once"),
        ]
        indexes = [models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"


class Delivery(models.Model):
    """A notification on one channel, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    in_digest = models.BooleanField(default=False)
    # What the provider knows the message by. The rows of one digest share it, and it stays the same over all tries.
    letter = models.UUIDField(default=new_id)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"], finished_at=None)
                | (~Q(state__in=["queued", "sending"]) & Q(finished_at__isnull=False)),
                name="delivery_finished_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="delivery_claimed_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "due_at"], name="delivery_due", condition=Q(state="queued")),
            models.Index(fields=["channel", "claimed_at"], name="delivery_claimed", condition=Q(state="sending")),
            models.Index(fields=["letter"], name="delivery_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.notification_id} ({self.state})"


class Preference(models.Model):
    """A switch somebody touched; without a row the group's own default holds."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group", "channel"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group} by {self.channel}: {'on' if self.is_on else 'off'}"


class Habits(models.Model):
    """When a person wants to hear: the rhythm of mails, and hours (Asia/Shanghai) that belong to them alone."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.SUGGESTED)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=models.F("quiet_until"))),
                name="habits_quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest}, quiet {self.quiet_from}–{self.quiet_until}"
