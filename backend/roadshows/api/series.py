"""Series of events over HTTP: when they come, making one, and acting on many of its dates at once."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import IDEMPOTENCY_KEY, validated, viewer_of
from backend.core.errors import NotFound
from backend.core.listing import asked_of
from backend.core.permissions import require
from backend.roadshows.models import Event, EventSeries
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.series import days_from, visible_series
from backend.roadshows.serializers.series import (
    SeriesActInput,
    SeriesCancelInput,
    SeriesDatesOutput,
    SeriesDatesParameters,
    SeriesDetailOutput,
    SeriesInput,
    SeriesOutput,
    SeriesUpdateInput,
)
from backend.roadshows.services import series as services

SERIES = ["series"]


def _own_event(request: Request, event_id: UUID) -> Event:
    """Raises NotFound for an event the viewer may not see, NotPermitted for one of somebody else."""
    event = event_by_id(viewer_of(request), event_id)
    require(viewer_of(request), "roadshows.belong_to_event", event)
    return event


def _series_of(request: Request, event_id: UUID) -> EventSeries:
    """Raises NotFound, NotPermitted."""
    series = visible_series(viewer_of(request)).filter(events=_own_event(request, event_id)).first()
    if series is None:
        raise NotFound
    return series


def _answer(series: EventSeries, code: int = status.HTTP_200_OK) -> Response:
    return Response(SeriesDetailOutput(series).data, status=code)


class SeriesListView(GenericAPIView[EventSeries]):
    serializer_class: type[Serializer[Any]] = SeriesOutput

    @extend_schema(operation_id="event_series_list", tags=SERIES, responses=SeriesOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(visible_series(viewer_of(request))) or []
        return self.get_paginated_response(SeriesOutput(page, many=True).data)


class DatesView(APIView):
    @extend_schema(
        operation_id="events_series_dates",
        tags=SERIES,
        parameters=[SeriesDatesParameters],
        responses=SeriesDatesOutput,
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        """The days a series from this event would have. Writes nothing."""
        event, wish = _own_event(request, event_id), asked_of(request, SeriesDatesParameters)
        return Response(SeriesDatesOutput({"results": days_from(event, **wish)}).data)


class SeriesView(APIView):
    @extend_schema(operation_id="events_series_retrieve", tags=SERIES, responses=SeriesDetailOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        """The series an event belongs to, with all its dates in any state."""
        return _answer(_series_of(request, event_id))

    @extend_schema(
        operation_id="events_series_create",
        tags=SERIES,
        parameters=[IDEMPOTENCY_KEY],
        request=SeriesInput,
        responses={201: SeriesDetailOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """The event becomes the first of a series; every other date is a draft of its own. The same key does it once."""
        actor, sent = viewer_of(request), validated(SeriesInput, request)
        edition, left_out = sent.pop("edition"), tuple(sent.pop("left_out"))
        made = services.make_series(
            actor=actor,
            event=event_by_id(actor, event_id),
            edition=edition,
            wish=services.SeriesWish(**sent, left_out=left_out),
            key=request.headers.get("Idempotency-Key", ""),
            now=clock.now(),
        )
        return _answer(made, status.HTTP_201_CREATED)


class SeriesSubmitView(APIView):
    @extend_schema(
        operation_id="events_series_submit", tags=SERIES, request=SeriesActInput, responses=SeriesDetailOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        series, sent = _series_of(request, event_id), validated(SeriesActInput, request)
        services.submit_dates(actor=viewer_of(request), series=series, seen=sent["events"], now=clock.now())
        return _answer(series)


class SeriesUpdateView(APIView):
    @extend_schema(
        operation_id="events_series_update", tags=SERIES, request=SeriesUpdateInput, responses=SeriesDetailOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Words, place and time of day of several dates at once; what was reviewed of one stays."""
        series, sent = _series_of(request, event_id), validated(SeriesUpdateInput, request)
        seen = sent.pop("events")
        services.update_dates(
            actor=viewer_of(request),
            series=series,
            seen=seen,
            changes=sent,  # type: ignore[arg-type]
            now=clock.now(),
        )
        return _answer(series)


class SeriesCancelView(APIView):
    @extend_schema(
        operation_id="events_series_cancel", tags=SERIES, request=SeriesCancelInput, responses=SeriesDetailOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        series, sent = _series_of(request, event_id), validated(SeriesCancelInput, request)
        services.cancel_dates(
            actor=viewer_of(request), series=series, seen=sent["events"], reason=sent["reason"], now=clock.now()
        )
        return _answer(series)


urlpatterns: list[URLPattern | URLResolver] = [
    path("event-series/", SeriesListView.as_view(), name="event-series"),
    path("events/<uuid:event_id>/series/", SeriesView.as_view(), name="event-in-series"),
    path("events/<uuid:event_id>/series/dates/", DatesView.as_view(), name="event-series-dates"),
    path("events/<uuid:event_id>/series/submit/", SeriesSubmitView.as_view(), name="event-series-submit"),
    path("events/<uuid:event_id>/series/update/", SeriesUpdateView.as_view(), name="event-series-update"),
    path("events/<uuid:event_id>/series/cancel/", SeriesCancelView.as_view(), name="event-series-cancel"),
]
