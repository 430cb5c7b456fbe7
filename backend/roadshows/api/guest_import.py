"""A host's table of guests over HTTP: looked at, then brought in. The file is kept nowhere."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.ratelimit import Limit
from backend.roadshows.api.guests import event_of_host
from backend.roadshows.guest_table import GuestTable, read_table
from backend.roadshows.models import Event
from backend.roadshows.serializers.guest_import import (
    GuestImportInput,
    GuestPreviewOutput,
    GuestsImportedOutput,
    GuestTableInput,
)
from backend.roadshows.services.events import require_step
from backend.roadshows.services.guest_import import Basis, import_guests, standing_of

EVENTS = ["events"]
_PRIVATE = {"Cache-Control": "private, no-store"}


def _read(event: Event, sent: dict[str, Any]) -> GuestTable:
    kinds = list(event.ticket_types.order_by("position"))
    return read_table(sent["file"], kinds=kinds, mapping=sent["mapping"], kind=sent["ticket_type"])


def _hosted(request: Request, event_id: UUID) -> Event:
    event = event_of_host(request, event_id)
    require_step(viewer_of(request), "import_guests", event)
    return event


class PreviewView(APIView):
    rate_limit = Limit("roadshows.import_preview", 120, 3600)
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="events_guests_preview", tags=EVENTS, request=GuestTableInput, responses=GuestPreviewOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """How the table would be read, line by line. Writes nothing."""
        event = _hosted(request, event_id)
        table = _read(event, validated(GuestTableInput, request))
        lines = [{**asdict(line), "state": state} for line, state in standing_of(event, table)]
        shown = {"columns": table.columns, "mapping": table.mapping, "lines": lines}
        return Response(GuestPreviewOutput(shown).data, headers=_PRIVATE)


class ImportView(APIView):
    rate_limit = Limit("roadshows.import", 60, 3600)
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="events_guests_import",
        tags=EVENTS,
        request=GuestImportInput,
        responses={201: GuestsImportedOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Give a place to the guests of these lines, all or none. Who has one is passed over, so it is safe to run twice."""
        event, sent = _hosted(request, event_id), validated(GuestImportInput, request)
        done = import_guests(
            actor=viewer_of(request),
            event=event,
            table=_read(event, sent),
            numbers=set(sent["lines"]),
            basis=Basis(sent["basis"], sent["basis_note"]),
            sends_letters=sent["sends_letters"],
            now=clock.now(),
        )
        return Response(GuestsImportedOutput(done).data, status=status.HTTP_201_CREATED)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/guests/preview/", PreviewView.as_view(), name="event-guests-preview"),
    path("events/<uuid:event_id>/guests/import/", ImportView.as_view(), name="event-guests-import"),
]
