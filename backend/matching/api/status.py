"""`status/` and `street/summary/`. Public."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.matching.selectors.status import status
from backend.matching.selectors.street import street_summary
from backend.matching.serializers.status import StatusSerializer, StreetSummarySerializer


class StatusView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="get_status", responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        return Response(StatusSerializer(status()).data)


class StreetSummaryView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="get_street_summary", responses=StreetSummarySerializer)
    def get(self, request: Request) -> Response:
        return Response(StreetSummarySerializer(street_summary(viewer_of(request), now=clock.now())).data)


urlpatterns = [
    path("status/", StatusView.as_view()),
    path("street/summary/", StreetSummaryView.as_view()),
]
