"""The waiting list over HTTP: joining, the page of an entry, a person's own, and the host's line."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
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
from backend.core.listing import asked_of
from backend.core.permissions import require
from backend.core.ratelimit import Limit
from backend.roadshows.api.registrations import PRIVATE, companions_in, language_of_page, ticket_told
from backend.roadshows.models import Event, WaitlistEntry
from backend.roadshows.selectors import waiting as selectors
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.serializers.asking import given_of
from backend.roadshows.serializers.registrations import TicketOutput, TogetherInput
from backend.roadshows.serializers.waiting import (
    MemberWaitingInput,
    OwnWaitingOutput,
    WaitingCountsOutput,
    WaitingInput,
    WaitingOutput,
    WaitingParameters,
    WaitingRemovalInput,
    WaitingRowOutput,
)
from backend.roadshows.services.waiting import answers, desk, joining
from backend.roadshows.tickets import waiting_secret_of

EVENTS, TICKETS = ["events"], ["tickets"]


def shown(secret: str, code: int = status.HTTP_200_OK) -> Response:
    """The entry as its holder reads it now. Raises WaitingGone."""
    entry = selectors.entry_by_secret(secret)
    return Response(WaitingOutput(entry, context={"now": clock.now(), "asks": True}).data, status=code, headers=PRIVATE)


class LineView(GenericAPIView[WaitlistEntry]):
    serializer_class: type[Serializer[Any]] = WaitingRowOutput

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    @extend_schema(
        operation_id="events_waiting_list",
        tags=EVENTS,
        parameters=[WaitingParameters],
        responses=WaitingRowOutput(many=True),
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer, wish = viewer_of(request), asked_of(request, WaitingParameters)
        rows = selectors.visible_waiting(viewer, _event_of_host(request, event_id))
        page = self.paginate_queryset(selectors.found(rows, state=wish["state"], words=wish["q"])) or []
        return self.get_paginated_response(WaitingRowOutput(page, many=True).data)

    @extend_schema(
        operation_id="events_waiting_create",
        tags=EVENTS,
        parameters=[IDEMPOTENCY_KEY],
        request=WaitingInput,
        responses={201: WaitingOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(WaitingInput, request)
        entry = joining.join(
            actor=actor,
            event=event_by_id(actor, event_id),
            wish=joining.Wish(**{**sent, "kinds": tuple(sent["kinds"])}),
            key=request.headers.get("Idempotency-Key", ""),
            language=language_of_page(),
            now=clock.now(),
        )
        return shown(waiting_secret_of(entry.pk), status.HTTP_201_CREATED)


class MyLineView(APIView):
    """The signed-in person's own place in the line of an event."""

    @extend_schema(operation_id="events_waiting_mine", tags=EVENTS, responses=OwnWaitingOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        person = person_of(request)
        entry = selectors.own_live_entry(person, event_by_id(person, event_id))
        return Response(OwnWaitingOutput({"entry": entry}).data, headers=PRIVATE)

    @extend_schema(
        operation_id="events_waiting_mine_create",
        tags=EVENTS,
        parameters=[IDEMPOTENCY_KEY],
        request=MemberWaitingInput,
        responses={201: WaitingOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        person, sent = person_of(request), validated(MemberWaitingInput, request)
        entry = joining.join_member(
            actor=person,
            event=event_by_id(person, event_id),
            wish=joining.Wish(**{**sent, "kinds": tuple(sent["kinds"])}, contact="", code=""),
            key=request.headers.get("Idempotency-Key", ""),
            language=language_of_page(),
            now=clock.now(),
        )
        return shown(waiting_secret_of(entry.pk), status.HTTP_201_CREATED)


class CountsView(APIView):
    @extend_schema(operation_id="events_waiting_counts", tags=EVENTS, responses=WaitingCountsOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return Response(WaitingCountsOutput(selectors.counts_of(_event_of_host(request, event_id))).data)


class RemoveView(APIView):
    @extend_schema(
        operation_id="events_waiting_remove",
        tags=EVENTS,
        request=WaitingRemovalInput,
        responses=WaitingCountsOutput,
    )
    def post(self, request: Request, event_id: UUID, entry_id: UUID) -> Response:
        """Answers with what is left in each state."""
        event, sent = _event_of_host(request, event_id), validated(WaitingRemovalInput, request)
        entry = selectors.entry_of(event, entry_id)
        desk.remove_entry(actor=viewer_of(request), entry=entry, **sent)
        return Response(WaitingCountsOutput(selectors.counts_of(event)).data)


class MyWaitingView(GenericAPIView[WaitlistEntry]):
    """One's own entries of events to come."""

    serializer_class: type[Serializer[Any]] = WaitingOutput

    @extend_schema(operation_id="my_waiting_list", tags=TICKETS, responses=WaitingOutput(many=True))
    def get(self, request: Request) -> Response:
        now = clock.now()
        rows = selectors.shown_among_tickets(selectors.own_entries(person_of(request)), now)
        page = self.paginate_queryset(rows) or []
        answer = self.get_paginated_response(WaitingOutput(page, many=True, context={"now": now}).data)
        for name, value in PRIVATE.items():
            answer[name] = value
        return answer


class EntryView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.waiting", 120, 60)

    @extend_schema(operation_id="waiting_retrieve", tags=TICKETS, responses=WaitingOutput)
    def get(self, request: Request, secret: str) -> Response:
        return shown(secret)


class AcceptView(EntryView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="waiting_accept_create", tags=TICKETS, request=TogetherInput, responses=TicketOutput)
    def post(self, request: Request, secret: str) -> Response:
        """The ticket, with those of who comes along; where it costs money, with what is to be paid."""
        sent, entry = validated(TogetherInput, request), selectors.entry_by_secret(secret)
        ticket = answers.accept_offer(
            actor=viewer_of(request),
            entry=entry,
            given=given_of(sent),
            event_consent=sent["event_consent"],
            companions=companions_in(sent),
            now=clock.now(),
        )
        ticket.event = entry.event
        return Response(ticket_told(ticket), headers=PRIVATE)


class AnswerView(EntryView):
    """One verb of an entry; asked twice it is done once."""

    http_method_names = ["post", "options"]
    answer: Callable[..., WaitlistEntry]

    @extend_schema(tags=TICKETS, request=None, responses=WaitingOutput)
    def post(self, request: Request, secret: str) -> Response:
        self.answer(actor=viewer_of(request), entry=selectors.entry_by_secret(secret), now=clock.now())
        return shown(secret)


class DeclineView(AnswerView):
    answer = staticmethod(answers.decline_offer)


class LeaveView(AnswerView):
    answer = staticmethod(answers.leave_line)


class RejoinView(AnswerView):
    answer = staticmethod(answers.rejoin_line)


def _event_of_host(request: Request, event_id: UUID) -> Event:
    """Raises NotFound for an event the viewer may not see, NotPermitted for one whose line they may not."""
    viewer = viewer_of(request)
    event = event_by_id(viewer, event_id)
    require(viewer, "roadshows.view_registrations", event)
    return event


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/waiting/", LineView.as_view(), name="event-waiting"),
    path("events/<uuid:event_id>/waiting/mine/", MyLineView.as_view(), name="event-waiting-mine"),
    path("events/<uuid:event_id>/waiting/counts/", CountsView.as_view(), name="event-waiting-counts"),
    path("events/<uuid:event_id>/waiting/<uuid:entry_id>/remove/", RemoveView.as_view(), name="event-waiting-remove"),
    path("me/waiting/", MyWaitingView.as_view(), name="my-waiting"),
    path("waiting/<slug:secret>/", EntryView.as_view(), name="waiting"),
    path("waiting/<slug:secret>/accept/", AcceptView.as_view(), name="waiting-accept"),
    path("waiting/<slug:secret>/decline/", DeclineView.as_view(), name="waiting-decline"),
    path("waiting/<slug:secret>/leave/", LeaveView.as_view(), name="waiting-leave"),
    path("waiting/<slug:secret>/rejoin/", RejoinView.as_view(), name="waiting-rejoin"),
]
