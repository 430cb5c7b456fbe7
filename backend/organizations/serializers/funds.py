"""Wire forms of funds."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.money import Currency, Money
from backend.core.permissions import allowed_actions
from backend.core.serializers import MoneyField, MoneyWire
from backend.organizations.enums import FundType
from backend.organizations.models import Fund
from backend.organizations.serializers.organizations import OrganizationBrief

_CURRENCIES_DIFFER = text("同一只基金的金额须用同一币种。", "Amounts of one fund must be in one currency.")


class FundChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False)
    name_en = serializers.CharField(max_length=200, required=False, allow_blank=True)
    fund_type = serializers.ChoiceField(choices=FundType.choices, required=False)
    amac_filing_no = serializers.CharField(max_length=30, required=False, allow_blank=True)
    currency = serializers.ChoiceField(choices=Currency.choices, required=False)
    committed = MoneyField(required=False, allow_null=True)
    paid_in = MoneyField(required=False, allow_null=True)
    vintage_year = serializers.IntegerField(min_value=1980, max_value=2100, required=False, allow_null=True)
    end_year = serializers.IntegerField(min_value=1980, max_value=2100, required=False, allow_null=True)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class FundInput(FundChange):
    name = serializers.CharField(max_length=200)
    fund_type = serializers.ChoiceField(choices=FundType.choices)


def fund_values(data: dict[str, Any], *, currency: str) -> dict[str, Any]:
    """Validated input as plain columns; `currency` is the fund's so far. Raises Invalid when amounts disagree."""
    values = dict(data)
    unit = values.get("currency", currency)
    for name in ("committed", "paid_in"):
        if name in values:
            money: Money | None = values.pop(name)
            if money is not None and money.currency != unit:
                raise Invalid(fields={name: [_CURRENCIES_DIFFER]})
            values[f"{name}_minor"] = money.minor if money else None
    return values


@extend_schema_serializer(component_name="Fund")
class FundOutput(serializers.ModelSerializer[Fund]):
    """Needs `viewer` in the context."""

    firm = OrganizationBrief()
    committed = serializers.SerializerMethodField()
    paid_in = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Fund
        fields = [
            "id",
            "firm",
            "name",
            "name_en",
            "fund_type",
            "amac_filing_no",
            "currency",
            "committed",
            "paid_in",
            "vintage_year",
            "end_year",
            "description",
            "created_at",
            "updated_at",
            "allowed_actions",
        ]
        read_only_fields = fields

    def _money(self, fund: Fund, minor: int | None) -> dict[str, str] | None:
        return Money(minor, Currency(fund.currency)).to_wire() if minor is not None else None

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_committed(self, fund: Fund) -> dict[str, str] | None:
        return self._money(fund, fund.committed_minor)

    @extend_schema_field(MoneyWire(allow_null=True))
    def get_paid_in(self, fund: Fund) -> dict[str, str] | None:
        return self._money(fund, fund.paid_in_minor)

    def get_allowed_actions(self, fund: Fund) -> list[str]:
        return allowed_actions(self.context["viewer"], "organizations", ("update_fund", "delete_fund"), fund)
