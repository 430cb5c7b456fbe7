"""Wire forms of verifications, claims and standings as their requesters see them."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.core.permissions import allowed_actions
from backend.organizations.enums import EVIDENCE_KINDS, StandingKind
from backend.organizations.errors import reason_said
from backend.organizations.models import InvestorStanding, OrganizationReview
from backend.organizations.services.reviews import MAX_EVIDENCE


class ReviewInput(serializers.Serializer[Any]):
    """What a request to be verified or to claim says, and the uploads (kind evidence) that prove it."""

    statement = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    evidence = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_EVIDENCE)


class StandingInput(ReviewInput):
    kind = serializers.ChoiceField(choices=StandingKind.choices)
    organization = serializers.UUIDField(required=False, allow_null=True, default=None)


@extend_schema_serializer(component_name="EvidenceTerm")
class EvidenceTermOutput(serializers.Serializer[Any]):
    """Days that evidence is kept: from a refusal or withdrawal, and from the end or the revocation of an approval."""

    kind = serializers.ChoiceField(choices=EVIDENCE_KINDS)
    refused_days = serializers.IntegerField()
    ended_days = serializers.IntegerField()


@extend_schema_serializer(component_name="Review")
class ReviewOutput(serializers.ModelSerializer[OrganizationReview]):
    """Needs `viewer` in the context."""

    organization_id = serializers.UUIDField()
    reason = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = OrganizationReview
        fields = [
            "id",
            "organization_id",
            "kind",
            "state",
            "statement",
            "created_at",
            "decided_at",
            "reason",
            "valid_until",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_reason(self, row: OrganizationReview) -> str:
        return reason_said(row.reason)

    def get_allowed_actions(self, row: OrganizationReview) -> list[str]:
        return allowed_actions(self.context["viewer"], "organizations", ("withdraw_review",), row)


@extend_schema_serializer(component_name="Claim")
class ClaimOutput(ReviewOutput):
    """One's own claim, with the name of what was claimed."""

    organization_name = serializers.CharField(source="organization.display_name")

    class Meta(ReviewOutput.Meta):
        fields = [*ReviewOutput.Meta.fields, "organization_name"]
        read_only_fields = fields


@extend_schema_serializer(component_name="Standing")
class StandingOutput(serializers.ModelSerializer[InvestorStanding]):
    """`in_force` is the database's word at the time of reading. Needs `now` in the context."""

    in_force = serializers.SerializerMethodField()

    class Meta:
        model = InvestorStanding
        fields = [
            "id",
            "kind",
            "state",
            "statement",
            "organization_id",
            "created_at",
            "decided_at",
            "reason",
            "valid_from",
            "valid_until",
            "revoked_at",
            "in_force",
        ]
        read_only_fields = fields

    def get_in_force(self, row: InvestorStanding) -> bool:
        return row.is_in_force(self.context["now"])
