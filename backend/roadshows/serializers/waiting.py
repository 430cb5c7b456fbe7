"""Wire forms of the waiting list."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core import clock
from backend.core.languages import Language
from backend.roadshows.enums import QuestionPhase, WaitState
from backend.roadshows.models import TicketType, WaitlistEntry
from backend.roadshows.selectors.asking import asked_questions
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.waiting import place_in_line
from backend.roadshows.serializers.asking import EventConsentOutput, QuestionOutput
from backend.roadshows.serializers.events import EventRowOutput, TicketTypeOutput
from backend.roadshows.services.ticketing import MAX_PER_ORDER, MAX_TYPES
from backend.roadshows.tickets import secret_of, waiting_secret_of

_CONTACT = "e-mail address or mobile number"


class MemberWaitingInput(serializers.Serializer[Any]):
    """The contact is the account's own, and proved already."""

    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    consent_version = serializers.CharField(max_length=10, help_text="of the text that was read and agreed to")
    kinds = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MAX_TYPES,
        help_text="any of these kinds of tickets will do; needed where there are several",
    )
    party_size = serializers.IntegerField(
        min_value=1, max_value=MAX_PER_ORDER, required=False, default=1, help_text="places at once, all or none"
    )


class WaitingInput(MemberWaitingInput):
    contact = serializers.CharField(max_length=254, help_text=_CONTACT)
    code = serializers.RegexField(r"^[0-9]{6}$", help_text="the six digits sent to the contact")


class WaitingRemovalInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400, help_text="told to who is removed")


class WaitingParameters(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    state = serializers.ChoiceField(choices=WaitState.choices, required=False, default="", allow_blank=True)
    page = serializers.IntegerField(min_value=1, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=100, required=False)


@extend_schema_serializer(component_name="WaitingCounts")
class WaitingCountsOutput(serializers.Serializer[Any]):
    """How many entries of an event are in each state."""

    waiting = serializers.IntegerField()
    offered = serializers.IntegerField()
    accepted = serializers.IntegerField()
    declined = serializers.IntegerField()
    expired = serializers.IntegerField()
    left = serializers.IntegerField()


@extend_schema_serializer(component_name="OwnWaiting")
class OwnWaitingOutput(serializers.Serializer[Any]):
    secret = serializers.SerializerMethodField(help_text="of one's own entry that is in line")

    def get_secret(self, found: dict[str, WaitlistEntry | None]) -> str | None:
        entry = found["entry"]
        return waiting_secret_of(entry.pk) if entry else None


class WaitingFields(serializers.ModelSerializer[WaitlistEntry]):
    """What both sides read of an entry. Needs rows of `selectors.waiting.with_place`."""

    kinds = serializers.SerializerMethodField()
    offered_kind = TicketTypeOutput(source="ticket_type", allow_null=True)
    place = serializers.SerializerMethodField(help_text="in line, from 1; null where the entry is in no line")

    @extend_schema_field(TicketTypeOutput(many=True))
    def get_kinds(self, entry: WaitlistEntry) -> list[dict[str, Any]]:
        kinds: list[TicketType] = sorted(entry.kinds.all(), key=lambda kind: kind.position)
        return list(TicketTypeOutput(kinds, many=True).data)

    def get_place(self, entry: WaitlistEntry) -> int | None:
        return place_in_line(entry)


@extend_schema_serializer(component_name="Waiting")
class WaitingOutput(WaitingFields):
    """For whoever holds the link, which is `secret`; with `asks` in the context, what an offer asks as well."""

    event = EventRowOutput()
    secret = serializers.SerializerMethodField()
    ticket_secret = serializers.SerializerMethodField(help_text="of the ticket it became")
    cancel_reason = serializers.CharField(source="event.cancel_reason")
    can_rejoin = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField(help_text="of who takes the place that is offered; none in a list")
    consent = serializers.SerializerMethodField(help_text="of the event's own, where questions are told too")

    class Meta:
        model = WaitlistEntry
        fields = [
            *(
                "secret",
                "state",
                "place",
                "party_size",
                "kinds",
                "offered_kind",
                "offer_expires_at",
                "not_offered_reason",
            ),
            *("name", "organization_name", "event", "cancel_reason", "left_because", "removal_reason"),
            *("ticket_secret", "can_rejoin", "questions", "consent", "created_at"),
        ]
        read_only_fields = fields

    def get_secret(self, entry: WaitlistEntry) -> str:
        return waiting_secret_of(entry.pk)

    def get_ticket_secret(self, entry: WaitlistEntry) -> str | None:
        return secret_of(entry.registration_id) if entry.registration_id else None

    @extend_schema_field(QuestionOutput(many=True))
    def get_questions(self, entry: WaitlistEntry) -> Any:
        """Whoever holds the link need not be able to read the page of the event."""
        asked = asked_questions(entry.event, QuestionPhase.REGISTERING)
        return QuestionOutput(asked if self._is_asked(entry) else asked.none(), many=True).data

    @extend_schema_field(EventConsentOutput(allow_null=True))
    def get_consent(self, entry: WaitlistEntry) -> Any:
        own = entry.event.own_consent if self._is_asked(entry) else None
        return None if own is None else EventConsentOutput(own).data

    def _is_asked(self, entry: WaitlistEntry) -> bool:
        return entry.state == WaitState.OFFERED and bool(self.context.get("asks"))

    def get_can_rejoin(self, entry: WaitlistEntry) -> bool:
        is_open = entry.event.has_waiting_list and takes_registrations(
            entry.event, self.context.get("now") or clock.now()
        )
        return entry.state in (WaitState.EXPIRED, WaitState.DECLINED) and is_open


@extend_schema_serializer(component_name="WaitingRow")
class WaitingRowOutput(WaitingFields):
    """A row of the host's line; where `contact_removed_at` is set the time of name and contact was over."""

    language = serializers.ChoiceField(choices=Language.choices)

    class Meta:
        model = WaitlistEntry
        fields = [
            *(
                "id",
                "state",
                "place",
                "party_size",
                "kinds",
                "offered_kind",
                "offered_at",
                "offer_expires_at",
                "not_offered_reason",
            ),
            *("name", "organization_name", "email", "phone", "language", "left_because", "removal_reason"),
            *("queued_at", "created_at", "contact_removed_at"),
        ]
        read_only_fields = fields
