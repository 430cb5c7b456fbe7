"""The signed-in person with the organizations they belong to."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.accounts.enums import Home, Need
from backend.accounts.models import User
from backend.core.languages import Language
from backend.organizations.enums import MemberRole, OrganizationKind, VerificationState


@extend_schema_serializer(component_name="MyOrganization")
class MyOrganizationOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="organization_id")
    display_name = serializers.CharField(source="organization.display_name")
    kind = serializers.ChoiceField(choices=OrganizationKind.choices, source="organization.kind")
    role = serializers.ChoiceField(choices=MemberRole.choices)
    verification_state = serializers.ChoiceField(
        choices=VerificationState.choices, source="organization.verification_state"
    )


@extend_schema_serializer(component_name="Me")
class MeOutput(serializers.ModelSerializer[User]):
    """`is_operator` is true only where the rights hold: with a second factor this session has passed."""

    language = serializers.ChoiceField(choices=Language.choices)
    is_operator = serializers.BooleanField(source="acts_as_operator")
    second_factor = serializers.BooleanField(source="has_second_factor")
    home = serializers.SerializerMethodField()
    organizations = serializers.SerializerMethodField()
    needs = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "display_name",
            "email",
            "phone",
            "language",
            "personalized",
            "is_operator",
            "second_factor",
            "home",
            "organizations",
            "needs",
            "is_demo",
        ]
        read_only_fields = fields

    def get_home(self, person: User) -> Home:
        home: Home = self.context["home"]
        return home

    def get_needs(self, person: User) -> list[Need]:
        needs: list[Need] = self.context["needs"]
        return needs

    @extend_schema_field(MyOrganizationOutput(many=True))
    def get_organizations(self, person: User) -> Any:
        return MyOrganizationOutput(self.context["memberships"], many=True).data
