"""A host's yes or no to who asked for a place, over HTTP."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.roadshows.api.guests import EVENTS, event_of_host
from backend.roadshows.enums import DecisionLetterKind
from backend.roadshows.models import DecisionLetter
from backend.roadshows.serializers.approving import (
    DecisionInput,
    DecisionLetterInput,
    DecisionLetterOutput,
    OutcomesOutput,
)
from backend.roadshows.services import approving, decision_letters


class DecideView(APIView):
    @extend_schema(
        operation_id="events_registrations_decide", tags=EVENTS, request=DecisionInput, responses=OutcomesOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Each by itself: one that cannot be decided holds up none of the others. Safe to send again."""
        event, sent = event_of_host(request, event_id), validated(DecisionInput, request)
        results = approving.decide(
            actor=viewer_of(request),
            event=event,
            registration_ids=sent.pop("registrations"),
            decision=approving.Decision(**sent),
            now=clock.now(),
        )
        return Response(OutcomesOutput({"results": results}).data)


class LetterView(APIView):
    @extend_schema(operation_id="events_decision_letters_retrieve", tags=EVENTS, responses=DecisionLetterOutput)
    def get(self, request: Request, event_id: UUID, kind: str) -> Response:
        event, known = event_of_host(request, event_id), _kind(kind)
        row = DecisionLetter.objects.filter(event=event, kind=known).first() or DecisionLetter(event=event, kind=known)
        return Response(DecisionLetterOutput(row).data)

    @extend_schema(
        operation_id="events_decision_letters_update",
        tags=EVENTS,
        request=DecisionLetterInput,
        responses=DecisionLetterOutput,
    )
    def put(self, request: Request, event_id: UUID, kind: str) -> Response:
        words = validated(DecisionLetterInput, request)
        event, known = event_of_host(request, event_id), _kind(kind)
        row = decision_letters.write_letter(actor=viewer_of(request), event=event, kind=known, words=words)
        return Response(DecisionLetterOutput(row).data)


def _kind(word: str) -> DecisionLetterKind:
    if word not in DecisionLetterKind.values:
        raise NotFound
    return DecisionLetterKind(word)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/registrations/decide/", DecideView.as_view(), name="event-registrations-decide"),
    path("events/<uuid:event_id>/decision-letters/<slug:kind>/", LetterView.as_view(), name="event-decision-letter"),
]
