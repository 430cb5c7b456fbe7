"""Wire forms of the money of a ticket, for whoever holds its link."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.serializers import MoneyField
from backend.payments.enums import RequestState, TransferState
from backend.payments.models import RefundRequest, Transfer
from backend.payments.serializers.desk import OwnFapiaoOutput
from backend.roadshows.selectors.money import TicketMoney


@extend_schema_serializer(component_name="OwnTransfer")
class OwnTransferOutput(serializers.ModelSerializer[Transfer]):
    """Where the money is to go, and what became of the proofs."""

    state = serializers.ChoiceField(choices=TransferState.choices)
    reference = serializers.CharField(source="order.code", help_text="to be given with the transfer")
    money = MoneyField(source="order.money")
    proofs = serializers.SerializerMethodField(help_text="names of the files that were sent")

    class Meta:
        model = Transfer
        fields = [
            *("state", "account_name", "bank", "account_number", "account_note", "reference", "money"),
            *("expires_at", "submitted_at", "refusal", "proofs"),
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_proofs(self, row: Transfer) -> list[str]:
        return list(row.proofs.order_by("id").values_list("file__name", flat=True))


@extend_schema_serializer(component_name="OwnRefundRequest")
class OwnRequestOutput(serializers.ModelSerializer[RefundRequest]):
    state = serializers.ChoiceField(choices=RequestState.choices, source="stage")
    given = serializers.SerializerMethodField(help_text="what was agreed to")

    class Meta:
        model = RefundRequest
        fields = ["state", "reason", "answer", "given", "created_at", "answered_at"]
        read_only_fields = fields

    @extend_schema_field(MoneyField(allow_null=True))
    def get_given(self, row: RefundRequest) -> dict[str, str] | None:
        return row.refund.money.to_wire() if row.refund else None


@extend_schema_serializer(component_name="TicketMoney")
class TicketMoneyOutput(serializers.Serializer[TicketMoney]):
    """What may be done about the money of a ticket, and what was."""

    transfer = OwnTransferOutput(allow_null=True)
    transfer_until = serializers.DateTimeField(
        allow_null=True, help_text="until when the place would be held for a transfer; null: none is taken"
    )
    refund_request = OwnRequestOutput(allow_null=True)
    may_ask_refund = serializers.BooleanField()
    request_percent = serializers.IntegerField(
        source="event.request_percent", help_text="usually given back to who asks"
    )
    requests_until = serializers.SerializerMethodField()
    fapiao = OwnFapiaoOutput(allow_null=True)
    may_ask_fapiao = serializers.BooleanField(help_text="or change what was asked for")

    @extend_schema_field(serializers.DateTimeField())
    def get_requests_until(self, money: TicketMoney) -> Any:
        until = money.event.requests_until or money.event.ends_at
        return serializers.DateTimeField().to_representation(until)


class TransferProofInput(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=500, allow_empty_file=True)


class RefundAskInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)
