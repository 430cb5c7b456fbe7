"""Replays over HTTP."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.feeds.passes import ROOM_PASS, viewer_in_room
from backend.replays.selectors.replays import replay_for
from backend.replays.serializers import ReplayInput, ReplayOutput
from backend.replays.services import keeping

EVENTS = ["events"]
_PRIVATE = {"Cache-Control": "private, no-store"}


class ReplayView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="events_replay_retrieve", tags=EVENTS, parameters=[ROOM_PASS], responses=ReplayOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        """For whoever may follow the room, once it is open."""
        shown = replay_for(viewer_in_room(request), event_id, now=clock.now())
        return Response(ReplayOutput(shown).data, headers=_PRIVATE)

    @extend_schema(operation_id="events_replay_update", tags=EVENTS, request=ReplayInput, responses=ReplayOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        """Where the recording is, and whether the evening may be watched."""
        sent, now = validated(ReplayInput, request), clock.now()
        keeping.write(actor=viewer_of(request), event_id=event_id, now=now, **sent)
        return Response(ReplayOutput(replay_for(viewer_of(request), event_id, now=now)).data, headers=_PRIVATE)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/replay/", ReplayView.as_view(), name="event-replay"),
]
