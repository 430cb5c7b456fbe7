"""The host's table of guests over HTTP: pages, files, views, figures."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import audit
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.exports import answer_csv, answer_workbook
from backend.core.listing import asked_of
from backend.core.permissions import may, require
from backend.core.ratelimit import Limit
from backend.roadshows.exporting import table_of
from backend.roadshows.models import Event, GuestView, Registration
from backend.roadshows.selectors.asking import answers_by_registration, ever_answered
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.figures import figures_of
from backend.roadshows.selectors.guests import (
    GuestFilters,
    companions_by_lead,
    in_guest_order,
    narrowed_guests,
    page_of_guests,
)
from backend.roadshows.selectors.mailings import visible_views
from backend.roadshows.selectors.registrations import visible_registrations
from backend.roadshows.serializers.guests import (
    FiguresOutput,
    GuestExportParameters,
    GuestPageOutput,
    GuestParameters,
    GuestViewInput,
    GuestViewOutput,
    GuestViewsOutput,
)
from backend.roadshows.services import guest_views, paying

EVENTS = ["events"]
# Names and contacts: nobody in between keeps them.
_PRIVATE = {"Cache-Control": "private, no-store"}


def event_of_host(request: Request, event_id: UUID, rule: str = "view_registrations") -> Event:
    """Raises NotFound for an event the viewer may not see, NotPermitted for one whose guests they may not, or `rule`."""
    event = event_by_id(viewer_of(request), event_id)
    require(viewer_of(request), f"roadshows.{rule}", event)
    return event


def _asked(request: Request, event: Event, wish: dict[str, Any]) -> QuerySet[Registration]:
    """Page and file read the same rows."""
    return narrowed_guests(visible_registrations(viewer_of(request), event), GuestFilters.of(wish))


def answer_page(request: Request, event_id: UUID) -> Response:
    """A page of the table and the exact count of all that fit."""
    event, wish = event_of_host(request, event_id), asked_of(request, GuestParameters)
    rows = _asked(request, event, wish)
    page, following = page_of_guests(rows, event=event, sort=wish["sort"], after=wish["cursor"], size=wish["page_size"])
    answer = {"results": page, "count": rows.order_by().count(), "next_cursor": following and str(following)}
    context = {
        "orders": paying.orders_of(page),
        "answers": answers_by_registration([row.pk for row in page]),
        "companions": companions_by_lead(page),
    }
    return Response(GuestPageOutput(answer, context=context).data, headers=_PRIVATE)


class ExportView(APIView):
    rate_limit = Limit("roadshows.export", 30, 3600)

    @extend_schema(
        operation_id="events_registrations_export",
        tags=EVENTS,
        parameters=[GuestExportParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="All rows of the table as it is filtered, safe to open in a spreadsheet; `file=xlsx` gives a workbook.",
    )
    def get(self, request: Request, event_id: UUID) -> HttpResponseBase:
        event, wish = (
            event_of_host(request, event_id, "export_registrations"),
            asked_of(request, GuestExportParameters),
        )
        lines = table_of(in_guest_order(_asked(request, event, wish), wish["sort"]), list(ever_answered(event)))
        host = event.organization_id
        audit.record(viewer_of(request), "event.registrations_exported", event, organizations=[host], file=wish["file"])
        answering = answer_workbook if wish["file"] == "xlsx" else answer_csv
        answer = answering(request._request, name=f"registrations-{event.code}", lines=lines)
        for header, value in _PRIVATE.items():
            answer[header] = value
        return answer


class ViewsView(APIView):
    @extend_schema(operation_id="events_guest_views_list", tags=EVENTS, responses=GuestViewsOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        event = event_of_host(request, event_id)
        return Response(GuestViewsOutput({"results": visible_views(viewer_of(request), event)}).data)

    @extend_schema(
        operation_id="events_guest_views_create", tags=EVENTS, request=GuestViewInput, responses={201: GuestViewOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        return _written(request, event_of_host(request, event_id), None)


class ViewView(APIView):
    @extend_schema(
        operation_id="events_guest_views_update", tags=EVENTS, request=GuestViewInput, responses=GuestViewOutput
    )
    def put(self, request: Request, event_id: UUID, view_id: UUID) -> Response:
        event = event_of_host(request, event_id)
        return _written(request, event, _view(request, event, view_id))

    @extend_schema(operation_id="events_guest_views_destroy", tags=EVENTS, responses={204: None})
    def delete(self, request: Request, event_id: UUID, view_id: UUID) -> Response:
        event = event_of_host(request, event_id)
        guest_views.remove_view(actor=viewer_of(request), event=event, view=_view(request, event, view_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class FiguresView(APIView):
    @extend_schema(operation_id="events_figures", tags=EVENTS, responses=FiguresOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        event = event_of_host(request, event_id, "view_figures")
        figures = figures_of(event, with_money=may(viewer_of(request), "roadshows.view_money", event))
        return Response(FiguresOutput(figures).data, headers=_PRIVATE)


def _view(request: Request, event: Event, view_id: UUID) -> GuestView:
    """Raises NotFound for one that is not there, or serves another event."""
    view = visible_views(viewer_of(request), event).filter(pk=view_id).first()
    if view is None:
        raise NotFound
    return view


def _written(request: Request, event: Event, view: GuestView | None) -> Response:
    sent = validated(GuestViewInput, request)
    filters = GuestFilters.of(sent["filters"])
    row = guest_views.write_view(
        actor=viewer_of(request), event=event, name=sent["name"], filters=filters, sort=sent["sort"], view=view
    )
    code = status.HTTP_200_OK if view is not None else status.HTTP_201_CREATED
    return Response(GuestViewOutput(row).data, status=code)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/registrations/export/", ExportView.as_view(), name="event-registrations-export"),
    path("events/<uuid:event_id>/guest-views/", ViewsView.as_view(), name="event-guest-views"),
    path("events/<uuid:event_id>/guest-views/<uuid:view_id>/", ViewView.as_view(), name="event-guest-view"),
    path("events/<uuid:event_id>/figures/", FiguresView.as_view(), name="event-figures"),
]
