"""The money of a ticket over HTTP, by its link; and a host's terms of paying."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.parsers import FormParser
from backend.core.ratelimit import Limit
from backend.files.uploading import CappedUploadView
from backend.payments.enums import BuyerKind
from backend.payments.serializers.desk import FapiaoInput
from backend.payments.services.fapiao import Buyer
from backend.roadshows.api.events import EVENTS, shown
from backend.roadshows.api.registrations import PRIVATE, TICKETS
from backend.roadshows.errors import NothingToPay
from backend.roadshows.models import Registration
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.money import money_of
from backend.roadshows.selectors.registrations import ticket_by_secret
from backend.roadshows.serializers.events import EventDetailOutput, PaymentTermsInput
from backend.roadshows.serializers.money import RefundAskInput, TicketMoneyOutput, TransferProofInput
from backend.roadshows.services import money


def _told(ticket: Registration) -> Response:
    """Raises NothingToPay for a ticket that cost nothing."""
    found = money_of(ticket, clock.now())
    if found is None:
        raise NothingToPay
    return Response(TicketMoneyOutput(found).data, headers=PRIVATE)


class PaymentTermsView(APIView):
    @extend_schema(
        operation_id="events_payment_terms_update", tags=EVENTS, request=PaymentTermsInput, responses=EventDetailOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, given = viewer_of(request), validated(PaymentTermsInput, request)
        event, edition = event_by_id(actor, event_id), given.pop("edition")
        money.write_payment_terms(actor=actor, event=event, edition=edition, terms=given)  # type: ignore[arg-type]
        return shown(request, event_id)


class TicketMoneyView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_money", 120, 60)

    @extend_schema(operation_id="ticket_money", tags=TICKETS, responses=TicketMoneyOutput)
    def get(self, request: Request, secret: str) -> Response:
        return _told(ticket_by_secret(secret))


class TransferView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_money_written", 30, 60)

    @extend_schema(operation_id="ticket_transfer", tags=TICKETS, request=None, responses=TicketMoneyOutput)
    def post(self, request: Request, secret: str) -> Response:
        """Pay by bank transfer: the answer names the account."""
        ticket = ticket_by_secret(secret)
        money.choose_transfer(actor=viewer_of(request), ticket=ticket, now=clock.now())
        return _told(ticket)


class ProofView(CappedUploadView):
    permission_classes = [AllowAny]
    parser_classes = [FormParser]
    rate_limit = Limit("roadshows.transfer_proofs", 10, 600)

    @extend_schema(
        operation_id="ticket_transfer_proof",
        tags=TICKETS,
        request={"multipart/form-data": TransferProofInput},
        responses=TicketMoneyOutput,
    )
    def post(self, request: Request, secret: str) -> Response:
        given, ticket = validated(TransferProofInput, request), ticket_by_secret(secret)
        money.send_proof(actor=viewer_of(request), ticket=ticket, upload=given["file"], now=clock.now())
        return _told(ticket)


class RefundAskView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_money_written", 30, 60)

    @extend_schema(
        operation_id="ticket_refund_request", tags=TICKETS, request=RefundAskInput, responses=TicketMoneyOutput
    )
    def post(self, request: Request, secret: str) -> Response:
        given, ticket = validated(RefundAskInput, request), ticket_by_secret(secret)
        money.ask_refund(actor=viewer_of(request), ticket=ticket, now=clock.now(), **given)
        return _told(ticket)


class FapiaoView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_money_written", 30, 60)

    @extend_schema(operation_id="ticket_fapiao", tags=TICKETS, request=FapiaoInput, responses=TicketMoneyOutput)
    def put(self, request: Request, secret: str) -> Response:
        """Ask for the fapiao; until it is issued, asked again it changes whom it is made out to."""
        given, ticket = validated(FapiaoInput, request), ticket_by_secret(secret)
        kind = BuyerKind(given.pop("buyer"))
        money.request_fapiao(actor=viewer_of(request), ticket=ticket, buyer=Buyer(kind, **given))
        return _told(ticket)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/payment-terms/", PaymentTermsView.as_view(), name="event-payment-terms"),
    path("tickets/<slug:secret>/money/", TicketMoneyView.as_view(), name="ticket-money"),
    path("tickets/<slug:secret>/money/transfer/", TransferView.as_view(), name="ticket-money-transfer"),
    path("tickets/<slug:secret>/money/transfer/proofs/", ProofView.as_view(), name="ticket-money-transfer-proofs"),
    path("tickets/<slug:secret>/refund-requests/", RefundAskView.as_view(), name="ticket-refund-requests"),
    path("tickets/<slug:secret>/fapiao/", FapiaoView.as_view(), name="ticket-fapiao"),
]
