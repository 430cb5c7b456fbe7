"""The report on an event that is over, badges and the poster, over HTTP: to read and to print."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import audit, clock
from backend.core.api import viewer_of
from backend.core.listing import asked_of
from backend.core.pdfs import answer_pdf, answer_png
from backend.core.permissions import may
from backend.core.ratelimit import Limit
from backend.roadshows import poster, printing
from backend.roadshows.api.door import keeper_of
from backend.roadshows.api.guests import event_of_host
from backend.roadshows.authentication import DOOR_AUTHENTICATION, HEADER
from backend.roadshows.selectors.badges import badge_of, badges_of
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.guests import GuestFilters
from backend.roadshows.selectors.report import EventReading, reading_of
from backend.roadshows.serializers.prints import BadgeParameters, ReportOutput

EVENTS = ["events"]
_PRIVATE = {"Cache-Control": "private, no-store"}
_PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}
_PNG = {(200, "image/png"): OpenApiTypes.BINARY}
_DEVICE = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="the secret of a check-in link")


def _reading(request: Request, event_id: UUID) -> EventReading:
    event = event_of_host(request, event_id, "view_figures")
    return reading_of(event, as_host=may(viewer_of(request), "roadshows.view_money", event))


class ReportView(APIView):
    @extend_schema(operation_id="events_report", tags=EVENTS, responses=ReportOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        """What an event that is over came to: figures, no names."""
        return Response(ReportOutput(_reading(request, event_id)).data, headers=_PRIVATE)


class ReportFileView(APIView):
    rate_limit = Limit("roadshows.print", 60, 3600)

    @extend_schema(operation_id="events_report_file", tags=EVENTS, responses=_PDF)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """The report as a PDF in the language of the request."""
        reading = _reading(request, event_id)
        made = printing.report_pdf(reading, now=clock.now())
        event = reading.event
        audit.record(viewer_of(request), "event.report_printed", event, organizations=[event.organization_id])
        return answer_pdf(made, name=f"report-{event.code}")


class BadgesView(APIView):
    rate_limit = Limit("roadshows.print", 60, 3600)

    @extend_schema(operation_id="events_badges", tags=EVENTS, parameters=[BadgeParameters], responses=_PDF)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """Badges of the guests with a place who fit the filters, or of those that are named, at most 500 at once."""
        event, wish = event_of_host(request, event_id), asked_of(request, BadgeParameters)
        filters: dict[str, Any] = {
            name: value for name, value in wish.items() if name not in ("registrations", "paper")
        }
        rows = badges_of(
            viewer_of(request), event, wish=GuestFilters.of(filters), chosen=wish["registrations"], sort=wish["sort"]
        )
        made = printing.badges_pdf(event, rows, paper=wish["paper"], now=clock.now())
        audit.record(
            viewer_of(request), "event.badges_printed", event, organizations=[event.organization_id], count=len(rows)
        )
        return answer_pdf(made, name=f"badges-{event.code}")


class DoorBadgeView(APIView):
    """Listens to a device's link as well as to a session, as the door does."""

    authentication_classes = DOOR_AUTHENTICATION

    @extend_schema(operation_id="door_badge", tags=["door"], parameters=[_DEVICE], responses=_PDF)
    def get(self, request: Request, event_id: UUID, registration_id: UUID) -> HttpResponse:
        """The badge of somebody who was let in, for a printer of labels."""
        keeper = keeper_of(request, event_id)
        made = printing.badges_pdf(keeper.event, [badge_of(keeper, registration_id)], paper="label", now=clock.now())
        return answer_pdf(made, name=f"badge-{keeper.event.code}")


class PosterView(APIView):
    """For whoever sees the event; of one that is not public yet the poster says so."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.poster", 60, 3600)

    @extend_schema(operation_id="events_poster", tags=EVENTS, responses=_PDF)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """An upright A3 in the language of the request, with what everybody may know and a QR code of the event's page."""
        event = event_by_id(viewer_of(request), event_id)
        return answer_pdf(poster.poster_pdf(event, now=clock.now()), name=f"poster-{event.code}")


class PosterPictureView(APIView):
    permission_classes = [AllowAny]
    rate_limit = PosterView.rate_limit

    @extend_schema(operation_id="events_poster_picture", tags=EVENTS, responses=_PNG)
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        """The same as a picture, to be sent on."""
        event = event_by_id(viewer_of(request), event_id)
        return answer_png(poster.poster_png(event), name=f"poster-{event.code}")


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/report/", ReportView.as_view(), name="event-report"),
    path("events/<uuid:event_id>/report/file/", ReportFileView.as_view(), name="event-report-file"),
    path("events/<uuid:event_id>/poster.pdf", PosterView.as_view(), name="event-poster"),
    path("events/<uuid:event_id>/poster.png", PosterPictureView.as_view(), name="event-poster-picture"),
    path("events/<uuid:event_id>/badges/", BadgesView.as_view(), name="event-badges"),
    path("door/<uuid:event_id>/badges/<uuid:registration_id>/", DoorBadgeView.as_view(), name="door-badge"),
]
