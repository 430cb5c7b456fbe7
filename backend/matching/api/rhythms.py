"""`theses/{id}/rhythm/`, `pitches/{id}/rhythm/`: how often a firm and a team hear of what newly fits."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.permissions import may, require
from backend.deals.models import Pitch, Thesis
from backend.deals.selectors.theses import visible_theses
from backend.matching.enums import Rhythm
from backend.matching.models import PitchRhythm, ThesisRhythm
from backend.matching.selectors.subjects import pitch_of_team
from backend.matching.serializers.saved import RhythmInput, RhythmOutput
from backend.matching.services import rhythms as services

TAGS = ["saved_searches"]


def _asked(request: Request) -> Rhythm:
    data = RhythmInput(data=request.data)
    data.is_valid(raise_exception=True)
    return Rhythm(data.validated_data["rhythm"])


def _answer(request: Request, subject: Pitch | Thesis, rhythm: str) -> Response:
    can_set = may(viewer_of(request), "matching.set_rhythm", subject)
    return Response(RhythmOutput({"rhythm": rhythm, "can_set": can_set}).data)


class ThesisRhythmView(APIView):
    def _thesis(self, request: Request, thesis_id: UUID) -> Thesis:
        viewer = viewer_of(request)
        thesis = get_object_or_404(visible_theses(viewer, clock.now()), pk=thesis_id)
        require(viewer, "matching.match_firm", thesis)
        return thesis

    @extend_schema(operation_id="get_thesis_rhythm", tags=TAGS, responses=RhythmOutput)
    def get(self, request: Request, thesis_id: UUID) -> Response:
        thesis = self._thesis(request, thesis_id)
        row = ThesisRhythm.objects.filter(pk=thesis.pk).first()
        return _answer(request, thesis, row.rhythm if row else ThesisRhythm.DEFAULT)

    @extend_schema(operation_id="set_thesis_rhythm", tags=TAGS, request=RhythmInput, responses=RhythmOutput)
    def put(self, request: Request, thesis_id: UUID) -> Response:
        thesis, rhythm = self._thesis(request, thesis_id), _asked(request)
        services.set_thesis_rhythm(actor=viewer_of(request), thesis=thesis, rhythm=rhythm, now=clock.now())
        return _answer(request, thesis, rhythm)


class PitchRhythmView(APIView):
    @extend_schema(operation_id="get_pitch_rhythm", tags=TAGS, responses=RhythmOutput)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        pitch = pitch_of_team(viewer_of(request), pitch_id)
        row = PitchRhythm.objects.filter(pk=pitch.pk).first()
        return _answer(request, pitch, row.rhythm if row else PitchRhythm.DEFAULT)

    @extend_schema(operation_id="set_pitch_rhythm", tags=TAGS, request=RhythmInput, responses=RhythmOutput)
    def put(self, request: Request, pitch_id: UUID) -> Response:
        pitch, rhythm = pitch_of_team(viewer_of(request), pitch_id), _asked(request)
        services.set_pitch_rhythm(actor=viewer_of(request), pitch=pitch, rhythm=rhythm, now=clock.now())
        return _answer(request, pitch, rhythm)


urlpatterns = [
    path("theses/<uuid:thesis_id>/rhythm/", ThesisRhythmView.as_view()),
    path("pitches/<uuid:pitch_id>/rhythm/", PitchRhythmView.as_view()),
]
