"""Wire forms of invitations to an event, and of its minutes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import Language
from backend.core.listing import WordsField
from backend.roadshows.enums import GuestInvitationState
from backend.roadshows.models import Invitation, Minutes
from backend.roadshows.selectors.invitations import has_place
from backend.roadshows.serializers.asking import AskedInput
from backend.roadshows.serializers.events import EventDetailOutput
from backend.roadshows.services.inviting import MOST_AT_ONCE
from backend.roadshows.tickets import secret_of


class InvitationsInput(serializers.Serializer[Any]):
    lines = serializers.CharField(
        max_length=40_000, help_text=f"a name, a comma and a contact in each; at most {MOST_AT_ONCE}"
    )
    language = serializers.ChoiceField(choices=Language.choices, help_text="of the letters")


@extend_schema_serializer(component_name="Invited")
class InvitedOutput(serializers.Serializer[Any]):
    """What became of the lines."""

    invited = serializers.IntegerField(help_text="were sent a link")
    known = serializers.IntegerField(help_text="were invited already, or have a place")


class InvitationParameters(serializers.Serializer[Any]):
    q = WordsField("words of the name or the contact")
    state = serializers.ChoiceField(choices=GuestInvitationState.choices, required=False, default="", allow_blank=True)


@extend_schema_serializer(component_name="GuestInvitationRow")
class InvitationRowOutput(serializers.ModelSerializer[Invitation]):
    """A row of the host's list."""

    state = serializers.ChoiceField(choices=GuestInvitationState.choices)
    has_place = serializers.SerializerMethodField(help_text="registered, and has the place still")

    class Meta:
        model = Invitation
        fields = ["id", "state", "has_place", "name", "email", "phone", "language", "created_at", "answered_at"]
        read_only_fields = fields

    def get_has_place(self, invitation: Invitation) -> bool:
        return has_place(invitation)


@extend_schema_serializer(component_name="GuestInvitationCounts")
class InvitationCountsOutput(serializers.Serializer[Any]):
    """How many invitations of an event are in each state."""

    invited = serializers.IntegerField()
    registered = serializers.IntegerField()
    declined = serializers.IntegerField()
    revoked = serializers.IntegerField()


def hint_of(contact: str) -> str:
    """Enough for its owner to know which of their contacts is meant, and for nobody else to write to it."""
    name, at, domain = contact.partition("@")
    return f"{name[:2]}…{at}{domain}" if at else f"…{contact[-4:]}"


@extend_schema_serializer(component_name="GuestInvitation")
class InvitationOutput(serializers.ModelSerializer[Invitation]):
    """For whoever holds the link, which may have been passed on. Needs the `viewer` and the `event`, its wire form, in the
    context.
    """

    state = serializers.ChoiceField(choices=GuestInvitationState.choices)
    contact_hint = serializers.SerializerMethodField(help_text="of the contact it is good for, the most part left out")
    has_place = serializers.SerializerMethodField(help_text="registered, and has the place still")
    ticket_secret = serializers.SerializerMethodField(help_text="of the ticket it became, for the account that has it")
    event = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["state", "name", "contact_hint", "has_place", "ticket_secret", "event"]
        read_only_fields = fields

    def get_contact_hint(self, invitation: Invitation) -> str:
        return hint_of(invitation.contact)

    def get_has_place(self, invitation: Invitation) -> bool:
        return has_place(invitation)

    def get_ticket_secret(self, invitation: Invitation) -> str | None:
        ticket, reader = invitation.registration, self.context["viewer"].pk
        return (
            secret_of(ticket.pk) if ticket is not None and reader is not None and ticket.person_id == reader else None
        )

    @extend_schema_field(EventDetailOutput)
    def get_event(self, invitation: Invitation) -> Any:
        return self.context["event"]


class InvitedRegistrationInput(AskedInput):
    """The link proves the contact, which is named once more: a link that was passed on is good for nobody else."""

    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    contact = serializers.CharField(max_length=254, help_text="the one that was invited")
    consent_version = serializers.CharField(max_length=10, help_text="of the text that was read and agreed to")
    ticket_type = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="where there are several"
    )
    voucher = serializers.CharField(max_length=64, required=False, allow_blank=True, default="", help_text="a code")


class MinutesInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(
        min_value=0, help_text="of the minutes as they were read; 0 where there were none"
    )
    text = serializers.CharField(max_length=40_000, help_text="Markdown")


class MinutesShareInput(serializers.Serializer[Any]):
    edition = serializers.IntegerField(min_value=1, help_text="of the minutes as they were read")


@extend_schema_serializer(component_name="Minutes")
class MinutesOutput(serializers.ModelSerializer[Minutes]):
    class Meta:
        model = Minutes
        fields = ["edition", "text", "shared_at", "updated_at"]
        read_only_fields = fields


@extend_schema_serializer(component_name="MinutesRead")
class MinutesReadOutput(serializers.Serializer[Any]):
    """What the viewer may read; null for everybody else, and where nothing is written."""

    minutes = MinutesOutput(allow_null=True)
