"""Wire forms of vouchers: the host's, and what a code is good for to whoever has it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.listing import WordsField
from backend.core.money import Currency, Money
from backend.core.serializers import MoneyField
from backend.roadshows.enums import VoucherState
from backend.roadshows.models import TicketType, Voucher
from backend.roadshows.selectors.vouchers import state_of
from backend.roadshows.serializers.events import TicketTypeOnSaleOutput, TicketTypeOutput
from backend.roadshows.services.redeeming import price_of
from backend.roadshows.services.vouchers import CODE, MAX_AT_ONCE

MAX_TABLE = 200_000


class VoucherInput(serializers.Serializer[Any]):
    """What all the codes of one request have in common, and either one code or how many are to be made."""

    code = serializers.RegexField(
        rf"^{CODE.pattern}$", required=False, allow_blank=True, default="", help_text="blank: made, hard to guess"
    )
    count = serializers.IntegerField(min_value=1, max_value=MAX_AT_ONCE, required=False, default=1)
    note = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    ticket_type = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="blank: any")
    percent = serializers.IntegerField(min_value=1, max_value=100, required=False, allow_null=True, default=None)
    price = MoneyField(required=False, allow_null=True, default=None)
    max_uses = serializers.IntegerField(min_value=1, max_value=100_000, required=False, default=1)
    reserves = serializers.BooleanField(required=False, default=False, help_text="its places are held from now on")
    bypasses = serializers.BooleanField(required=False, default=False, help_text="lets in where all are taken")
    skips_approval = serializers.BooleanField(required=False, default=False, help_text="who has it is not asked about")
    valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class VoucherTableInput(serializers.Serializer[Any]):
    table = serializers.CharField(max_length=MAX_TABLE, trim_whitespace=False, help_text="CSV, its columns named")


class VoucherCodeInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=64)


class VoucherParameters(serializers.Serializer[Any]):
    q = WordsField("words of code or note")
    state = serializers.ChoiceField(choices=VoucherState.choices, required=False, default="", allow_blank=True)
    page = serializers.IntegerField(min_value=1, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=100, required=False)


@extend_schema_serializer(component_name="Voucher")
class VoucherOutput(serializers.ModelSerializer[Voucher]):
    """A code as its host reads it. Needs `now` in the context."""

    ticket_type = TicketTypeOutput(allow_null=True)
    price = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = Voucher
        fields = [
            *("id", "code", "note", "ticket_type", "percent", "price", "max_uses", "used", "reserves", "bypasses"),
            "skips_approval",
            *("held", "valid_until", "closed_at", "created_at", "state"),
        ]
        read_only_fields = fields

    @extend_schema_field(MoneyField(allow_null=True))
    def get_price(self, voucher: Voucher) -> dict[str, str] | None:
        if voucher.price_minor is None:
            return None
        return Money(voucher.price_minor, Currency(voucher.currency)).to_wire()

    @extend_schema_field(serializers.ChoiceField(choices=VoucherState.choices))
    def get_state(self, voucher: Voucher) -> str:
        return str(state_of(voucher, self.context["now"]))


@extend_schema_serializer(component_name="VouchersMade")
class VouchersMadeOutput(serializers.Serializer[Any]):
    """How many there are now of which the first carries this code."""

    count = serializers.IntegerField()
    code = serializers.CharField()


@extend_schema_serializer(component_name="TicketTypeWithVoucher")
class TicketTypeWithVoucherOutput(TicketTypeOnSaleOutput):
    """A kind as it is for whoever has the code. Needs `voucher` and `sales` in the context."""

    price_with_voucher = serializers.SerializerMethodField()

    class Meta(TicketTypeOnSaleOutput.Meta):
        fields = [*TicketTypeOnSaleOutput.Meta.fields, "price_with_voucher"]
        read_only_fields = fields

    @extend_schema_field(MoneyField())
    def get_price_with_voucher(self, kind: TicketType) -> dict[str, str]:
        return price_of(kind, self.context["voucher"]).to_wire()


@extend_schema_serializer(component_name="VoucherOffer")
class VoucherOfferOutput(serializers.Serializer[Any]):
    """What a code is good for."""

    code = serializers.CharField()
    skips_approval = serializers.BooleanField(help_text="whoever has it is not asked about")
    ticket_types = TicketTypeWithVoucherOutput(many=True)
