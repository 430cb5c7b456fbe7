"""Wire forms of the door: what a device reads and sends."""

import base64
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import text
from backend.roadshows.enums import (
    CheckInKind,
    CheckInReason,
    CheckInResult,
    CheckInSource,
    DeviceRole,
    EventState,
)
from backend.roadshows.models import CheckIn, CheckInList, Registration
from backend.roadshows.selectors.asking import questions_at_door
from backend.roadshows.selectors.door import Keeper, RosterPage, closes_at
from backend.roadshows.serializers.asking import DoorAnswerOutput, EventConsentOutput, QuestionOutput
from backend.roadshows.serializers.events import TicketTypeOutput, is_shown
from backend.roadshows.services.check_ins import MAX_SCANS
from backend.roadshows.services.reading import Arrival, Told
from backend.roadshows.tickets import DoorKey, door_keys, kind_mark

_ONE_OF = text(
    "请提供二维码内容、票号或票券编号中的一项。", "Send the text of a QR code, a short code or a ticket's id."
)


@extend_schema_serializer(component_name="CheckInList")
class CheckInListOutput(serializers.ModelSerializer[CheckInList]):
    class Meta:
        model = CheckInList
        fields = ["id", "name", "name_en", "mode", "takes_entries", "takes_exits", "kinds"]
        read_only_fields = fields


@extend_schema_serializer(component_name="DoorKey")
class DoorKeyOutput(serializers.Serializer[Any]):
    """An Ed25519 public key; the signature of a code is over everything before its last dot."""

    id = serializers.CharField()
    public = serializers.SerializerMethodField(help_text="base64 of 32 bytes")

    def get_public(self, key: DoorKey) -> str:
        return base64.b64encode(key.public).decode()


@extend_schema_serializer(component_name="DoorKind")
class DoorKindOutput(TicketTypeOutput):
    """A kind of ticket; its codes carry `mark`."""

    mark = serializers.SerializerMethodField()
    takes_walk_ins = serializers.SerializerMethodField(help_text="who comes without a ticket may have it")

    class Meta(TicketTypeOutput.Meta):
        fields = ["id", "name", "name_en", "price", "mark", "takes_walk_ins"]
        read_only_fields = fields

    def get_takes_walk_ins(self, kind: Any) -> bool:
        return is_shown(kind)

    def get_mark(self, kind: Any) -> str:
        return kind_mark(kind.pk)


@extend_schema_serializer(component_name="Door")
class DoorOutput(serializers.Serializer[Keeper]):
    """What a device must know to go on without the net. After `closes_at` it forgets it."""

    event = serializers.UUIDField(source="event.id")
    code = serializers.CharField(source="event.code")
    title = serializers.CharField(source="event.title")
    title_en = serializers.CharField(source="event.title_en")
    state = serializers.ChoiceField(choices=EventState.choices, source="event.state")
    starts_at = serializers.DateTimeField(source="event.starts_at")
    ends_at = serializers.DateTimeField(source="event.ends_at")
    closes_at = serializers.SerializerMethodField()
    device = serializers.SerializerMethodField(help_text="its name; blank for somebody who is signed in")
    may_register = serializers.BooleanField(help_text="lets in who comes without a ticket")
    consent = EventConsentOutput(source="event.own_consent", allow_null=True)
    role = serializers.ChoiceField(choices=DeviceRole.choices, help_text="of the device")
    lists = CheckInListOutput(many=True)
    kinds = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField(help_text="asked here, or answered where the door sees it")
    keys = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField())
    def get_closes_at(self, keeper: Keeper) -> str:
        return closes_at(keeper.event).isoformat()

    def get_device(self, keeper: Keeper) -> str:
        return keeper.device.name if keeper.device else ""

    @extend_schema_field(DoorKindOutput(many=True))
    def get_kinds(self, keeper: Keeper) -> list[dict[str, Any]]:
        return list(DoorKindOutput(keeper.event.ticket_types.order_by("position"), many=True).data)

    @extend_schema_field(QuestionOutput(many=True))
    def get_questions(self, keeper: Keeper) -> list[dict[str, Any]]:
        asked = questions_at_door(keeper.event) if keeper.may_know_guests else []
        return list(QuestionOutput(asked, many=True).data)

    @extend_schema_field(DoorKeyOutput(many=True))
    def get_keys(self, keeper: Keeper) -> list[dict[str, Any]]:
        return list(DoorKeyOutput(door_keys(keeper.event.pk), many=True).data)


class RosterParameters(serializers.Serializer[Any]):
    since = serializers.DateTimeField(required=False, default=None, help_text="`as_of` of the last full answer")
    after = serializers.UUIDField(required=False, default=None, help_text="of the page before")


@extend_schema_serializer(component_name="RosterMark")
class MarkOutput(serializers.ModelSerializer[CheckIn]):
    """The last passage of a ticket at a list that counts."""

    list = serializers.UUIDField(source="list_id")
    kind = serializers.ChoiceField(choices=CheckInKind.choices)
    at = serializers.DateTimeField(source="scanned_at")

    class Meta:
        model = CheckIn
        fields = ["list", "kind", "at"]
        read_only_fields = fields


@extend_schema_serializer(component_name="RosterGuest")
class RosterGuestOutput(serializers.ModelSerializer[Registration]):
    """What a door knows of a ticket; no name where nobody is to come, at a door that is not theirs, nor at a kiosk. Needs
    `marks`, `answers` and `known` in the context.
    """

    name = serializers.SerializerMethodField()
    organization = serializers.SerializerMethodField()
    kind = serializers.UUIDField(source="ticket_type_id")
    marks = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField(help_text="those the host wants seen at the door")

    class Meta:
        model = Registration
        fields = ["id", "code", "name", "organization", "kind", "state", "marks", "answers"]
        read_only_fields = fields

    def get_name(self, row: Registration) -> str:
        return row.name if row.pk in self.context["known"] else ""

    def get_organization(self, row: Registration) -> str:
        return row.organization_name if row.pk in self.context["known"] else ""

    @extend_schema_field(MarkOutput(many=True))
    def get_marks(self, row: Registration) -> list[dict[str, Any]]:
        return list(MarkOutput(self.context["marks"].get(row.pk, []), many=True).data)

    @extend_schema_field(DoorAnswerOutput(many=True))
    def get_answers(self, row: Registration) -> list[dict[str, Any]]:
        return list(DoorAnswerOutput(self.context["answers"].get(row.pk, []), many=True).data)


@extend_schema_serializer(component_name="Roster")
class RosterOutput(serializers.Serializer[RosterPage]):
    """A page of tickets. Ask on with `after` until it is null; then from `as_of` of the first page for changes alone."""

    as_of = serializers.SerializerMethodField()
    guests = serializers.SerializerMethodField()
    after = serializers.UUIDField(allow_null=True)

    @extend_schema_field(serializers.DateTimeField())
    def get_as_of(self, page: RosterPage) -> str:
        return str(self.context["as_of"].isoformat())

    @extend_schema_field(RosterGuestOutput(many=True))
    def get_guests(self, page: RosterPage) -> list[dict[str, Any]]:
        context = {"marks": page.marks, "answers": page.answers, "known": page.known}
        return list(RosterGuestOutput(page.rows, many=True, context=context).data)


class ScanInput(serializers.Serializer[Any]):
    """One of `ticket`, `code` and `registration`."""

    nonce = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=CheckInKind.choices)
    source = serializers.ChoiceField(choices=CheckInSource.choices)  # type: ignore[assignment]
    scanned_at = serializers.DateTimeField()
    ticket = serializers.CharField(max_length=400, required=False, default="", help_text="what the QR code says")
    code = serializers.CharField(max_length=12, required=False, default="", help_text="the short code, typed")
    registration = serializers.UUIDField(required=False, default=None, help_text="of a guest found by name")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(bool(attrs[name]) for name in ("ticket", "code", "registration")) != 1:
            raise serializers.ValidationError({"ticket": [str(_ONE_OF)]})
        return attrs


class ScansInput(serializers.Serializer[Any]):
    list = serializers.UUIDField()
    scans = ScanInput(many=True, min_length=1, max_length=MAX_SCANS)  # type: ignore[call-arg]


class TakeBackInput(serializers.Serializer[Any]):
    list = serializers.UUIDField()
    nonces = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_SCANS)


@extend_schema_serializer(component_name="CheckInGuest")
class GuestOutput(serializers.ModelSerializer[Registration]):
    organization = serializers.CharField(source="organization_name")
    kind = serializers.UUIDField(source="ticket_type_id")

    class Meta:
        model = Registration
        fields = ["id", "code", "name", "organization", "kind"]
        read_only_fields = fields


@extend_schema_serializer(component_name="CheckInArrival")
class ArrivalOutput(serializers.Serializer[Arrival]):
    """A guest; who it is where the door may know that."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    organization = serializers.CharField()
    kind = serializers.UUIDField()
    answers = DoorAnswerOutput(many=True, help_text="those the host wants seen at the door")


@extend_schema_serializer(component_name="CheckInVerdict")
class VerdictOutput(serializers.Serializer[Told]):
    """`since` is when the ticket passed before; no `guest` where no ticket was found."""

    nonce = serializers.UUIDField()
    result = serializers.ChoiceField(choices=CheckInResult.choices)
    reason = serializers.ChoiceField(choices=CheckInReason.choices, allow_blank=True)
    since = serializers.DateTimeField(allow_null=True)
    is_conflict = serializers.BooleanField()
    guest = ArrivalOutput(allow_null=True)


@extend_schema_serializer(component_name="CheckInVerdicts")
class VerdictsOutput(serializers.Serializer[Any]):
    results = VerdictOutput(many=True)


@extend_schema_serializer(component_name="TakenBack")
class TakenBackOutput(serializers.Serializer[Any]):
    undone = serializers.IntegerField()
