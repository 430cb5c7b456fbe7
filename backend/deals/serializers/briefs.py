"""The reference to an organization every answer carries."""

from rest_framework import serializers

from backend.organizations.models import Organization


class OrganizationBrief(serializers.ModelSerializer[Organization]):
    display_name = serializers.CharField()
    logo_url = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = [
            "id", "kind", "display_name", "name_en", "one_liner", "logo_url", "city", "verification_state", "origin",
            "source_credit", "is_demo",
        ]  # fmt: skip

    def get_logo_url(self, organization: Organization) -> str | None:
        return None
