"""Wire forms of an organization: the short reference used everywhere, the page, and what may be sent."""

from typing import Any

from django.core.validators import RegexValidator
from django.urls import reverse
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.core.actors import Viewer
from backend.core.listing import SortField, WordField, WordsField
from backend.core.permissions import allowed_actions
from backend.organizations.enums import (
    CrossBorder,
    DatePrecision,
    InvestorType,
    MemberRole,
    OrganizationKind,
    Origin,
    Qualification,
    ServiceKind,
)
from backend.organizations.models import Organization
from backend.organizations.permissions import roles_held_by
from backend.organizations.selectors.organizations import SORTS

_ACTIONS = (
    "update_organization",
    "view_members",
    "invite",
    "leave",
    "offer_ownership",
    "request_verification",
    "request_claim",
    "view_reviews",
    "view_audit",
    "create_fund",
    "record_round",
    "manage_webhooks",
)


class OrganizationsParameters(serializers.Serializer[Any]):
    q = WordsField("words of the name")
    sort = SortField(SORTS)
    kind = serializers.ListField(child=WordField(choices=OrganizationKind.values), required=False, default=list)
    origin = serializers.ListField(child=WordField(choices=Origin.values), required=False, default=list)


class TrailParameters(serializers.Serializer[Any]):
    action = serializers.CharField(
        max_length=100, required=False, default="", help_text="how the act's name begins, such as `member.`"
    )


def logo_url_of(organization: Organization) -> str | None:
    """The address of the logo, for whoever may see the organization; its row is not read."""
    return reverse("logo", args=[organization.logo_id]) if organization.logo_id else None


class OrganizationBrief(serializers.ModelSerializer[Organization]):
    """How every answer refers to an organization."""

    display_name = serializers.CharField()
    logo_url = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = [
            "id",
            "kind",
            "display_name",
            "name_en",
            "one_liner",
            "logo_url",
            "city",
            "verification_state",
            "origin",
            "source_credit",
            "is_demo",
        ]
        read_only_fields = fields

    def get_logo_url(self, organization: Organization) -> str | None:
        return logo_url_of(organization)


def brief_of(organization: Organization) -> dict[str, Any]:
    """The reference as plain values, for serializers that build their answer by hand."""
    return dict(OrganizationBrief(organization).data)


@extend_schema_serializer(component_name="Organization")
class OrganizationOutput(serializers.ModelSerializer[Organization]):
    """An organization's page. Needs `viewer` in the context."""

    display_name = serializers.CharField()
    logo_url = serializers.SerializerMethodField()
    my_role = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = [
            "id",
            "kind",
            "service_kind",
            "investor_type",
            "origin",
            "is_demo",
            "display_name",
            "legal_name",
            "brand_name",
            "name_en",
            "uscc",
            "one_liner",
            "one_liner_en",
            "description",
            "description_en",
            "logo_url",
            "website",
            "founded_on",
            "founded_precision",
            "country",
            "region",
            "city",
            "district",
            "cross_border",
            "sector_primary",
            "sectors",
            "source_sectors",
            "tech_keywords",
            "qualifications",
            "headcount",
            "verification_state",
            "verified_at",
            "verified_until",
            "source_credit",
            "claimed_at",
            "created_at",
            "updated_at",
            "my_role",
            "allowed_actions",
        ]
        read_only_fields = fields

    def _viewer(self) -> Viewer:
        viewer: Viewer = self.context["viewer"]
        return viewer

    def get_logo_url(self, organization: Organization) -> str | None:
        return logo_url_of(organization)

    def get_my_role(self, organization: Organization) -> MemberRole | None:
        return roles_held_by(self._viewer()).get(organization.pk)

    def get_allowed_actions(self, organization: Organization) -> list[str]:
        return allowed_actions(self._viewer(), "organizations", _ACTIONS, organization)


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, allow_blank=True)


class OrganizationChange(serializers.Serializer[Any]):
    """Every field may be left out. Blank empties a text; null empties a date, number or logo."""

    legal_name = serializers.CharField(max_length=200, required=False)
    brand_name = _text(120)
    name_en = _text(200)
    uscc = serializers.CharField(max_length=30, required=False, allow_blank=True, allow_null=True)
    service_kind = serializers.ChoiceField(choices=ServiceKind.choices, required=False, allow_blank=True)
    investor_type = serializers.ChoiceField(choices=InvestorType.choices, required=False, allow_blank=True)
    one_liner = _text(80)
    one_liner_en = _text(200)
    description = _text(10_000)
    description_en = _text(10_000)
    logo = serializers.UUIDField(required=False, allow_null=True, help_text="id of an upload of kind logo")
    website = serializers.URLField(max_length=300, required=False, allow_blank=True)
    founded_on = serializers.DateField(required=False, allow_null=True)
    founded_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False, allow_blank=True)
    country = serializers.CharField(
        required=False, allow_blank=True, validators=[RegexValidator(r"^[A-Z]{3}$")], help_text="ISO 3166-1 alpha-3"
    )
    region = _text(80)
    city = _text(80)
    district = _text(80)
    cross_border = serializers.ListField(
        child=serializers.ChoiceField(choices=CrossBorder.choices), required=False, max_length=3
    )
    sector_primary = _text(24)
    sectors = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=5)
    tech_keywords = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=20)
    qualifications = serializers.ListField(
        child=serializers.ChoiceField(choices=Qualification.choices), required=False, max_length=len(Qualification)
    )
    headcount = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False, allow_null=True)


class OrganizationInput(OrganizationChange):
    """A new organization: its kind and legal name at least."""

    kind = serializers.ChoiceField(choices=OrganizationKind.choices)
    legal_name = serializers.CharField(max_length=200)
