"""The versions of a run of show: what is out, what was new in it, and letting the draft out."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.permissions import require
from backend.roadshows.api.events import EVENTS, shown
from backend.roadshows.selectors.agenda import draft_changes, unconfirmed_lines, versions_of
from backend.roadshows.selectors.clashes import clashes_of
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.serializers.agenda import AgendaDraftOutput, AgendaReleaseInput, AgendaVersionsOutput
from backend.roadshows.serializers.events import EventDetailOutput
from backend.roadshows.services import releasing


class AgendaDraftView(APIView):
    @extend_schema(operation_id="events_agenda_draft", tags=EVENTS, responses=AgendaDraftOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer = viewer_of(request)
        event = event_by_id(viewer, event_id)
        require(viewer, "roadshows.belong_to_event", event)
        found = {
            "changes": draft_changes(event),
            "clashes": clashes_of(viewer, event),
            "unconfirmed": unconfirmed_lines(event),
        }
        return Response(AgendaDraftOutput(found, context={"event": event}).data)


class AgendaReleaseView(APIView):
    @extend_schema(
        operation_id="events_agenda_release", tags=EVENTS, request=AgendaReleaseInput, responses=EventDetailOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, sent = event_by_id(actor, event_id), validated(AgendaReleaseInput, request)
        releasing.release_agenda(actor=actor, event=event, now=clock.now(), **sent)
        return shown(request, event_id)


class AgendaVersionsView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="events_agenda_versions", tags=EVENTS, responses=AgendaVersionsOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        event = event_by_id(viewer_of(request), event_id)
        return Response(AgendaVersionsOutput({"results": versions_of(event)}).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/agenda/draft/", AgendaDraftView.as_view(), name="event-agenda-draft"),
    path("events/<uuid:event_id>/agenda/release/", AgendaReleaseView.as_view(), name="event-agenda-release"),
    path("events/<uuid:event_id>/agenda/versions/", AgendaVersionsView.as_view(), name="event-agenda-versions"),
]
