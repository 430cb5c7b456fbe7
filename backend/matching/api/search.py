"""`search/deals/`, `search/investors/`, `suggest/`. Public; what is found depends on who asks."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.ratelimit import Limit
from backend.matching import gateway
from backend.matching.api.parsing import parameters_of
from backend.matching.serializers.parameters import (
    DealSearchParameters,
    InvestorSearchParameters,
    SuggestParameters,
)
from backend.matching.serializers.search import DealAnswerSerializer, InvestorAnswerSerializer, SuggestionSerializer


class DealSearchView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.search", 180, 60)

    @extend_schema(operation_id="search_deals", parameters=[DealSearchParameters], responses=DealAnswerSerializer)
    def get(self, request: Request) -> Response:
        parameters = parameters_of(request, DealSearchParameters)
        answer = gateway.search_deals(viewer_of(request), parameters, now=clock.now())
        return Response(DealAnswerSerializer(answer).data)


class InvestorSearchView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.search", 180, 60)

    @extend_schema(
        operation_id="search_investors", parameters=[InvestorSearchParameters], responses=InvestorAnswerSerializer
    )
    def get(self, request: Request) -> Response:
        parameters = parameters_of(request, InvestorSearchParameters)
        answer = gateway.search_investors(viewer_of(request), parameters, now=clock.now())
        return Response(InvestorAnswerSerializer(answer).data)


class SuggestView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.suggest", 600, 60)

    @extend_schema(operation_id="suggest", parameters=[SuggestParameters], responses=SuggestionSerializer(many=True))
    def get(self, request: Request) -> Response:
        parameters = parameters_of(request, SuggestParameters)
        text, kind = parameters.get("q", ""), parameters["kind"]
        found = gateway.suggest(viewer_of(request), text, kind=kind, now=clock.now())
        return Response(SuggestionSerializer(found, many=True).data)


urlpatterns = [
    path("search/deals/", DealSearchView.as_view()),
    path("search/investors/", InvestorSearchView.as_view()),
    path("suggest/", SuggestView.as_view()),
]
