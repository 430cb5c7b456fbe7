"""Wire forms of webhooks. A secret is in the answer that makes it, and in no other."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.outgoing import MAX_URL
from backend.webhooks.enums import EndpointState, WebhookDeliveryState
from backend.webhooks.models import Attempt, Delivery, Endpoint

_MOST_KINDS = 50


class EndpointInput(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=MAX_URL, help_text="https, by name")
    note = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), max_length=_MOST_KINDS)


class EndpointChange(EndpointInput):
    is_active = serializers.BooleanField(help_text="false: nothing is sent, what waits is stopped")


@extend_schema_serializer(component_name="WebhookEndpoint")
class EndpointOutput(serializers.ModelSerializer[Endpoint]):
    state = serializers.ChoiceField(choices=EndpointState.choices)
    kinds = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Endpoint
        fields = [
            *("id", "url", "note", "kinds", "state", "old_secret_until", "failing_since", "disabled_at", "created_at"),
        ]
        read_only_fields = fields


@extend_schema_serializer(component_name="WebhookEndpoints")
class EndpointsOutput(serializers.Serializer[Any]):
    results = EndpointOutput(many=True)
    kinds = serializers.ListField(child=serializers.CharField(), help_text="all that can be listened to")


@extend_schema_serializer(component_name="WebhookSecret")
class SecretOutput(serializers.Serializer[Any]):
    endpoint = EndpointOutput()
    secret = serializers.CharField(help_text="shown this once")


@extend_schema_serializer(component_name="WebhookAttempt")
class AttemptOutput(serializers.ModelSerializer[Attempt]):
    """`status` of the answer, or why there was none."""

    class Meta:
        model = Attempt
        fields = ["at", "status", "error", "took_ms"]
        read_only_fields = fields


@extend_schema_serializer(component_name="WebhookDelivery")
class DeliveryOutput(serializers.ModelSerializer[Delivery]):
    kind = serializers.CharField(source="message.kind")
    message_id = serializers.SerializerMethodField(help_text="the header `webhook-id`")
    body = serializers.CharField(source="message.body")
    state = serializers.ChoiceField(choices=WebhookDeliveryState.choices)
    attempts = serializers.SerializerMethodField(help_text="the newest first")

    class Meta:
        model = Delivery
        fields = ["id", "kind", "message_id", "body", "state", "created_at", "due_at", "finished_at", "attempts"]
        read_only_fields = fields

    def get_message_id(self, row: Delivery) -> str:
        return f"msg_{row.message_id}"

    @extend_schema_field(AttemptOutput(many=True))
    def get_attempts(self, row: Delivery) -> list[dict[str, Any]]:
        return list(AttemptOutput(row.attempts.all(), many=True).data)


class DeliveryParameters(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        choices=WebhookDeliveryState.choices, required=False, default="", allow_blank=True, help_text="of the delivery"
    )
