"""Wire forms of notifications."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.notifications.enums import Channel, DeliveryState, Digest, Reason
from backend.notifications.kinds import group_of, kind_of
from backend.notifications.models import Delivery
from backend.notifications.selectors import INBOX, Told


class InboxParameters(serializers.Serializer[Any]):
    unread = serializers.BooleanField(required=False, default=False)
    group = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)


@extend_schema_serializer(component_name="Notification")
class NotificationOutput(serializers.Serializer[Told]):
    """`path` is the page it is about."""

    id = serializers.UUIDField(source="notification.pk")
    kind = serializers.CharField(source="notification.kind")
    group = serializers.CharField(source="group.code")
    group_title = serializers.CharField(source="group.title")
    title = serializers.CharField(source="message.title")
    text = serializers.CharField(source="message.text")
    path = serializers.CharField(source="message.path")
    created_at = serializers.DateTimeField(source="notification.created_at")
    read_at = serializers.DateTimeField(source="notification.read_at", allow_null=True)


class UnreadOutput(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class MarkInput(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=INBOX)
    read = serializers.BooleanField(default=True, help_text="false marks them unread again")


class MarkedOutput(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class AllMarkedOutput(serializers.Serializer[Any]):
    """The ones that changed, so that it can be undone."""

    ids = serializers.ListField(child=serializers.UUIDField())


@extend_schema_serializer(component_name="NotificationSwitches")
class SwitchesOutput(serializers.Serializer[Any]):
    group = serializers.CharField()
    title = serializers.CharField()
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices), help_text="the ones offered"
    )
    in_app = serializers.BooleanField()
    email = serializers.BooleanField()
    sms = serializers.BooleanField()


@extend_schema_serializer(component_name="NotificationPreferences")
class PreferencesOutput(serializers.Serializer[Any]):
    """Hours are those of Asia/Shanghai. Without a proved address or number nothing leaves by that way."""

    switches = SwitchesOutput(many=True)
    digest = serializers.ChoiceField(choices=Digest.choices)
    quiet_from = serializers.TimeField(format="%H:%M", allow_null=True)
    quiet_until = serializers.TimeField(format="%H:%M", allow_null=True)
    has_email = serializers.BooleanField()
    has_phone = serializers.BooleanField()


class SwitchInput(serializers.Serializer[Any]):
    group = serializers.CharField(max_length=40)
    channel = serializers.ChoiceField(choices=Channel.choices)
    is_on = serializers.BooleanField()


class PreferencesInput(serializers.Serializer[Any]):
    """What is absent stays. Quiet hours come both together; both null ends them."""

    switches = SwitchInput(many=True, required=False)
    digest = serializers.ChoiceField(choices=Digest.choices, required=False)
    quiet_from = serializers.TimeField(required=False, allow_null=True)
    quiet_until = serializers.TimeField(required=False, allow_null=True)


@extend_schema_serializer(component_name="NotificationDelivery")
class DeliveryOutput(serializers.ModelSerializer[Delivery]):
    group_title = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    reason = serializers.ChoiceField(choices=Reason.choices, allow_blank=True)
    created_at = serializers.DateTimeField(source="notification.created_at")

    class Meta:
        model = Delivery
        fields = ["id", "group_title", "channel", "state", "reason", "attempts", "created_at", "due_at", "finished_at"]

    @extend_schema_field(serializers.CharField())
    def get_group_title(self, row: Delivery) -> str:
        kind = kind_of(row.notification.kind)
        group = group_of(kind.group) if kind else None
        return str(group.title) if group else ""


class SubscriptionOutput(serializers.Serializer[Any]):
    """What a link in a mail ends: a group, or one thing such as a saved search, whose topic then stands for it."""

    group = serializers.CharField()
    title = serializers.CharField()
    is_on = serializers.BooleanField()
