"""An event once more, over HTTP."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.roadshows.api.events import EVENTS, shown
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.serializers.copying import EventCloneInput
from backend.roadshows.serializers.events import EventDetailOutput
from backend.roadshows.services.copying import clone_event


class CloneView(APIView):
    @extend_schema(
        operation_id="events_clone_create", tags=EVENTS, request=EventCloneInput, responses={201: EventDetailOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """A new draft that begins on the day named, with everything its organizer has set and nothing of its guests."""
        actor = viewer_of(request)
        event, sent = event_by_id(actor, event_id), validated(EventCloneInput, request)
        copy = clone_event(actor=actor, event=event, day=sent["date"], now=clock.now())
        return shown(request, copy.pk, status.HTTP_201_CREATED)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/clone/", CloneView.as_view(), name="event-clone"),
]
