"""Wire forms of the door on its host's desk: lists, devices, counts, and what was read."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.listing import IdField, WordsField
from backend.roadshows.enums import CheckInMode, CheckInReason, DeviceRole
from backend.roadshows.models import CheckIn, CheckInDevice
from backend.roadshows.serializers.door import CheckInListOutput, GuestOutput
from backend.roadshows.serializers.events import EventStepInput
from backend.roadshows.services.doors import MAX_LISTS


class CheckInListInput(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="of a list that stands already")
    name = serializers.CharField(max_length=40)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    mode = serializers.ChoiceField(choices=CheckInMode.choices)
    takes_entries = serializers.BooleanField(required=False, default=True)
    takes_exits = serializers.BooleanField(required=False, default=False)
    kinds = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=20)


class CheckInListsInput(EventStepInput):
    lists = CheckInListInput(many=True, min_length=1, max_length=MAX_LISTS)  # type: ignore[call-arg]


class DeviceInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40)
    role = serializers.ChoiceField(
        choices=DeviceRole.choices, required=False, default=DeviceRole.DOOR, help_text="a kiosk learns no names"
    )
    lists = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MAX_LISTS)
    may_register = serializers.BooleanField(
        required=False, default=False, help_text="lets in who comes without a ticket, and takes money"
    )


@extend_schema_serializer(component_name="CheckInDevice")
class DeviceOutput(serializers.ModelSerializer[CheckInDevice]):
    role = serializers.ChoiceField(choices=DeviceRole.choices)
    lists = serializers.SerializerMethodField()

    class Meta:
        model = CheckInDevice
        fields = ["id", "name", "role", "lists", "may_register", "created_at", "last_seen_at", "revoked_at"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_lists(self, device: CheckInDevice) -> list[str]:
        return [str(one.pk) for one in device.lists.all()]


@extend_schema_serializer(component_name="CheckInDeviceLink")
class DeviceLinkOutput(serializers.Serializer[Any]):
    """`url` opens the door on the phone it is sent to, and is answered this once."""

    device = DeviceOutput()
    url = serializers.URLField()


@extend_schema_serializer(component_name="CheckInListCount")
class ListCountOutput(CheckInListOutput):
    """A list with how many are expected at it, came, and are inside still."""

    expected = serializers.IntegerField()
    came = serializers.IntegerField()
    inside = serializers.IntegerField()
    conflicts = serializers.IntegerField()

    class Meta(CheckInListOutput.Meta):
        fields = [*CheckInListOutput.Meta.fields, "expected", "came", "inside", "conflicts"]
        read_only_fields = fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        counts = {name: getattr(instance, name) for name in ("expected", "came", "inside", "conflicts")}
        return {**CheckInListOutput(instance.list).data, **counts}


@extend_schema_serializer(component_name="DoorDesk")
class DoorDeskOutput(serializers.Serializer[Any]):
    lists = ListCountOutput(many=True)
    devices = DeviceOutput(many=True)


class CheckInParameters(serializers.Serializer[Any]):
    q = WordsField("a name, an organization or a code")
    list = IdField("the list")
    conflicts = serializers.BooleanField(required=False, default=False, help_text="those alone")
    page = serializers.IntegerField(min_value=1, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=100, required=False)


@extend_schema_serializer(component_name="CheckInBefore")
class MetOutput(serializers.ModelSerializer[CheckIn]):
    """The check-in that stood already."""

    by = serializers.SerializerMethodField()

    class Meta:
        model = CheckIn
        fields = ["by", "scanned_at"]
        read_only_fields = fields

    def get_by(self, row: CheckIn) -> str:
        return keeper_name(row)


@extend_schema_serializer(component_name="CheckIn")
class CheckInOutput(serializers.ModelSerializer[CheckIn]):
    """One ticket as it was read; `by` names the device or the person, `met` is what stood already."""

    list = serializers.UUIDField(source="list_id")
    guest = GuestOutput(source="registration")
    by = serializers.SerializerMethodField()
    met = MetOutput(allow_null=True)
    counts = serializers.SerializerMethodField()
    reason = serializers.ChoiceField(choices=CheckInReason.choices, allow_blank=True)

    class Meta:
        model = CheckIn
        fields = [
            *("id", "list", "guest", "kind", "result", "reason", "counts", "by", "source", "scanned_at", "synced_at"),
            *("is_conflict", "met", "undone_at", "undo_reason"),
        ]
        read_only_fields = fields

    def get_by(self, row: CheckIn) -> str:
        return keeper_name(row)

    def get_counts(self, row: CheckIn) -> bool:
        return row.turn is not None


class UndoInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


def keeper_name(row: CheckIn) -> str:
    if row.device is not None:
        return row.device.name
    return row.person.display_name if row.person is not None else ""
