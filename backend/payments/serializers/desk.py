"""What a payee's desk reads and writes beside its orders: terms, transfers, requests, fapiao and the report."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core import clock
from backend.core.listing import DayField, IdField, SortField, WordField, WordsField
from backend.core.money import Money
from backend.core.permissions import allowed_actions
from backend.core.serializers import MoneyField
from backend.files import services as files
from backend.organizations.models import Organization
from backend.organizations.serializers import OrganizationBrief
from backend.payments import links
from backend.payments.enums import BuyerKind, FapiaoState, RequestState, TransferState
from backend.payments.models import Fapiao, Order, PayeeTerms, RedLetter, RefundRequest, Transfer, TransferProof
from backend.payments.selectors import fapiao, report, requests, transfers
from backend.payments.serializers.orders import OrderFilters

F = TypeVar("F", bound=Callable[..., Any])
_ACCOUNT = ("account_name", "bank", "account_number", "account_note")


class PayeeFields(serializers.ModelSerializer[PayeeTerms]):
    class Meta:
        model = PayeeTerms
        fields = [*_ACCOUNT, "tax_bp"]
        read_only_fields = fields


class PayeeTermsInput(serializers.Serializer[Any]):
    """All of the account, or nothing of it."""

    account_name = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    bank = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    account_number = serializers.RegexField(r"^[0-9A-Za-z -]{0,40}$", required=False, allow_blank=True, default="")
    account_note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    tax_bp = serializers.IntegerField(
        min_value=0, max_value=10_000, required=False, default=0, help_text="hundredths of a percent, in the price"
    )


@extend_schema_serializer(component_name="Payee")
class PayeeOutput(serializers.Serializer[Any]):
    """One organization as a payee. Needs `terms` and `viewer` in the context."""

    payee = OrganizationBrief(source="*")
    terms = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    @extend_schema_field(PayeeFields())
    def get_terms(self, payee: Organization) -> Any:
        return PayeeFields(self.context["terms"].get(payee.pk) or PayeeTerms(payee=payee)).data

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=("manage_terms",))))
    def get_allowed_actions(self, payee: Organization) -> list[str]:
        return allowed_actions(self.context["viewer"], "payments", ("manage_terms",), payee)


@extend_schema_serializer(component_name="OrderBrief")
class OrderBriefOutput(serializers.ModelSerializer[Order]):
    payee = OrganizationBrief()
    money = MoneyField()

    class Meta:
        model = Order
        fields = ["id", "code", "description", "payee", "money"]
        read_only_fields = fields


def _actions(*names: str) -> Callable[[F], F]:
    """What the viewer may do with a row."""
    return extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=names)))


class _DeskFilters(serializers.Serializer[Any]):
    q = WordsField("code of the order, or words of what was bought")
    organization = IdField("of this payee")


class TransferParameters(_DeskFilters):
    state = WordField(choices=TransferState.choices, required=False)
    sort = SortField(transfers.SORTS)


@extend_schema_serializer(component_name="DeskTransfer")
class TransferOutput(serializers.ModelSerializer[Transfer]):
    order = OrderBriefOutput()
    state = serializers.ChoiceField(choices=TransferState.choices)
    proofs = serializers.SerializerMethodField(help_text="how many were sent")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Transfer
        fields = [
            *("id", "order", "state", *_ACCOUNT, "expires_at", "submitted_at", "decided_at", "refusal", "note"),
            *("proofs", "created_at", "allowed_actions"),
        ]
        read_only_fields = fields

    def get_proofs(self, row: Transfer) -> int:
        return len(row.proofs.all())

    @_actions("review_transfer")
    def get_allowed_actions(self, row: Transfer) -> list[str]:
        return allowed_actions(self.context["viewer"], "payments", ("review_transfer",), row.order)


@extend_schema_serializer(component_name="TransferProof")
class ProofOutput(serializers.ModelSerializer[TransferProof]):
    """What a payer sent, to look at for a few minutes. Needs `viewer` in the context."""

    name = serializers.CharField(source="file.name")
    is_rendering = serializers.BooleanField(source="file.is_rendering")
    pages = serializers.SerializerMethodField(help_text="pictures of its pages")
    url = serializers.SerializerMethodField(help_text="the file itself")

    class Meta:
        model = TransferProof
        fields = ["id", "name", "created_at", "is_rendering", "pages", "url"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_pages(self, row: TransferProof) -> list[str]:
        return [self._address(row, page) for page in range(1, row.file.page_count + 1)]

    def get_url(self, row: TransferProof) -> str:
        return self._address(row, None)

    def _address(self, row: TransferProof, page: int | None) -> str:
        return files.signed_address(row.file, viewer=self.context["viewer"], now=clock.now(), page=page)


class AcceptTransferInput(serializers.Serializer[Any]):
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text="the bank's own number of the money"
    )


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, help_text="told to who paid")


class RequestParameters(_DeskFilters):
    state = WordField(choices=RequestState.choices, required=False)
    sort = SortField(requests.SORTS)


@extend_schema_serializer(component_name="DeskRefundRequest")
class RequestOutput(serializers.ModelSerializer[RefundRequest]):
    order = OrderBriefOutput()
    state = serializers.ChoiceField(choices=RequestState.choices, source="stage")
    usual = MoneyField(help_text="what the seller's rule names")
    left = serializers.SerializerMethodField(help_text="what may still be given back")
    given = serializers.SerializerMethodField(help_text="what was agreed to")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = RefundRequest
        fields = [
            *("id", "order", "state", "reason", "usual", "left", "given", "answer", "answered_at", "created_at"),
            "allowed_actions",
        ]
        read_only_fields = fields

    @extend_schema_field(MoneyField())
    def get_left(self, row: Any) -> dict[str, str]:
        return Money(row.left_minor or 0, row.order.money.currency).to_wire()

    @extend_schema_field(MoneyField(allow_null=True))
    def get_given(self, row: RefundRequest) -> dict[str, str] | None:
        return row.refund.money.to_wire() if row.refund else None

    @_actions("refund_order")
    def get_allowed_actions(self, row: RefundRequest) -> list[str]:
        return allowed_actions(self.context["viewer"], "payments", ("refund_order",), row.order)


class ApproveRefundInput(serializers.Serializer[Any]):
    """`money` left out: all that is left."""

    money = MoneyField(required=False, allow_null=True, default=None)
    answer = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class RefuseRefundInput(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=200, help_text="told to who asked")


class FapiaoFilters(_DeskFilters):
    state = WordField(choices=FapiaoState.choices, required=False)
    red_due = serializers.BooleanField(required=False, default=False, help_text="a red letter of it is due")
    since = DayField("asked for on this day or later")
    until = DayField("asked for on this day or before")


class FapiaoParameters(FapiaoFilters):
    sort = SortField(fapiao.SORTS)


@extend_schema_serializer(component_name="RedLetter")
class RedLetterOutput(serializers.ModelSerializer[RedLetter]):
    money = MoneyField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = RedLetter
        fields = ["id", "number", "issued_on", "money", "url"]
        read_only_fields = fields

    def get_url(self, row: RedLetter) -> str:
        return links.path_of(row.pk)


@extend_schema_serializer(component_name="OwnFapiao")
class OwnFapiaoOutput(serializers.ModelSerializer[Fapiao]):
    """As who asked for it reads it."""

    state = serializers.ChoiceField(choices=FapiaoState.choices)
    buyer = serializers.ChoiceField(choices=BuyerKind.choices)
    money = MoneyField()
    url = serializers.SerializerMethodField(help_text="the file, once it is issued")
    red_letters = RedLetterOutput(many=True)

    class Meta:
        model = Fapiao
        fields = [
            *("state", "buyer", "title", "tax_number", "email", "item", "money", "number", "issued_on"),
            *("delivered_at", "url", "red_letters"),
        ]
        read_only_fields = fields

    def get_url(self, row: Fapiao) -> str | None:
        return links.path_of(row.pk) if row.file_id else None


@extend_schema_serializer(component_name="DeskFapiao")
class FapiaoOutput(OwnFapiaoOutput):
    order = OrderBriefOutput()
    due = serializers.SerializerMethodField(help_text="to be taken back by a red letter")
    allowed_actions = serializers.SerializerMethodField()

    class Meta(OwnFapiaoOutput.Meta):
        fields = ["id", "order", *OwnFapiaoOutput.Meta.fields, "due", "created_at", "allowed_actions"]
        read_only_fields = fields

    @extend_schema_field(MoneyField(allow_null=True))
    def get_due(self, row: Any) -> dict[str, str] | None:
        is_due = row.file_id is not None and row.due_minor > 0
        return Money(row.due_minor, row.money.currency).to_wire() if is_due else None

    @_actions("issue_fapiao")
    def get_allowed_actions(self, row: Fapiao) -> list[str]:
        return allowed_actions(self.context["viewer"], "payments", ("issue_fapiao",), row.order)


class FapiaoInput(serializers.Serializer[Any]):
    """Whom it is made out to. Item and amount are the order's."""

    buyer = serializers.ChoiceField(choices=BuyerKind.choices)
    title = serializers.CharField(max_length=100)
    tax_number = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text="of a company"
    )
    email = serializers.EmailField(max_length=254)


class PaperInput(serializers.Serializer[Any]):
    """What the tax system gave."""

    number = serializers.CharField(max_length=20)
    issued_on = DayField("the day on it")
    file = serializers.UUIDField(help_text="an upload of kind fapiao")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].required = True


class ReportParameters(OrderFilters):
    """Counted by the days on which money moved."""

    q = None  # type: ignore[assignment]
    state = None  # type: ignore[assignment]
    refund_failed = None  # type: ignore[assignment]
    by = serializers.ChoiceField(choices=(report.MONTH, report.OCCASION), required=False, default=report.MONTH)


@extend_schema_serializer(component_name="SignedMoney")
class SignedMoneyOutput(serializers.Serializer[Any]):
    """Of a month in which more went back than came, below nothing."""

    amount = serializers.CharField()
    currency = serializers.CharField()


@extend_schema_serializer(component_name="BookedLine")
class BookedOutput(serializers.Serializer[Any]):
    """One month or occasion in one currency."""

    key = serializers.SerializerMethodField(help_text="2026-11, or the id of the occasion")
    name = serializers.CharField(help_text="of the occasion")
    currency = serializers.CharField()
    orders = serializers.IntegerField(help_text="that were paid")
    gross = MoneyField()
    returned = MoneyField()
    returned_at_gateway = MoneyField(help_text="of what went back, what was given back at the gateway's own desk")
    fees = MoneyField(help_text="what the gateway kept, in the currency it settles in")
    net = serializers.SerializerMethodField(help_text="gross, less what went back, less fees")
    tax = serializers.SerializerMethodField(help_text="in what was kept")
    fees_unknown = serializers.IntegerField(help_text="payments of which the gateway has not said its fee yet")

    def get_key(self, row: report.Booked) -> str:
        return report.key_word(row.key)

    @extend_schema_field(SignedMoneyOutput())
    def get_net(self, row: report.Booked) -> dict[str, str]:
        return row.net.to_wire()

    @extend_schema_field(SignedMoneyOutput())
    def get_tax(self, row: report.Booked) -> dict[str, str]:
        return row.tax.to_wire()
