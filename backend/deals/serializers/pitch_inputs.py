"""What may be sent about a pitch. Shape only: sectors, currency and order of amounts are judged by the service."""

from typing import Any

from rest_framework import serializers

from backend.core.languages import text
from backend.core.serializers import MoneyField
from backend.deals.enums import OPEN_STAGE_CHOICES, Block, BusinessModel, Instrument, Visibility
from backend.deals.serializers.pitches import LONG

_NO_BLOCK = text("没有这个板块。", "There is no such block.")


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, allow_blank=True, required=False)


def _count() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=2_000_000_000, allow_null=True, required=False)


def _small(limit: int) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=limit, allow_null=True, required=False)


def _amount() -> MoneyField:
    return MoneyField(allow_null=True, required=False)


class TeamInput(serializers.Serializer[Any]):
    headcount = _small(1_000_000)
    rd_share_pct = _small(100)


class TractionInput(serializers.Serializer[Any]):
    revenue_years = serializers.ListField(child=MoneyField(), max_length=3, required=False)
    gross_margin_pct = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=-999, max_value=100, allow_null=True, required=False
    )
    cash = _amount()
    monthly_burn = _amount()
    runway_months = _small(1200)
    customers = _count()
    key_contracts = _text(LONG)
    letters_of_intent = _count()


class IpInput(serializers.Serializer[Any]):
    patents_granted = _count()
    patents_pending = _count()
    software_copyrights = _count()
    standards = _count()
    note = _text(LONG)


class TermsInput(serializers.Serializer[Any]):
    pre_money = _amount()
    min_ticket = _amount()
    committed = _amount()
    lead_committed = serializers.BooleanField(allow_null=True, required=False)
    use_of_proceeds = _text(LONG)


class NeedsInput(serializers.Serializer[Any]):
    space = _text(300)
    pilot_customer = _text(300)
    talent = _text(300)
    policy = _text(300)


class PitchFields(serializers.Serializer[Any]):
    """Every field is optional; what is not sent stays."""

    one_liner = _text(40)
    one_liner_en = _text(120)
    story = _text(LONG)
    story_en = _text(LONG)
    business_model = serializers.ChoiceField(choices=BusinessModel.choices, allow_blank=True, required=False)
    customer_type = _text(120)
    sector_primary = _text(24)
    sectors = serializers.ListField(child=serializers.CharField(max_length=24), max_length=6, required=False)
    tech_keywords = serializers.ListField(child=serializers.CharField(max_length=60), max_length=30, required=False)
    country = serializers.RegexField(r"^[A-Z]{3}$", allow_blank=True, required=False)
    region = _text(80)
    city = _text(80)
    district = _text(80)
    stage = serializers.ChoiceField(choices=OPEN_STAGE_CHOICES, allow_blank=True, required=False)
    instrument = serializers.ChoiceField(choices=Instrument.choices, allow_blank=True, required=False)
    amount_min = _amount()
    amount_target = _amount()
    amount_max = _amount()
    close_by_date = serializers.DateField(allow_null=True, required=False)
    lead_wanted = serializers.BooleanField(allow_null=True, required=False)
    team = TeamInput(required=False)
    traction = TractionInput(required=False)
    ip = IpInput(required=False)
    terms = TermsInput(required=False)
    needs = NeedsInput(required=False)


class PitchCreateInput(PitchFields):
    organization = serializers.UUIDField()


class PitchUpdateInput(PitchFields):
    version = serializers.IntegerField(min_value=1, help_text="the version that was read; 409 when it is stale")


class StepInput(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, required=False, help_text="checked when sent; 409 when stale")


class VisibilityInput(StepInput):
    blocks = serializers.DictField(child=serializers.ChoiceField(choices=Visibility.choices), help_text="block → who")

    def validate_blocks(self, blocks: dict[str, str]) -> dict[Block, Visibility]:
        known = set(Block.values)
        if unknown := [name for name in blocks if name not in known]:
            raise serializers.ValidationError({name: [str(_NO_BLOCK)] for name in unknown})
        return {Block(name): Visibility(chosen) for name, chosen in blocks.items()}


class DeckInput(StepInput):
    file = serializers.UUIDField(allow_null=True, help_text="the id of an upload; null removes the deck")


class FromDeckInput(serializers.Serializer[Any]):
    file = serializers.UUIDField()


class TeamMemberInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    role = serializers.CharField(max_length=80)
    background = _text(4000)
    position = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    person = serializers.UUIDField(
        allow_null=True, required=False, help_text="a member of the company, who may then confirm the role"
    )


class TeamMemberPatch(TeamMemberInput):
    name = serializers.CharField(max_length=80, required=False)
    role = serializers.CharField(max_length=80, required=False)
