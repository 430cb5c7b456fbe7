"""Wire forms of closed rounds and portfolios."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.money import Currency, Money
from backend.core.permissions import allowed_actions
from backend.core.serializers import MoneyField, MoneyWire
from backend.deals.enums import Stage
from backend.deals.models import FundingRound, RoundInvestor
from backend.organizations.enums import DatePrecision
from backend.organizations.serializers import OrganizationBrief


class _RoundFields(serializers.ModelSerializer[FundingRound]):
    """Context: `viewer`, and `credits` from source to the credit line its terms ask for."""

    amount = serializers.SerializerMethodField()
    source_credit = serializers.SerializerMethodField()

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_amount(self, row: FundingRound) -> dict[str, str] | None:
        """Of the whole round."""
        if row.amount_minor is None or not row.currency:
            return None
        return Money(row.amount_minor, Currency(row.currency)).to_wire()

    def get_source_credit(self, row: FundingRound) -> str:
        credit: str = self.context["credits"].get(row.source, "")
        return credit


class RoundInvestorOutput(serializers.ModelSerializer[RoundInvestor]):
    organization = OrganizationBrief(source="investor")

    class Meta:
        model = RoundInvestor
        fields = ["organization", "is_lead"]


_ROUND = [
    "id", "round_label", "stage", "closed_on", "closed_precision", "amount", "amount_usd", "valuation_band", "source",
    "source_credit",
]  # fmt: skip


class RoundOutput(_RoundFields):
    investors = RoundInvestorOutput(many=True, source="seen_participations")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = FundingRound
        fields = [*_ROUND, "investors", "allowed_actions"]

    def get_allowed_actions(self, row: FundingRound) -> list[str]:
        return allowed_actions(self.context["viewer"], "deals", ["remove_round"], row)


class PortfolioRound(_RoundFields):
    company = OrganizationBrief()

    class Meta:
        model = FundingRound
        fields = [*_ROUND, "company"]


class PortfolioEntryOutput(serializers.ModelSerializer[RoundInvestor]):
    round = PortfolioRound()

    class Meta:
        model = RoundInvestor
        fields = ["id", "is_lead", "round"]


class YearBarOutput(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    deals = serializers.IntegerField()
    amount_usd = serializers.IntegerField()


class StageBarOutput(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    deals = serializers.IntegerField()


class SectorBarOutput(serializers.Serializer[Any]):
    sector = serializers.CharField(help_text="code of a top sector; blank = without one")
    deals = serializers.IntegerField()


class PortfolioSummaryOutput(serializers.Serializer[Any]):
    deals = serializers.IntegerField()
    companies = serializers.IntegerField()
    amount_usd = serializers.IntegerField(help_text="whole US dollars of the whole rounds, where known")
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    by_year = YearBarOutput(many=True)
    by_stage = StageBarOutput(many=True)
    by_sector = SectorBarOutput(many=True)


class RoundInvestorInput(serializers.Serializer[Any]):
    organization = serializers.UUIDField()
    is_lead = serializers.BooleanField(required=False, allow_null=True)


class RoundInput(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    round_label = serializers.CharField(max_length=60, required=False, allow_blank=True)
    closed_on = serializers.DateField()
    closed_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False)
    amount = MoneyField(required=False, allow_null=True)
    valuation_band = serializers.CharField(max_length=40, required=False, allow_blank=True)
    investors = serializers.ListField(child=RoundInvestorInput(), required=False, max_length=50)
