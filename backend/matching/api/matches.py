"""Who fits whom, and why: for the team of a pitch and for the members of a firm."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.ratelimit import Limit
from backend.matching import fitting, matchmaking, supposing
from backend.matching.api.parsing import parameters_of
from backend.matching.serializers.matches import (
    DealMatchesSerializer,
    FitSerializer,
    InvestorMatchesSerializer,
    WhatIfInputSerializer,
    WhatIfSerializer,
)
from backend.matching.serializers.parameters import FitParameters, MatchParameters
from backend.matching.serializers.status import FitCountInputSerializer, FitCountSerializer

MATCH_LIMIT = Limit("matching.matches", 120, 60)


class PitchMatchesView(APIView):
    rate_limit = MATCH_LIMIT

    @extend_schema(operation_id="list_pitch_matches", parameters=[MatchParameters], responses=InvestorMatchesSerializer)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        parameters = parameters_of(request, MatchParameters)
        found = matchmaking.match_pitch(viewer_of(request), pitch_id, parameters, now=clock.now())
        return Response(InvestorMatchesSerializer(found).data)


class ThesisMatchesView(APIView):
    rate_limit = MATCH_LIMIT

    @extend_schema(operation_id="list_thesis_matches", parameters=[MatchParameters], responses=DealMatchesSerializer)
    def get(self, request: Request, thesis_id: UUID) -> Response:
        parameters = parameters_of(request, MatchParameters)
        found = matchmaking.match_thesis(viewer_of(request), thesis_id, parameters, now=clock.now())
        return Response(DealMatchesSerializer(found).data)


class FirmMatchesView(APIView):
    rate_limit = MATCH_LIMIT

    @extend_schema(operation_id="list_firm_matches", parameters=[MatchParameters], responses=DealMatchesSerializer)
    def get(self, request: Request, firm_id: UUID) -> Response:
        parameters = parameters_of(request, MatchParameters)
        found = matchmaking.match_firm(viewer_of(request), firm_id, parameters, now=clock.now())
        return Response(DealMatchesSerializer(found).data)


class FitView(APIView):
    rate_limit = MATCH_LIMIT

    @extend_schema(operation_id="get_fit", parameters=[FitParameters], responses=FitSerializer)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        parameters = parameters_of(request, FitParameters)
        found = matchmaking.fit(viewer_of(request), pitch_id, parameters, now=clock.now())
        return Response(FitSerializer(found).data)


class WhatIfView(APIView):
    """A question with a body: nothing is stored, whatever is asked."""

    rate_limit = Limit("matching.what_if", 240, 60)

    @extend_schema(operation_id="suppose_pitch", request=WhatIfInputSerializer, responses=WhatIfSerializer)
    def post(self, request: Request, pitch_id: UUID) -> Response:
        asked = WhatIfInputSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = supposing.suppose(viewer_of(request), pitch_id, asked.validated_data, now=clock.now())
        return Response(WhatIfSerializer(found).data)


class FitCountView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.fit_count", 240, 60)

    @extend_schema(operation_id="count_fits", request=FitCountInputSerializer, responses=FitCountSerializer)
    def post(self, request: Request) -> Response:
        asked = FitCountInputSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = fitting.count_fits(asked.validated_data, now=clock.now())
        return Response(FitCountSerializer(found).data)


urlpatterns = [
    path("pitches/fit-count/", FitCountView.as_view()),
    path("pitches/<uuid:pitch_id>/matches/", PitchMatchesView.as_view()),
    path("pitches/<uuid:pitch_id>/fit/", FitView.as_view()),
    path("pitches/<uuid:pitch_id>/what-if/", WhatIfView.as_view()),
    path("theses/<uuid:thesis_id>/matches/", ThesisMatchesView.as_view()),
    path("firms/<uuid:firm_id>/matches/", FirmMatchesView.as_view()),
]
