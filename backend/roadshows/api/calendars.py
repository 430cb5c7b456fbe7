"""Calendar files over HTTP: an event, the event of a ticket, and all public events to subscribe to."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.roadshows.api.registrations import TicketView
from backend.roadshows.calendar_file import calendar_of, calendar_of_all
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import event_by_id, events_of_feed
from backend.roadshows.selectors.registrations import ticket_by_secret

EVENTS, TICKETS = ["events"], ["tickets"]
_FILE = {(200, "text/calendar"): OpenApiTypes.STR}
_TYPE = "text/calendar; charset=utf-8"
# Everybody reads the same; what has stopped being public is gone within minutes.
_KEPT = "public, max-age=300"


class AnyAccept(BaseContentNegotiation):
    """Calendar programs ask for text/calendar, which is what there is; refusals stay JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


class CalendarView(APIView):
    permission_classes = [AllowAny]
    content_negotiation_class = AnyAccept


class EventCalendarView(CalendarView):
    @extend_schema(operation_id="events_calendar", tags=EVENTS, responses=_FILE)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        return _answer(event_by_id(viewer_of(request), event_id))


class TicketCalendarView(CalendarView):
    rate_limit = TicketView.rate_limit

    @extend_schema(operation_id="tickets_calendar", tags=TICKETS, responses=_FILE)
    def get(self, request: Request, secret: str) -> HttpResponse:
        return _answer(ticket_by_secret(secret).event)


class AllEventsCalendarView(CalendarView):
    """The same for everybody: who asks is not even looked at."""

    authentication_classes = ()

    @extend_schema(operation_id="events_calendar_feed", tags=EVENTS, responses=_FILE)
    def get(self, request: Request) -> HttpResponseBase:
        body = calendar_of_all(events_of_feed(clock.now())).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        answer = HttpResponse(body, content_type=_TYPE, headers={"Cache-Control": _KEPT, "ETag": etag})
        return get_conditional_response(request._request, etag=etag, response=answer) or answer


def _answer(event: Event) -> HttpResponse:
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{event.code}.ics"',
    }
    return HttpResponse(calendar_of(event, now=clock.now()), content_type=_TYPE, headers=headers)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/event.ics", EventCalendarView.as_view(), name="event-calendar"),
    path("tickets/<slug:secret>/event.ics", TicketCalendarView.as_view(), name="ticket-calendar"),
]
# Outside of the API, where robots may not go: some calendars ask for a feed only where robots may.
feed_urlpatterns: list[URLPattern | URLResolver] = [
    path("events.ics", AllEventsCalendarView.as_view(), name="events-calendar"),
]
