"""What whoever holds a ticket does with it, and the link by which somebody takes one over."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.ratelimit import Limit
from backend.roadshows.api.registrations import PRIVATE, TICKETS, language_of_page, ticket_told
from backend.roadshows.enums import QuestionPhase
from backend.roadshows.models import Registration
from backend.roadshows.selectors.asking import asked_questions
from backend.roadshows.selectors.holding import open_transfer_of, transfer_by_secret
from backend.roadshows.selectors.registrations import ticket_by_secret
from backend.roadshows.serializers.asking import given_of
from backend.roadshows.serializers.holding import (
    RenameInput,
    TicketActsOutput,
    TransferAcceptInput,
    TransferInput,
    TransferOutput,
)
from backend.roadshows.serializers.registrations import TicketOutput
from backend.roadshows.services import asking, holding
from backend.roadshows.services.entry import may_enter


class HoldingView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.holding", 60, 60)


class ActsView(HoldingView):
    @extend_schema(operation_id="tickets_acts_retrieve", tags=TICKETS, responses=TicketActsOutput)
    def get(self, request: Request, secret: str) -> Response:
        return _acts(ticket_by_secret(secret))


class RenameView(HoldingView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="tickets_rename_create", tags=TICKETS, request=RenameInput, responses=TicketOutput)
    def post(self, request: Request, secret: str) -> Response:
        sent, ticket = validated(RenameInput, request), ticket_by_secret(secret)
        row = holding.rename(actor=viewer_of(request), registration=ticket, now=clock.now(), **sent)
        return Response(ticket_told(row), headers=PRIVATE)


class TransferOfferView(HoldingView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="tickets_transfer_create", tags=TICKETS, request=TransferInput, responses=TicketActsOutput
    )
    def post(self, request: Request, secret: str) -> Response:
        """Asks somebody to take it over, by a link to their contact. Asked again, the earlier link ends."""
        sent, ticket = validated(TransferInput, request), ticket_by_secret(secret)
        holding.offer_transfer(
            actor=viewer_of(request),
            registration=ticket,
            contact=sent["contact"],
            language=language_of_page(),
            now=clock.now(),
        )
        return _acts(ticket)


class TransferWithdrawView(HoldingView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="tickets_transfer_withdraw_create", tags=TICKETS, request=None, responses=TicketActsOutput
    )
    def post(self, request: Request, secret: str) -> Response:
        ticket = ticket_by_secret(secret)
        holding.withdraw_transfer(actor=viewer_of(request), registration=ticket, now=clock.now())
        return _acts(ticket)


class TransferView(HoldingView):
    @extend_schema(operation_id="transfers_retrieve", tags=TICKETS, responses=TransferOutput)
    def get(self, request: Request, secret: str) -> Response:
        offer, now = transfer_by_secret(secret), clock.now()
        ticket = offer.registration
        context = {
            "is_open": holding.is_open(offer, now),
            "is_for_viewer": may_enter(viewer_of(request), ticket.event, offer.contact),
            "needs_approval": asking.needs_approval(ticket),
            "questions": list(asked_questions(ticket.event, QuestionPhase.REGISTERING)),
        }
        return Response(TransferOutput(offer, context=context).data, headers=PRIVATE)


class TransferAcceptView(HoldingView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="transfers_accept_create", tags=TICKETS, request=TransferAcceptInput, responses=TicketOutput
    )
    def post(self, request: Request, secret: str) -> Response:
        """The new holder's ticket. Sent again it is the same."""
        sent, offer = validated(TransferAcceptInput, request), transfer_by_secret(secret)
        receiver = holding.Receiver(
            sent["name"], sent["organization"], sent["consent_version"], sent["event_consent"], given_of(sent)
        )
        row = holding.accept_transfer(
            actor=viewer_of(request), offer=offer, receiver=receiver, language=language_of_page(), now=clock.now()
        )
        return Response(ticket_told(_whole(row.pk)), headers=PRIVATE)


def _whole(registration_id: UUID) -> Registration:
    rows = Registration.objects.select_related("event__organization__logo", "ticket_type")
    return rows.get(pk=registration_id)


def _acts(ticket: Registration) -> Response:
    now = clock.now()
    acts = {
        "can_rename": holding.may_rename(ticket, now),
        "can_transfer": holding.may_transfer(ticket, now),
        "transfer": open_transfer_of(ticket, now),
    }
    return Response(TicketActsOutput(acts).data, headers=PRIVATE)


urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<slug:secret>/acts/", ActsView.as_view(), name="ticket-acts"),
    path("tickets/<slug:secret>/rename/", RenameView.as_view(), name="ticket-rename"),
    path("tickets/<slug:secret>/transfer/", TransferOfferView.as_view(), name="ticket-transfer"),
    path("tickets/<slug:secret>/transfer/withdraw/", TransferWithdrawView.as_view(), name="ticket-transfer-withdraw"),
    path("transfers/<slug:secret>/", TransferView.as_view(), name="transfer"),
    path("transfers/<slug:secret>/accept/", TransferAcceptView.as_view(), name="transfer-accept"),
]
