"""Rehearsals over HTTP, on the host's desk."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.permissions import may, require
from backend.core.ratelimit import Limit, consume
from backend.rehearsals.permissions import RULE
from backend.rehearsals.selectors.rehearsals import rehearsals_of
from backend.rehearsals.serializers import RehearsalOutput, RehearsalsOutput
from backend.rehearsals.services.rehearsing import rehearse
from backend.roadshows.selectors.events import event_by_id

EVENTS = ["events"]
# A walk takes seconds of a process; of one event at a time two or three are enough.
WALKS = Limit("rehearsals.walks", 10, 600)


class RehearsalsView(APIView):
    @extend_schema(operation_id="events_rehearsals_retrieve", tags=EVENTS, responses=RehearsalsOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer = viewer_of(request)
        event = event_by_id(viewer, event_id)
        require(viewer, "roadshows.read_hosts_own", event)
        shown = {"may_rehearse": may(viewer, RULE, event), "rehearsals": rehearsals_of(event)}
        return Response(RehearsalsOutput(shown).data)

    @extend_schema(operation_id="events_rehearsals_create", tags=EVENTS, request=None, responses={201: RehearsalOutput})
    def post(self, request: Request, event_id: UUID) -> Response:
        """Simulated guests go through the evening on a copy that nobody sees; only what was found is kept."""
        viewer = viewer_of(request)
        event = event_by_id(viewer, event_id)
        require(viewer, "roadshows.read_hosts_own", event)
        consume(WALKS, str(event.pk))
        held = rehearse(actor=viewer, event_id=event_id, now=clock.now())
        return Response(RehearsalOutput(held).data, status=status.HTTP_201_CREATED)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/rehearsals/", RehearsalsView.as_view(), name="event-rehearsals"),
]
