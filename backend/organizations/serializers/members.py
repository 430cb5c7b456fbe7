"""Wire forms of members, invitations and ownership."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.core.actors import Viewer
from backend.core.permissions import allowed_actions
from backend.organizations.enums import GRANTABLE_ROLES
from backend.organizations.models import Invitation, Membership, OwnershipTransfer
from backend.organizations.permissions import is_admin
from backend.organizations.serializers.organizations import OrganizationBrief


@extend_schema_serializer(component_name="Member")
class MemberOutput(serializers.ModelSerializer[Membership]):
    """A colleague. The address is for those who run the organization. Needs `viewer` in the context."""

    person_id = serializers.UUIDField()
    display_name = serializers.CharField(source="person.display_name")
    email = serializers.SerializerMethodField()
    is_me = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = [
            "id",
            "person_id",
            "display_name",
            "email",
            "role",
            "title",
            "title_confirmed_at",
            "created_at",
            "is_me",
            "allowed_actions",
        ]
        read_only_fields = fields

    def _viewer(self) -> Viewer:
        viewer: Viewer = self.context["viewer"]
        return viewer

    def get_email(self, row: Membership) -> str | None:
        return row.person.email if is_admin(self._viewer(), row) else None

    def get_is_me(self, row: Membership) -> bool:
        return row.person_id == self._viewer().pk

    def get_allowed_actions(self, row: Membership) -> list[str]:
        names = ("change_role", "remove_member", "confirm_title")
        return allowed_actions(self._viewer(), "organizations", names, row)


class MemberChange(serializers.Serializer[Any]):
    """An admin sends `role`; a person sends their own `title`."""

    role = serializers.ChoiceField(choices=GRANTABLE_ROLES, required=False)
    title = serializers.CharField(max_length=80, allow_blank=True, required=False)


class InvitationInput(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=GRANTABLE_ROLES)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


@extend_schema_serializer(component_name="Invitation")
class InvitationOutput(serializers.ModelSerializer[Invitation]):
    """An invitation without its secret. Needs `viewer` in the context."""

    invited_by = serializers.CharField(source="invited_by.display_name")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["id", "role", "note", "state", "expires_at", "created_at", "invited_by", "allowed_actions"]
        read_only_fields = fields

    def get_allowed_actions(self, row: Invitation) -> list[str]:
        return allowed_actions(self.context["viewer"], "organizations", ("revoke_invitation",), row)


@extend_schema_serializer(component_name="NewInvitation")
class NewInvitationOutput(serializers.Serializer[Any]):
    """The link is in this answer alone."""

    invitation = InvitationOutput()
    link = serializers.CharField()


@extend_schema_serializer(component_name="InvitationOffer")
class InvitationOfferOutput(serializers.ModelSerializer[Invitation]):
    """What the holder of a link sees before accepting."""

    organization = OrganizationBrief()
    invited_by = serializers.CharField(source="invited_by.display_name")
    is_member_already = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["organization", "role", "note", "expires_at", "invited_by", "is_member_already", "allowed_actions"]
        read_only_fields = fields

    def get_is_member_already(self, row: Invitation) -> bool:
        return row.organization_id in self.context["roles"]

    def get_allowed_actions(self, row: Invitation) -> list[str]:
        may_accept = self.context["viewer"].is_authenticated and not self.get_is_member_already(row)
        return ["accept_invitation"] if may_accept else []


class OwnershipInput(serializers.Serializer[Any]):
    member_id = serializers.UUIDField()


@extend_schema_serializer(component_name="OwnershipTransfer")
class TransferOutput(serializers.ModelSerializer[OwnershipTransfer]):
    """A pending offer. Needs `viewer` in the context."""

    from_person = serializers.CharField(source="from_person.display_name")
    to_person = serializers.CharField(source="to_person.display_name")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = OwnershipTransfer
        fields = ["id", "state", "created_at", "from_person", "to_person", "allowed_actions"]
        read_only_fields = fields

    def get_allowed_actions(self, row: OwnershipTransfer) -> list[str]:
        names = ("accept_ownership", "decline_ownership", "cancel_ownership")
        return allowed_actions(self.context["viewer"], "organizations", names, row)


@extend_schema_serializer(component_name="OwnershipState")
class OwnershipOutput(serializers.Serializer[Any]):
    """The pending offer for the two people it concerns; null for everybody else and when there is none."""

    transfer = TransferOutput(allow_null=True)
