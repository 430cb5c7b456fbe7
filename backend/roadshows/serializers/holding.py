"""Wire forms of what whoever holds a ticket does with it, and of who takes one over."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.roadshows.models import TransferOffer
from backend.roadshows.serializers.asking import AskedInput, EventConsentOutput, QuestionOutput
from backend.roadshows.serializers.events import EventRowOutput, TicketTypeOutput


class RenameInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)


class TransferInput(serializers.Serializer[Any]):
    contact = serializers.CharField(max_length=254, help_text="e-mail address or mobile number of who is to take it")


@extend_schema_serializer(component_name="OpenTransfer")
class OpenTransferOutput(serializers.ModelSerializer[TransferOffer]):
    """Somebody was asked to take the ticket, and has not answered."""

    contact = serializers.CharField()

    class Meta:
        model = TransferOffer
        fields = ["contact", "created_at", "expires_at"]
        read_only_fields = fields


@extend_schema_serializer(component_name="TicketActs")
class TicketActsOutput(serializers.Serializer[Any]):
    """What the holder may do with the ticket under the event's policy."""

    can_rename = serializers.BooleanField()
    can_transfer = serializers.BooleanField()
    transfer = OpenTransferOutput(allow_null=True)


@extend_schema_serializer(component_name="Transfer")
class TransferOutput(serializers.Serializer[TransferOffer]):
    """A ticket somebody is offered. Who offers it is not said: they know."""

    event = EventRowOutput(source="registration.event")
    ticket_type = TicketTypeOutput(source="registration.ticket_type")
    contact = serializers.CharField()
    expires_at = serializers.DateTimeField()
    is_open = serializers.SerializerMethodField(help_text="it can be taken over now")
    is_for_viewer = serializers.SerializerMethodField(help_text="the viewer may attend the event and has the contact")
    needs_approval = serializers.SerializerMethodField(help_text="the host decides of the new holder")
    questions = serializers.SerializerMethodField()
    consent = EventConsentOutput(source="registration.event.own_consent", allow_null=True)

    def get_is_open(self, offer: TransferOffer) -> bool:
        return bool(self.context["is_open"])

    def get_is_for_viewer(self, offer: TransferOffer) -> bool:
        return bool(self.context["is_for_viewer"])

    def get_needs_approval(self, offer: TransferOffer) -> bool:
        return bool(self.context["needs_approval"])

    @extend_schema_field(QuestionOutput(many=True))
    def get_questions(self, offer: TransferOffer) -> Any:
        return QuestionOutput(self.context["questions"], many=True).data


class TransferAcceptInput(AskedInput):
    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    consent_version = serializers.CharField(max_length=10, help_text="of the text that was read and agreed to")
