"""Minutes of an event over HTTP: written by its host, read on its page and at a ticket."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.ratelimit import Limit
from backend.roadshows.api.events import EVENTS
from backend.roadshows.api.registrations import PRIVATE, TICKETS
from backend.roadshows.models import Minutes
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.minutes import minutes_for, minutes_of_ticket
from backend.roadshows.selectors.registrations import ticket_by_secret
from backend.roadshows.serializers.invitations import MinutesInput, MinutesReadOutput, MinutesShareInput
from backend.roadshows.services.minutes import share_minutes, write_minutes


class MinutesView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="events_minutes_retrieve", tags=EVENTS, responses=MinutesReadOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer = viewer_of(request)
        return _read(minutes_for(viewer, event_by_id(viewer, event_id)))

    @extend_schema(operation_id="events_minutes_update", tags=EVENTS, request=MinutesInput, responses=MinutesReadOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(MinutesInput, request)
        event = event_by_id(actor, event_id)
        return _read(write_minutes(actor=actor, event=event, edition=sent["edition"], words=sent["text"]))


class MinutesShareView(APIView):
    @extend_schema(
        operation_id="events_minutes_share", tags=EVENTS, request=MinutesShareInput, responses=MinutesReadOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(MinutesShareInput, request)
        event = event_by_id(actor, event_id)
        return _read(share_minutes(actor=actor, event=event, edition=sent["edition"], now=clock.now()))


class TicketMinutesView(APIView):
    """The link is the right, as for the ticket itself."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_minutes", 60, 60)

    @extend_schema(operation_id="tickets_minutes_retrieve", tags=TICKETS, responses=MinutesReadOutput)
    def get(self, request: Request, secret: str) -> Response:
        return _read(minutes_of_ticket(ticket_by_secret(secret)))


def _read(minutes: Minutes | None) -> Response:
    return Response(MinutesReadOutput({"minutes": minutes}).data, headers=PRIVATE)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/minutes/", MinutesView.as_view(), name="event-minutes"),
    path("events/<uuid:event_id>/minutes/share/", MinutesShareView.as_view(), name="event-minutes-share"),
    path("tickets/<slug:secret>/minutes/", TicketMinutesView.as_view(), name="ticket-minutes"),
]
