"""Coming into a room. What is done there goes over its socket."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core.api import validated, viewer_of
from backend.interactions import passes
from backend.interactions.serializers import EnterInput, ParticipantOutput
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of


class ParticipantsView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="room_enter", tags=["rooms"], request=EnterInput, responses={201: ParticipantOutput})
    def post(self, request: Request, event_id: UUID) -> Response:
        viewer, sent = viewer_of(request), validated(EnterInput, request)
        who = enter(actor=viewer, event_id=event_id, ticket=sent["ticket"])
        shown = {
            "id": who.pk,
            "name": who.name,
            "room_pass": passes.issue(who.pk) if viewer.is_anonymous else "",
            "feed": str(feed_of(who)),
        }
        return Response(ParticipantOutput(shown).data, status=status.HTTP_201_CREATED)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/room/participants/", ParticipantsView.as_view(), name="room-participants"),
]
