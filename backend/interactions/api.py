"""Coming into a room, and reading what investors let one's company know there. What is done in it goes over its socket."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.permissions import require
from backend.deals.selectors.pitches import pitch_by_id
from backend.interactions import passes
from backend.interactions.models import InterestMark
from backend.interactions.selectors.interests import RULE, visible_marks
from backend.interactions.serializers import EnterInput, InterestOutput, ParticipantOutput
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of
from backend.organizations.selectors import verified_firms_of


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
            "may_mark": verified_firms_of(viewer, clock.now()).exists(),
        }
        return Response(ParticipantOutput(shown).data, status=status.HTTP_201_CREATED)


class InterestsView(GenericAPIView[InterestMark]):
    serializer_class: type[Serializer[Any]] = InterestOutput

    @extend_schema(operation_id="pitch_interests_list", tags=["rooms"], responses=InterestOutput(many=True))
    def get(self, request: Request, pitch_id: UUID) -> Response:
        """Of an own pitch. Raises NotFound for an unknown one, NotPermitted for another's."""
        viewer = viewer_of(request)
        pitch = pitch_by_id(viewer, pitch_id)
        require(viewer, RULE, pitch)
        page = self.paginate_queryset(visible_marks(viewer, pitch)) or []
        return self.get_paginated_response(InterestOutput(page, many=True).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/room/participants/", ParticipantsView.as_view(), name="room-participants"),
    path("pitches/<uuid:pitch_id>/interests/", InterestsView.as_view(), name="pitch-interests"),
]
