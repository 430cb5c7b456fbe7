"""Wire forms of registrations and tickets."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core import clock
from backend.core.listing import SortField, WordsField
from backend.core.serializers import BuiltOnce, MoneyField
from backend.payments import gateways
from backend.payments.enums import OrderState
from backend.payments.models import Order
from backend.roadshows.models import Registration
from backend.roadshows.selectors.registrations import companions_of
from backend.roadshows.selectors.tickets import SORTS, WHENS
from backend.roadshows.serializers.asking import AnswersInput, AskedInput
from backend.roadshows.serializers.events import EventRowOutput, TicketTypeOutput
from backend.roadshows.services import paying
from backend.roadshows.services.ticketing import MAX_PER_ORDER
from backend.roadshows.tickets import secret_of, signed_code


class CodeInput(serializers.Serializer[Any]):
    contact = serializers.CharField(max_length=254, help_text="e-mail address or mobile number")


class CompanionInput(AnswersInput):
    """Somebody registered along, without a contact; their answers are to what is asked for each place."""

    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(
        max_length=120, required=False, allow_blank=True, default="", help_text="blank: as who registers"
    )


class TogetherInput(AskedInput):
    """What whoever takes places is asked, and who comes along."""

    companions = CompanionInput(  # type: ignore[call-arg]
        many=True, required=False, default=list, max_length=MAX_PER_ORDER - 1, help_text="all get a place, or nobody"
    )


class RegistrationInput(TogetherInput):
    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    contact = serializers.CharField(max_length=254, help_text="e-mail address or mobile number")
    code = serializers.RegexField(r"^[0-9]{6}$", help_text="the six digits sent to the contact")
    consent_version = serializers.CharField(max_length=10, help_text="of the text that was read and agreed to")
    ticket_type = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="where there are several"
    )
    voucher = serializers.CharField(max_length=64, required=False, allow_blank=True, default="", help_text="a code")


class MemberRegistrationInput(TogetherInput):
    """The contact is the account's own, and proved already."""

    name = serializers.CharField(max_length=80)
    organization = serializers.CharField(max_length=120)
    consent_version = serializers.CharField(max_length=10, help_text="of the text that was read and agreed to")
    ticket_type = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="where there are several"
    )
    voucher = serializers.CharField(max_length=64, required=False, allow_blank=True, default="", help_text="a code")


@extend_schema_serializer(component_name="Registrant")
class RegistrantOutput(serializers.Serializer[Any]):
    """What is known of the signed-in person; blank for unknown. Without a contact they register with a code."""

    name = serializers.CharField()
    organization = serializers.CharField()
    contact = serializers.CharField()
    secret = serializers.SerializerMethodField(help_text="of the ticket they hold already")

    def get_secret(self, registrant: Any) -> str | None:
        return secret_of(registrant.held.pk) if registrant.held else None


class ConsentOutput(serializers.Serializer[Any]):
    version = serializers.CharField()
    text = serializers.CharField()


@extend_schema_serializer(component_name="TicketPayment")
class PaymentOutput(serializers.Serializer[Any]):
    """What a place costs, or all that were taken along with it, and how far its payment is."""

    code = serializers.CharField()
    price = MoneyField(source="money")
    state = serializers.ChoiceField(choices=OrderState.choices)
    closes_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    is_demo = serializers.SerializerMethodField(help_text="no money moves")

    def get_is_demo(self, order: Order) -> bool:
        return not gateways.is_live()


@extend_schema_serializer(component_name="PaymentPage")
class PaymentPageOutput(serializers.Serializer[Any]):
    url = serializers.URLField()


def door_code_of(ticket: Registration) -> str:
    """What the QR code of a ticket says."""
    return signed_code(ticket.event_id, ticket.event.code, ticket.code, ticket.ticket_type_id)


@extend_schema_serializer(component_name="CompanionTicket")
class CompanionTicketOutput(serializers.ModelSerializer[Registration]):
    """The ticket of somebody who was registered along; whoever holds `secret` holds it."""

    secret = serializers.SerializerMethodField()

    class Meta:
        model = Registration
        fields = ["secret", "name", "code", "state"]
        read_only_fields = fields

    def get_secret(self, ticket: Registration) -> str:
        return secret_of(ticket.pk)


@extend_schema_serializer(component_name="Ticket")
class TicketOutput(BuiltOnce, serializers.ModelSerializer[Registration]):
    """For whoever holds the link, which is `secret`. Needs `orders` in the context (`paying.orders_of`)."""

    event = EventRowOutput()
    ticket_type = TicketTypeOutput()
    payment = serializers.SerializerMethodField(
        help_text="null: it costs nothing, or whoever registered this one pays for all"
    )
    address = serializers.CharField(source="event.address")
    cancel_reason = serializers.CharField(source="event.cancel_reason")
    secret = serializers.SerializerMethodField()
    door_code = serializers.SerializerMethodField()
    qr_url = serializers.SerializerMethodField()
    calendar_url = serializers.SerializerMethodField()
    can_cancel = serializers.SerializerMethodField()
    companions = serializers.SerializerMethodField(help_text="whom its holder registered along")

    class Meta:
        model = Registration
        fields = [
            *(
                "companions",
                "secret",
                "state",
                "name",
                "organization_name",
                "code",
                "door_code",
                "qr_url",
                "calendar_url",
            ),
            *(
                "can_cancel",
                "ticket_type",
                "payment",
                "event",
                "address",
                "cancel_reason",
                "created_at",
                "cancelled_at",
                "refusal_reason",
            ),
        ]
        read_only_fields = fields

    def get_secret(self, ticket: Registration) -> str:
        return secret_of(ticket.pk)

    def get_door_code(self, ticket: Registration) -> str:
        return door_code_of(ticket)

    def get_qr_url(self, ticket: Registration) -> str:
        return reverse("ticket-qr", args=[secret_of(ticket.pk)])

    def get_calendar_url(self, ticket: Registration) -> str:
        return reverse("ticket-calendar", args=[secret_of(ticket.pk)])

    @extend_schema_field(PaymentOutput(allow_null=True))
    def get_payment(self, ticket: Registration) -> dict[str, Any] | None:
        order = self._order(ticket)
        return dict(PaymentOutput(order).data) if order and ticket.lead_id is None else None

    def get_can_cancel(self, ticket: Registration) -> bool:
        return paying.may_give_back(ticket, self._order(ticket), self.context.get("now") or clock.now())

    @extend_schema_field(CompanionTicketOutput(many=True))
    def get_companions(self, ticket: Registration) -> list[dict[str, Any]]:
        rows = [] if ticket.has_companions is False else list(companions_of(ticket))
        return list(CompanionTicketOutput(rows, many=True).data) if rows else []

    def _order(self, ticket: Registration) -> Order | None:
        orders: Mapping[UUID, Order | None] = self.context["orders"]
        return orders[ticket.pk]


class OwnTicketParameters(serializers.Serializer[Any]):
    q = WordsField("words of the event, its host or its place, or the ticket's code")
    when = serializers.ChoiceField(
        choices=WHENS, required=False, default="all", help_text="each ticket is in one of three"
    )
    sort = SortField(SORTS)


@extend_schema_serializer(component_name="OwnTicket")
class OwnTicketOutput(TicketOutput):
    """A ticket in its holder's list; `adopted_at` where a guest registered for it, and companions on its page alone.
    Takes `now` in the context as well, or asks for each row.
    """

    class Meta(TicketOutput.Meta):
        fields = [*(name for name in TicketOutput.Meta.fields if name != "companions"), "adopted_at"]
        read_only_fields = fields
