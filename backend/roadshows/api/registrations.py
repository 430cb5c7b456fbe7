"""Registering, and tickets, over HTTP."""

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import IDEMPOTENCY_KEY, validated, viewer_of
from backend.core.languages import Language
from backend.core.listing import asked_of, holding, in_order
from backend.core.ratelimit import Limit, client_address
from backend.roadshows import consent
from backend.roadshows.api import guests
from backend.roadshows.models import Registration
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.registrations import registrant_of, ticket_by_secret
from backend.roadshows.selectors.tickets import SEARCHED, SORTS, of_time, visible_tickets
from backend.roadshows.serializers.guests import GuestPageOutput, GuestParameters
from backend.roadshows.serializers.registrations import (
    CodeInput,
    ConsentOutput,
    MemberRegistrationInput,
    OwnTicketOutput,
    OwnTicketParameters,
    PaymentPageOutput,
    RegistrantOutput,
    RegistrationInput,
    TicketOutput,
    door_code_of,
)
from backend.roadshows.services import codes, groups, paying, registrations, rush

EVENTS, TICKETS = ["events"], ["tickets"]
# Whoever holds a link reads it; nobody in between keeps it.
PRIVATE = {"Cache-Control": "private, no-store"}


def language_of_page() -> str:
    chosen = (get_language() or "").lower()
    return chosen if chosen in Language.values else Language.ZH_HANS


class ConsentView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="event_consent", tags=EVENTS, responses=ConsentOutput)
    def get(self, request: Request) -> Response:
        current = consent.current()
        return Response({"version": current.version, "text": current.body(get_language())})


class CodesView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="events_codes_create", tags=EVENTS, request=CodeInput, responses={204: None})
    def post(self, request: Request, event_id: UUID) -> Response:
        event, sent = event_by_id(viewer_of(request), event_id), validated(CodeInput, request)
        address = client_address(request._request)
        codes.send_code(event=event, address=address, language=language_of_page(), now=clock.now(), **sent)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RegistrationsView(APIView):
    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    @extend_schema(
        operation_id="events_registrations_list",
        tags=EVENTS,
        parameters=[GuestParameters],
        responses=GuestPageOutput,
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        return guests.answer_page(request, event_id)

    @extend_schema(
        operation_id="events_registrations_create",
        tags=EVENTS,
        parameters=[IDEMPOTENCY_KEY],
        request=RegistrationInput,
        responses={201: TicketOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        sent = validated(RegistrationInput, request)
        row = rush.register(
            actor=viewer_of(request),
            event_id=event_id,
            guest=registrations.Guest(**{**sent, "answers": said_in(sent), "companions": companions_in(sent)}),
            key=request.headers.get("Idempotency-Key", ""),
            language=language_of_page(),
        )
        return Response(ticket_told(row), status=status.HTTP_201_CREATED, headers=PRIVATE)


class MyRegistrationView(APIView):
    """The signed-in person's own place: what is known of them, and one call to take it."""

    @extend_schema(operation_id="events_registrations_mine", tags=EVENTS, responses=RegistrantOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        person = person_of(request)
        known = registrant_of(person, event_by_id(person, event_id))
        return Response(RegistrantOutput(known).data, headers=PRIVATE)

    @extend_schema(
        operation_id="events_registrations_mine_create",
        tags=EVENTS,
        parameters=[IDEMPOTENCY_KEY],
        request=MemberRegistrationInput,
        responses={201: TicketOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        sent = validated(MemberRegistrationInput, request)
        own = {"contact": "", "code": "", "answers": said_in(sent), "companions": companions_in(sent)}
        row = rush.register_member(
            actor=person_of(request),
            event_id=event_id,
            guest=registrations.Guest(**{**sent, **own}),
            key=request.headers.get("Idempotency-Key", ""),
            language=language_of_page(),
        )
        return Response(ticket_told(row), status=status.HTTP_201_CREATED, headers=PRIVATE)


class MyTicketsView(GenericAPIView[Registration]):
    serializer_class: type[Serializer[Any]] = OwnTicketOutput

    @extend_schema(
        operation_id="my_tickets_list",
        tags=TICKETS,
        parameters=[OwnTicketParameters],
        responses=OwnTicketOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        wish, now = asked_of(request, OwnTicketParameters), clock.now()
        rows = of_time(visible_tickets(person_of(request), now), wish["when"], now)
        rows = holding(rows, wish["q"], SEARCHED)
        page = self.paginate_queryset(in_order(rows, SORTS, wish["sort"])) or []
        context = {"now": now, "orders": paying.orders_of(page)}
        answer = self.get_paginated_response(OwnTicketOutput(page, many=True, context=context).data)
        for name, value in PRIVATE.items():
            answer[name] = value
        return answer


class TicketView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.tickets", 120, 60)

    @extend_schema(operation_id="tickets_retrieve", tags=TICKETS, responses=TicketOutput)
    def get(self, request: Request, secret: str) -> Response:
        return Response(ticket_told(ticket_by_secret(secret)), headers=PRIVATE)


class TicketCancelView(TicketView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="tickets_cancel_create", tags=TICKETS, request=None, responses=TicketOutput)
    def post(self, request: Request, secret: str) -> Response:
        ticket = ticket_by_secret(secret)
        row = registrations.cancel_ticket(actor=viewer_of(request), registration=ticket, now=clock.now())
        return Response(ticket_told(row), headers=PRIVATE)


class GroupCancelView(TicketView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="tickets_cancel_group_create", tags=TICKETS, request=None, responses=TicketOutput)
    def post(self, request: Request, secret: str) -> Response:
        """Gives back the place of the ticket and those of whom its holder registered along."""
        row = groups.cancel_group(actor=viewer_of(request), lead=ticket_by_secret(secret), now=clock.now())
        return Response(ticket_told(row), headers=PRIVATE)


class TicketPayView(TicketView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="tickets_pay_create", tags=TICKETS, request=None, responses=PaymentPageOutput)
    def post(self, request: Request, secret: str) -> Response:
        """The page to pay on; asked again while it is open, the same."""
        checkout = paying.open_checkout(
            actor=viewer_of(request), registration=ticket_by_secret(secret), now=clock.now()
        )
        return Response(PaymentPageOutput({"url": checkout.url}).data, headers=PRIVATE)


class TicketQrView(TicketView):
    @extend_schema(operation_id="tickets_qr", tags=TICKETS, responses={(200, "image/svg+xml"): OpenApiTypes.BINARY})
    def get(self, request: Request, secret: str) -> HttpResponse:  # type: ignore[override]
        ticket, stream = ticket_by_secret(secret), BytesIO()
        code = segno.make(door_code_of(ticket), error="m", micro=False)
        code.save(stream, kind="svg", scale=8, border=4, light="#fff")
        return HttpResponse(stream.getvalue(), content_type="image/svg+xml", headers=PRIVATE)


def companions_in(sent: Any) -> tuple[registrations.Companion, ...]:
    """Who comes along, with what they say."""
    return tuple(registrations.Companion(one["name"], one["organization"], said_in(one)) for one in sent["companions"])


def said_in(sent: Any) -> tuple[registrations.Said, ...]:
    """In one order, so that the same answers are the same question."""
    said = (registrations.Said(one["question"], tuple(one["values"])) for one in sent["answers"])
    return tuple(sorted(said, key=lambda one: one.question))


def ticket_told(ticket: Registration) -> Any:
    """The ticket in its wire form, with what is to be paid."""
    prefetch_related_objects([ticket.event], "ticket_types", "quotas")
    return TicketOutput(ticket, context={"orders": paying.orders_of([ticket]), "now": clock.soon()}).data


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/consent/", ConsentView.as_view(), name="event-consent"),
    path("events/<uuid:event_id>/codes/", CodesView.as_view(), name="event-codes"),
    path("events/<uuid:event_id>/registrations/", RegistrationsView.as_view(), name="event-registrations"),
    path("events/<uuid:event_id>/registrations/mine/", MyRegistrationView.as_view(), name="event-registration-mine"),
    path("me/tickets/", MyTicketsView.as_view(), name="my-tickets"),
    path("tickets/<slug:secret>/", TicketView.as_view(), name="ticket"),
    path("tickets/<slug:secret>/cancel/", TicketCancelView.as_view(), name="ticket-cancel"),
    path("tickets/<slug:secret>/cancel-group/", GroupCancelView.as_view(), name="ticket-cancel-group"),
    path("tickets/<slug:secret>/pay/", TicketPayView.as_view(), name="ticket-pay"),
    path("tickets/<slug:secret>/qr.svg", TicketQrView.as_view(), name="ticket-qr"),
]
