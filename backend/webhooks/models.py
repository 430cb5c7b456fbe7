"""Where an organization's own systems listen, what they are told, and how that went."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.core.models import BaseModel
from backend.organizations.models import Organization
from backend.webhooks.enums import EndpointState, WebhookDeliveryState


class Endpoint(BaseModel):
    """An address of an organization, and the kinds of messages it wants. Secrets are sealed (`signing`)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="webhook_endpoints")
    url = models.CharField(max_length=500)
    note = models.CharField(max_length=80, blank=True, default="")
    kinds = ArrayField(models.CharField(max_length=40))
    state = models.CharField(max_length=10, choices=EndpointState.choices, default=EndpointState.ACTIVE)
    secret = models.TextField()
    old_secret = models.TextField(blank=True, default="", help_text="signs as well until `old_secret_until`")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True, help_text="blank: the last message was taken")
    disabled_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="webhook_endpoint_is_https"),
            models.CheckConstraint(
                condition=Q(old_secret="") ^ Q(old_secret_until__isnull=False), name="webhook_old_secret_ends"
            ),
            models.CheckConstraint(
                condition=~Q(state="disabled") | Q(disabled_at__isnull=False), name="webhook_disabled_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="webhook_endpoint_by_owner")]

    def __str__(self) -> str:
        return f"{self.url} ({self.state})"


class Message(BaseModel):
    """One thing that happened, as it is told to every endpoint that wants it: the same body, whenever it is sent."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    # Once told, never again: what is heard twice finds its cause here.
    cause = models.CharField(max_length=120)
    object_id = models.UUIDField()
    version = models.BigIntegerField(help_text="of the object; a later message has a higher one")
    body = models.TextField(help_text="JSON, exactly as it is signed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "cause"], name="webhook_message_once"),
            models.UniqueConstraint(fields=["object_id", "version"], name="webhook_version_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="webhook_message_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Delivery(BaseModel):
    """One message on its way to one endpoint: tried again until it is taken, at most for a day."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=WebhookDeliveryState.choices, default=WebhookDeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="since it was last asked for by hand")
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") ^ Q(finished_at__isnull=False), name="webhook_delivery_finished_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="webhook_delivery_due"),
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_by_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} ({self.state})"


class Attempt(models.Model):
    """One try: what was answered, or why nobody was reached, and how long it took. Never what was said."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=16, blank=True, default="", help_text="as `core.outgoing.Why` has it")
    took_ms = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__isnull=True) ^ Q(error=""), name="webhook_answered_or_not"),
        ]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
