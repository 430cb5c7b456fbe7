"""Wire forms of the host's table of guests, its views and its figures."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from backend.core.languages import Language
from backend.core.listing import DayField, IdField, SortField, WordsField
from backend.core.serializers import MoneyField
from backend.payments.enums import OrderState
from backend.payments.models import Order
from backend.roadshows.enums import AccountIs, DeskMeans, FollowUp, Payment, RegistrationState
from backend.roadshows.errors import BadRange
from backend.roadshows.models import Answer, DeskPayment, GuestView, Registration
from backend.roadshows.selectors.guests import SORTS
from backend.roadshows.serializers.asking import AnswerOutput
from backend.roadshows.serializers.events import TicketTypeOutput
from backend.roadshows.services.paying import share_of

PAGE_SIZE, MAX_PAGE_SIZE = 50, 100


def _choice(choices: Any, help_text: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices, required=False, default="", allow_blank=True, help_text=help_text)


class GuestFilterFields(serializers.Serializer[Any]):
    """What guests are asked for; what is left out narrows nothing."""

    q = WordsField("words of the name, the organization, the contact or the ticket's code")
    state = _choice(RegistrationState.choices, "of the registration")
    ticket_type = IdField("the kind of ticket")
    payment = _choice(Payment.choices, "of its price")
    language = _choice(Language.choices, "the guest registered in")
    account = _choice(AccountIs.choices, "whether the place belongs to an account")
    follow_up = _choice(FollowUp.choices, "of who is confirmed, whether they answered what is asked of them then")
    group = IdField("who was registered together: the registration of whoever did it")
    since = DayField("first day of registering")
    until = DayField("last day of registering")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        since, until = attrs.get("since"), attrs.get("until")
        if since and until and until < since:
            raise BadRange(fields={"until": [BadRange.message]})
        return attrs


class GuestParameters(GuestFilterFields):
    sort = SortField(SORTS)
    cursor = IdField("where the page before ended")
    page_size = serializers.IntegerField(min_value=1, max_value=MAX_PAGE_SIZE, required=False, default=PAGE_SIZE)


class GuestExportParameters(GuestFilterFields):
    sort = SortField(SORTS)
    file = serializers.ChoiceField(choices=["csv", "xlsx"], required=False, default="csv")


class GuestPaymentOutput(serializers.Serializer[Any]):
    """Of a place its own price; the state is that of the order, which may be for several."""

    price = MoneyField(source="money")
    state = serializers.ChoiceField(choices=OrderState.choices)
    returned_at_gateway = serializers.BooleanField(help_text="of its money, some at the gateway's own desk")


@extend_schema_serializer(component_name="DeskPayment")
class DeskPaymentOutput(serializers.Serializer[DeskPayment]):
    """Money somebody took at the door."""

    price = MoneyField(source="money")
    means = serializers.ChoiceField(choices=DeskMeans.choices)
    taken_by = serializers.CharField(help_text="a person, or the name of a device")
    taken_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="GuestGroup")
class GuestGroupOutput(serializers.Serializer[Any]):
    """Who was registered together; `id` is the registration of whoever did it, and what the list is asked by."""

    id = serializers.UUIDField()
    name = serializers.CharField(help_text="of whoever did it; blank once it is forgotten")
    along = serializers.IntegerField(help_text="how many this guest registered along; 0: somebody registered them")


@extend_schema_serializer(component_name="Registration")
class RegistrationOutput(serializers.ModelSerializer[Registration]):
    """A row of the host's table; where `contact_removed_at` is set the time of name and contact was over. Needs
    `orders` (`paying.orders_of`), `answers` (`selectors.asking.answers_by_registration`) and `companions`
    (`selectors.guests.companions_by_lead`) in the context.
    """

    language = serializers.ChoiceField(choices=Language.choices)
    ticket_type = TicketTypeOutput()
    payment = serializers.SerializerMethodField(help_text="null: it costs nothing")
    price = MoneyField(help_text="of a place that is not asked to be paid yet: what it will cost")
    desk_payment = DeskPaymentOutput(allow_null=True, default=None, help_text="taken at the door")
    has_account = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField(help_text="to the host's questions, in their order")
    came_at = serializers.DateTimeField(allow_null=True, help_text="when the ticket first passed a door")
    group = serializers.SerializerMethodField(help_text="null: registered alone")

    class Meta:
        model = Registration
        fields = [
            *("id", "ticket_type", "state", "payment", "name", "organization_name", "email", "phone", "language"),
            *("group", "approved_at", "refused_at", "refusal_reason", "answers", "price", "desk_payment", "is_walk_in"),
            *("code", "has_account", "consent_version", "created_at", "cancelled_at", "contact_removed_at", "came_at"),
        ]
        read_only_fields = fields

    @extend_schema_field(GuestPaymentOutput(allow_null=True))
    def get_payment(self, row: Registration) -> dict[str, Any] | None:
        orders: Mapping[UUID, Order | None] = self.context["orders"]
        order = orders[row.pk]
        if order is None:
            return None
        # Lists know it of their orders (`paying.orders_of`).
        returned = order.returned_at_gateway  # type: ignore[attr-defined]
        paid = {"money": share_of(row, order), "state": order.state, "returned_at_gateway": returned}
        return dict(GuestPaymentOutput(paid).data)

    @extend_schema_field(AnswerOutput(many=True))
    def get_answers(self, row: Registration) -> Any:
        answers: Mapping[UUID, list[Answer]] = self.context["answers"]
        return AnswerOutput(answers[row.pk], many=True).data

    @extend_schema_field(GuestGroupOutput(allow_null=True))
    def get_group(self, row: Registration) -> dict[str, Any] | None:
        along: Mapping[UUID, int] = self.context["companions"]
        lead = row.lead or (row if row.pk in along else None)
        if lead is None:
            return None
        group = {"id": lead.pk, "name": lead.name, "along": along.get(row.pk, 0)}
        return dict(GuestGroupOutput(group).data)

    def get_has_account(self, row: Registration) -> bool:
        return row.person_id is not None


class GuestPageOutput(serializers.Serializer[Any]):
    results = RegistrationOutput(many=True)
    count = serializers.IntegerField(help_text="of all that fit, whatever the page")
    next_cursor = serializers.CharField(allow_null=True)


class GuestFilterOutput(serializers.Serializer[Any]):
    """Filters as they were kept; those that narrow nothing are left out."""

    q = serializers.CharField(required=False)
    state = serializers.ChoiceField(choices=RegistrationState.choices, required=False)
    ticket_type = serializers.UUIDField(required=False)
    payment = serializers.ChoiceField(choices=Payment.choices, required=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    account = serializers.ChoiceField(choices=AccountIs.choices, required=False)
    follow_up = serializers.ChoiceField(choices=FollowUp.choices, required=False)
    group = serializers.UUIDField(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class GuestViewInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40)
    filters = GuestFilterFields()
    sort = SortField(SORTS)


@extend_schema_serializer(component_name="GuestView")
class GuestViewOutput(serializers.ModelSerializer[GuestView]):
    filters = serializers.SerializerMethodField()
    sort = serializers.ChoiceField(choices=list(SORTS))
    is_of_this_event = serializers.SerializerMethodField(help_text="otherwise it serves all events of the host")

    class Meta:
        model = GuestView
        fields = ["id", "name", "filters", "sort", "is_of_this_event"]
        read_only_fields = fields

    @extend_schema_field(GuestFilterOutput)
    def get_filters(self, view: GuestView) -> dict[str, str]:
        return dict(view.filters)

    def get_is_of_this_event(self, view: GuestView) -> bool:
        return view.event_id is not None


class GuestViewsOutput(serializers.Serializer[Any]):
    results = GuestViewOutput(many=True)


class DayFigureOutput(serializers.Serializer[Any]):
    day = serializers.DateField()
    registered = serializers.IntegerField()
    cancelled = serializers.IntegerField(help_text="given back on that day")


class StateFigureOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=RegistrationState.choices)
    count = serializers.IntegerField()


class KindFigureOutput(serializers.Serializer[Any]):
    ticket_type = TicketTypeOutput()
    registered = serializers.IntegerField()
    held = serializers.IntegerField(help_text="of them those that hold a place")


class LanguageFigureOutput(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=Language.choices)
    count = serializers.IntegerField()


class TakingsOutput(serializers.Serializer[Any]):
    paid = MoneyField()
    returned = MoneyField(help_text="given back")
    returning = MoneyField(help_text="on its way back")
    net = MoneyField()


class DeskTakingsOutput(serializers.Serializer[Any]):
    means = serializers.ChoiceField(choices=DeskMeans.choices)
    count = serializers.IntegerField()
    taken = MoneyField()


class FunnelOutput(serializers.Serializer[Any]):
    """How far those who registered came; each step counts those of the step before that reached it."""

    registered = serializers.IntegerField()
    owed = serializers.IntegerField(help_text="of places that cost money")
    paid = serializers.IntegerField(help_text="places that were paid, whatever became of them since")
    confirmed = serializers.IntegerField()


@extend_schema_serializer(component_name="EventFigures")
class FiguresOutput(serializers.Serializer[Any]):
    """What an event's registrations come to now."""

    days = DayFigureOutput(many=True)
    funnel = FunnelOutput()
    states = StateFigureOutput(many=True)
    kinds = KindFigureOutput(many=True)
    languages = LanguageFigureOutput(many=True, help_text="of those that hold a place")
    takings = TakingsOutput(many=True)
    at_the_desk = DeskTakingsOutput(many=True, help_text="taken at the door, and through no gateway")
