"""Wire forms of grants, the agreement and the deck's pages."""

from typing import Any

from rest_framework import serializers

from backend.core.serializers import MoneyField
from backend.deals.enums import OPEN_STAGE_CHOICES, Block
from backend.deals.models import BlockGrant
from backend.files.enums import FileState
from backend.files.serializers import RefusalOutput
from backend.organizations.serializers import OrganizationBrief


class GrantInput(serializers.Serializer[Any]):
    firm = serializers.UUIDField()
    blocks = serializers.ListField(child=serializers.ChoiceField(choices=Block.choices), min_length=1, max_length=7)
    expires_at = serializers.DateTimeField(allow_null=True, required=False, default=None)


class GrantOutput(serializers.Serializer[Any]):
    """`is_live`: neither revoked nor expired."""

    id = serializers.UUIDField()
    firm = OrganizationBrief()
    blocks = serializers.ListField(child=serializers.ChoiceField(choices=Block.choices))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    is_live = serializers.SerializerMethodField()

    def get_is_live(self, grant: BlockGrant) -> bool:
        now = self.context["now"]
        return grant.revoked_at is None and (grant.expires_at is None or grant.expires_at > now)


class NdaOutput(serializers.Serializer[Any]):
    """The text in force, in the caller's language, and when the caller accepted it."""

    version = serializers.CharField()
    sha256 = serializers.CharField()
    text = serializers.CharField(help_text="Markdown")
    accepted_at = serializers.DateTimeField(allow_null=True)


class NdaAcceptInput(serializers.Serializer[Any]):
    """Exactly the version and digest that were read."""

    version = serializers.CharField(max_length=20)
    sha256 = serializers.CharField(max_length=64)
    firm = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="needed only by members of several verified firms"
    )


class DeckPageOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    url = serializers.CharField(help_text="signed for this viewer, at most 300 seconds")
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class DeckOutput(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=FileState.choices)
    refusal = RefusalOutput(allow_null=True)
    pages = DeckPageOutput(many=True)


class EvidenceOutput(serializers.Serializer[Any]):
    evidence = serializers.CharField(help_text="the words of the deck it was read from")
    page = serializers.IntegerField()


class EvidencedText(EvidenceOutput):
    value = serializers.CharField()


class EvidencedStage(EvidenceOutput):
    value = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES)


class EvidencedAmount(EvidenceOutput):
    value = MoneyField()


class DeckProposalOutput(serializers.Serializer[Any]):
    """What the deck itself says, for confirmation; null where it says nothing."""

    one_liner = EvidencedText(allow_null=True)
    one_liner_en = EvidencedText(allow_null=True)
    sector_primary = EvidencedText(allow_null=True, help_text="the first specific sector")
    sectors = EvidencedText(many=True, help_text="value: a sector code")
    stage = EvidencedStage(allow_null=True)
    amount = EvidencedAmount(allow_null=True, help_text="of a range its upper end")
    amount_min = EvidencedAmount(allow_null=True, help_text="the lower end when a range was stated")
