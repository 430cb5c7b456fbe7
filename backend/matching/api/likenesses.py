"""`pitches/{id}/similar/` and `firms/{id}/similar/`. Public: of what anybody may see."""

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
from backend.matching import likenesses
from backend.matching.api.parsing import parameters_of
from backend.matching.serializers.likenesses import (
    LikenessParameters,
    SimilarDealsSerializer,
    SimilarInvestorsSerializer,
)


class SimilarDealsView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.similar", 120, 60)

    @extend_schema(operation_id="list_similar_deals", parameters=[LikenessParameters], responses=SimilarDealsSerializer)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        size = parameters_of(request, LikenessParameters)["size"]
        found = likenesses.startups_like(viewer_of(request), pitch_id, size=size, now=clock.now())
        return Response(SimilarDealsSerializer(found).data)


class SimilarInvestorsView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.similar", 120, 60)

    @extend_schema(
        operation_id="list_similar_investors", parameters=[LikenessParameters], responses=SimilarInvestorsSerializer
    )
    def get(self, request: Request, firm_id: UUID) -> Response:
        size = parameters_of(request, LikenessParameters)["size"]
        found = likenesses.investors_like(viewer_of(request), firm_id, size=size, now=clock.now())
        return Response(SimilarInvestorsSerializer(found).data)


urlpatterns = [
    path("pitches/<uuid:pitch_id>/similar/", SimilarDealsView.as_view()),
    path("firms/<uuid:firm_id>/similar/", SimilarInvestorsView.as_view()),
]
