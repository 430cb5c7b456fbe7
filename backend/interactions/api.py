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
from backend.core.actors import Guest
from backend.core.api import validated, viewer_of
from backend.core.permissions import require
from backend.deals.selectors.pitches import pitch_by_id
from backend.feeds import passes
from backend.interactions.models import InterestMark, Participant, Question
from backend.interactions.selectors.interests import RULE, visible_marks
from backend.interactions.selectors.questions import questions_for
from backend.interactions.serializers import (
    EnterInput,
    HandedQuestionOutput,
    InterestOutput,
    ParticipantOutput,
    WrittenAnswerInput,
)
from backend.interactions.services import answering
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
            "room_pass": _pass_of(who) if viewer.is_anonymous else "",
            "feed": str(feed_of(who)),
            "may_mark": verified_firms_of(viewer, clock.now()).exists(),
        }
        return Response(ParticipantOutput(shown).data, status=status.HTTP_201_CREATED)


def _pass_of(guest: Participant) -> str:
    return passes.issue(Guest(guest.pk, guest.registration_id)) if guest.registration_id else ""


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


class QuestionsView(GenericAPIView[Question]):
    serializer_class: type[Serializer[Any]] = HandedQuestionOutput

    @extend_schema(operation_id="pitch_questions_list", tags=["rooms"], responses=HandedQuestionOutput(many=True))
    def get(self, request: Request, pitch_id: UUID) -> Response:
        """What was handed to the company of an own pitch."""
        viewer = viewer_of(request)
        pitch = pitch_by_id(viewer, pitch_id)
        require(viewer, answering.RULE, pitch)
        page = self.paginate_queryset(questions_for(viewer, pitch)) or []
        return self.get_paginated_response(HandedQuestionOutput(page, many=True).data)


class AnswerView(APIView):
    @extend_schema(
        operation_id="pitch_question_answer", tags=["rooms"], request=WrittenAnswerInput, responses=HandedQuestionOutput
    )
    def put(self, request: Request, pitch_id: UUID, question_id: UUID) -> Response:
        viewer, sent = viewer_of(request), validated(WrittenAnswerInput, request)
        row = answering.answer(
            actor=viewer,
            pitch=pitch_by_id(viewer, pitch_id),
            question_id=question_id,
            words=sent["answer"],
            now=clock.now(),
        )
        return Response(HandedQuestionOutput(row).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/room/participants/", ParticipantsView.as_view(), name="room-participants"),
    path("pitches/<uuid:pitch_id>/interests/", InterestsView.as_view(), name="pitch-interests"),
    path("pitches/<uuid:pitch_id>/questions/", QuestionsView.as_view(), name="pitch-questions"),
    path("pitches/<uuid:pitch_id>/questions/<uuid:question_id>/answer/", AnswerView.as_view(), name="pitch-answer"),
]
