"""Wire forms of a pitch."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.listing import IdField, SortField, WordsField
from backend.core.serializers import MoneyField
from backend.deals.enums import OPEN_STAGE_CHOICES, BusinessModel, Instrument, PitchState, Visibility
from backend.deals.models import Pitch, PitchTeamMember
from backend.deals.selectors.pitches import SORTS
from backend.deals.selectors.readings import PitchReading, amounts_of
from backend.files.enums import FileState
from backend.files.serializers import RefusalOutput, refusal_of
from backend.organizations.serializers import OrganizationBrief

# Any longer text is not read by anybody, and is an attack on whoever renders it.
LONG = 20_000


class TeamMemberOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    background = serializers.CharField()
    position = serializers.IntegerField()
    has_account = serializers.SerializerMethodField()
    role_confirmed_at = serializers.DateTimeField(allow_null=True)

    def get_has_account(self, member: PitchTeamMember) -> bool:
        return member.person_id is not None


class StoryData(serializers.Serializer[Any]):
    story = serializers.CharField(help_text="Markdown")
    story_en = serializers.CharField(help_text="Markdown")


class TeamData(serializers.Serializer[Any]):
    headcount = serializers.IntegerField(allow_null=True)
    rd_share_pct = serializers.IntegerField(allow_null=True)
    members = TeamMemberOutput(many=True)


class TractionData(serializers.Serializer[Any]):
    revenue_years = serializers.ListField(child=MoneyField(), help_text="newest year first")
    gross_margin_pct = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    cash = MoneyField(allow_null=True)
    monthly_burn = MoneyField(allow_null=True)
    runway_months = serializers.IntegerField(allow_null=True)
    customers = serializers.IntegerField(allow_null=True)
    key_contracts = serializers.CharField()
    letters_of_intent = serializers.IntegerField(allow_null=True)


class IpData(serializers.Serializer[Any]):
    patents_granted = serializers.IntegerField(allow_null=True)
    patents_pending = serializers.IntegerField(allow_null=True)
    software_copyrights = serializers.IntegerField(allow_null=True)
    standards = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()


class TermsData(serializers.Serializer[Any]):
    pre_money = MoneyField(allow_null=True)
    min_ticket = MoneyField(allow_null=True)
    committed = MoneyField(allow_null=True)
    lead_committed = serializers.BooleanField(allow_null=True)
    use_of_proceeds = serializers.CharField()


class NeedsData(serializers.Serializer[Any]):
    space = serializers.CharField()
    pilot_customer = serializers.CharField()
    talent = serializers.CharField()
    policy = serializers.CharField()


class DeckData(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="0 until the first deck")
    state = serializers.ChoiceField(choices=FileState.choices, allow_null=True, help_text="null: there is no deck")
    page_count = serializers.IntegerField()
    refusal = serializers.SerializerMethodField()

    @extend_schema_field(RefusalOutput(allow_null=True))
    def get_refusal(self, data: dict[str, Any]) -> dict[str, str] | None:
        return refusal_of(data["file"]) if data["file"] else None


class BlockOutput(serializers.Serializer[Any]):
    """`data` is null unless `readable`."""

    visibility = serializers.ChoiceField(choices=Visibility.choices)
    readable = serializers.BooleanField()
    why = serializers.ChoiceField(choices=["nda_needed", "investors_only", "named_only"], allow_null=True)


class StoryBlock(BlockOutput):
    data = StoryData(allow_null=True)  # type: ignore[assignment]


class TeamBlock(BlockOutput):
    data = TeamData(allow_null=True)  # type: ignore[assignment]


class TractionBlock(BlockOutput):
    data = TractionData(allow_null=True)  # type: ignore[assignment]


class IpBlock(BlockOutput):
    data = IpData(allow_null=True)  # type: ignore[assignment]


class TermsBlock(BlockOutput):
    data = TermsData(allow_null=True)  # type: ignore[assignment]


class NeedsBlock(BlockOutput):
    data = NeedsData(allow_null=True)  # type: ignore[assignment]


class DeckBlock(BlockOutput):
    data = DeckData(allow_null=True)  # type: ignore[assignment]


class BlocksOutput(serializers.Serializer[Any]):
    story = StoryBlock()
    team = TeamBlock()
    traction = TractionBlock()
    ip = IpBlock()
    terms = TermsBlock()
    needs = NeedsBlock()
    deck = DeckBlock()


class CompletenessOutput(serializers.Serializer[Any]):
    percent = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="easiest first")


class ChangeOutput(serializers.Serializer[Any]):
    """One part before and after as text; sectors are codes, amounts end in their currency."""

    name = serializers.CharField(help_text="the field, or block.field")
    before = serializers.CharField()
    after = serializers.CharField()


class RevisionOutput(serializers.Serializer[Any]):
    """Changes of an approved pitch, which everybody else goes on reading as it was approved."""

    state = serializers.ChoiceField(choices=["draft", "in_review", "refused"])
    submitted_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="of the last refusal")
    changes = ChangeOutput(many=True)


class PitchesParameters(serializers.Serializer[Any]):
    q = WordsField("words of the headline or of the company's names")
    sort = SortField(SORTS)
    organization = IdField("only pitches of this company")
    state = serializers.ChoiceField(choices=PitchState.choices, required=False)
    mine = serializers.BooleanField(
        required=False, default=False, help_text="only those of the viewer's own companies; `updated` sorts these alone"
    )


class HeadlineOutput(serializers.Serializer[Any]):
    """What everybody reads who sees the pitch at all."""

    id = serializers.UUIDField()
    organization = OrganizationBrief()
    state = serializers.ChoiceField(choices=PitchState.choices)
    version = serializers.IntegerField()
    one_liner = serializers.CharField()
    one_liner_en = serializers.CharField()
    sector_primary = serializers.CharField()
    sectors = serializers.ListField(child=serializers.CharField())
    tech_keywords = serializers.ListField(child=serializers.CharField())
    business_model = serializers.ChoiceField(choices=BusinessModel.choices, allow_blank=True)
    customer_type = serializers.CharField()
    stage = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES, allow_blank=True)
    instrument = serializers.ChoiceField(choices=Instrument.choices, allow_blank=True)
    country = serializers.CharField()
    region = serializers.CharField()
    city = serializers.CharField()
    district = serializers.CharField()
    close_by_date = serializers.DateField(allow_null=True)
    lead_wanted = serializers.BooleanField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    last_confirmed_at = serializers.DateTimeField(allow_null=True)


class AmountsOutput(serializers.Serializer[Any]):
    amount_min = MoneyField(allow_null=True)
    amount_target = MoneyField(allow_null=True)
    amount_max = MoneyField(allow_null=True)


class PitchRowOutput(HeadlineOutput, AmountsOutput):
    """A pitch in a list: the headline alone. `completeness_percent` is null for outsiders."""

    completeness_percent = serializers.SerializerMethodField()

    def get_completeness_percent(self, pitch: Pitch) -> int | None:
        return pitch.completeness if pitch.organization_id in self.context["own"] else None

    def to_representation(self, instance: Pitch) -> dict[str, Any]:
        for name, amount in amounts_of(instance).items():
            setattr(instance, name, amount)
        return dict(super().to_representation(instance))


@extend_schema_serializer(component_name="Pitch")
class PitchDetailOutput(HeadlineOutput, AmountsOutput):
    """The schema of what `pitch_output` renders."""

    is_stale = serializers.BooleanField(help_text="nobody confirmed it for 90 days")
    completeness = CompletenessOutput(allow_null=True, help_text="null for outsiders")
    review_reason = serializers.CharField(allow_null=True, help_text="why it was sent back; null for outsiders")
    approved_at = serializers.DateTimeField(
        allow_null=True, help_text="approved, and waiting for the company's verification while in review"
    )
    revision = RevisionOutput(allow_null=True, help_text="what waits for a reviewer; null for everybody but the team")
    blocks = BlocksOutput()
    allowed_actions = serializers.ListField(child=serializers.CharField())


def pitch_output(reading: PitchReading) -> dict[str, Any]:
    """Render a reading. The headline comes from the row, everything a right hangs on from the reading."""
    rest = _ReadingOutput(reading).data
    return {**HeadlineOutput(reading.pitch).data, **AmountsOutput(reading.amounts).data, **rest}


class _ReadingOutput(serializers.Serializer[PitchReading]):
    is_stale = serializers.BooleanField()
    completeness = CompletenessOutput(allow_null=True)
    review_reason = serializers.CharField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    revision = RevisionOutput(allow_null=True)
    blocks = BlocksOutput()
    allowed_actions = serializers.ListField(child=serializers.CharField())
