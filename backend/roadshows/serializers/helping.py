"""Wire forms of who helps with an event: as its host reads them, and as who is asked does."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import text
from backend.core.permissions import may
from backend.organizations.serializers.organizations import OrganizationBrief
from backend.roadshows.enums import ASKED_TO_HELP, HelperRole, HelperState
from backend.roadshows.models import CheckInList, EventHelper
from backend.roadshows.services.doors import MAX_LISTS

_ONE_OF = text("请填写机构或邮箱中的一项。", "Name an organization or an e-mail address.")


class HelperInput(serializers.Serializer[Any]):
    """Either an organization, for all who act for it, or one person."""

    role = serializers.ChoiceField(choices=HelperRole.choices)
    organization = serializers.UUIDField(required=False, allow_null=True, default=None)
    email = serializers.EmailField(required=False, allow_blank=True, default="", max_length=254)
    lists = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=MAX_LISTS,
        help_text="of the door, for who only checks in",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["organization"] is None) == (not attrs["email"]):
            raise serializers.ValidationError({"email": [str(_ONE_OF)]})
        return attrs


class HelperAnswerInput(serializers.Serializer[Any]):
    accepts = serializers.BooleanField()


@extend_schema_serializer(component_name="HelperList")
class HelperListOutput(serializers.ModelSerializer[CheckInList]):
    class Meta:
        model = CheckInList
        fields = ["id", "name", "name_en"]
        read_only_fields = fields


@extend_schema_serializer(component_name="EventHelper")
class HelperOutput(serializers.ModelSerializer[EventHelper]):
    """As the host's people read it; a person who has not said yes is known by the address alone. Needs `viewer`."""

    role = serializers.ChoiceField(choices=HelperRole.choices)
    state = serializers.ChoiceField(choices=HelperState.choices)
    organization = OrganizationBrief(allow_null=True)
    name = serializers.SerializerMethodField(help_text="of the person, or the address they were asked at")
    lists = HelperListOutput(many=True)
    may_end = serializers.SerializerMethodField()

    class Meta:
        model = EventHelper
        fields = [
            *("id", "role", "state", "organization", "name", "lists"),
            *("created_at", "answered_at", "ended_at", "may_end"),
        ]
        read_only_fields = fields

    def get_name(self, row: EventHelper) -> str:
        return row.person.display_name if row.person is not None else row.email

    def get_may_end(self, row: EventHelper) -> bool:
        is_live = row.state in ASKED_TO_HELP
        return is_live and may(self.context["viewer"], "roadshows.end_helper", row)


class HelpersOutput(serializers.Serializer[Any]):
    """The newest first."""

    results = HelperOutput(many=True)


@extend_schema_serializer(component_name="HelperInvitation")
class HelperInvitationOutput(serializers.ModelSerializer[EventHelper]):
    """What somebody is asked."""

    event = serializers.UUIDField(source="event_id")
    title = serializers.CharField(source="event.title")
    title_en = serializers.CharField(source="event.title_en")
    starts_at = serializers.DateTimeField(source="event.starts_at")
    ends_at = serializers.DateTimeField(source="event.ends_at")
    host = OrganizationBrief(source="event.organization")
    role = serializers.ChoiceField(choices=HelperRole.choices)
    organization = OrganizationBrief(allow_null=True, help_text="that is asked; null: one person is")
    lists = HelperListOutput(many=True)

    class Meta:
        model = EventHelper
        fields = [
            *("id", "event", "title", "title_en", "starts_at", "ends_at", "host"),
            *("role", "organization", "lists"),
        ]
        read_only_fields = fields


class HelperInvitationsOutput(serializers.Serializer[Any]):
    """Those the viewer may answer, the newest first."""

    results = HelperInvitationOutput(many=True)
