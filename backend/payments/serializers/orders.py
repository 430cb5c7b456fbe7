"""Orders and refunds as the payee's desk sees them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.core.languages import text
from backend.core.listing import DayField, IdField, SortField, WordField, WordsField
from backend.core.money import Money
from backend.core.permissions import allowed_actions
from backend.core.serializers import MoneyField
from backend.organizations.serializers import OrganizationBrief
from backend.payments.enums import OrderState, RefundCause, RefundState
from backend.payments.models import Order, Refund
from backend.payments.permissions import ORDER_ACTIONS
from backend.payments.selectors import SORTS

_BACKWARDS = text("结束日期早于开始日期。", "The last day lies before the first.")


class OrderFilters(serializers.Serializer[Any]):
    """What a list, its totals and its file are asked alike."""

    q = WordsField("code, or words of what was bought")
    organization = IdField("orders of this payee")
    state = WordField(choices=OrderState.choices, required=False)
    refund_failed = serializers.BooleanField(
        required=False, default=False, help_text="a refund of it waits for a person"
    )
    since = DayField("ordered on this day or later")
    until = DayField("ordered on this day or before")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "since" in attrs and "until" in attrs and attrs["since"] > attrs["until"]:
            raise serializers.ValidationError({"until": [str(_BACKWARDS)]})
        return attrs


class OrderParameters(OrderFilters):
    sort = SortField(SORTS)


class RefundOutput(serializers.ModelSerializer[Refund]):
    """Money on its way back."""

    money = MoneyField()
    cause = serializers.ChoiceField(choices=RefundCause.choices)
    state = serializers.ChoiceField(choices=RefundState.choices)
    is_by_hand = serializers.BooleanField(source="checkout.is_transfer", help_text="the payee's bank is to return it")

    class Meta:
        model = Refund
        fields = (
            *("id", "money", "cause", "state", "is_by_hand", "reason", "settled_note", "last_error"),
            *("created_at", "done_at"),
        )


class OrderOutput(serializers.ModelSerializer[Order]):
    """An order with what came of it."""

    payee = OrganizationBrief()
    money = MoneyField()
    state = serializers.ChoiceField(choices=OrderState.choices)
    returned = serializers.SerializerMethodField(help_text="given back, or on its way")
    left = serializers.SerializerMethodField(help_text="what may still be given back")
    refunds = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = (
            *("id", "code", "payee", "description", "money", "state", "returned", "left"),
            *("created_at", "paid_at", "refunds", "allowed_actions"),
        )

    @extend_schema_field(MoneyField())
    def get_returned(self, row: Any) -> dict[str, str]:
        return Money(row.returned_minor + row.returning_minor, row.money.currency).to_wire()

    @extend_schema_field(MoneyField())
    def get_left(self, row: Any) -> dict[str, str]:
        return Money(row.paid_minor - row.returned_minor - row.returning_minor, row.money.currency).to_wire()

    @extend_schema_field(RefundOutput(many=True))
    def get_refunds(self, row: Order) -> Any:
        found = [refund for checkout in row.checkouts.all() for refund in checkout.refunds.all()]
        return RefundOutput(sorted(found, key=lambda one: one.pk, reverse=True), many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=ORDER_ACTIONS)))
    def get_allowed_actions(self, row: Order) -> list[str]:
        return allowed_actions(self.context["viewer"], "payments", ORDER_ACTIONS, row)


class TotalOutput(serializers.Serializer[Any]):
    """What came and went in one currency, by the filters of the list."""

    currency = serializers.CharField(source="paid.currency")
    orders = serializers.IntegerField(help_text="that were paid")
    paid = MoneyField()
    returned = MoneyField(source="sent_back", help_text="given back, or on its way")
    kept = MoneyField(source="net")


class RefundInput(serializers.Serializer[Any]):
    """`money` left out: all that is left."""

    money = MoneyField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, help_text="told to who paid")


class SettleInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=200, help_text="how it was given back")
