"""`street/coverage/` and the same as a file. Public."""

from django.http import HttpResponseBase
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.exports import answer_csv
from backend.core.ratelimit import Limit
from backend.matching import covering
from backend.matching.api.parsing import parameters_of
from backend.matching.serializers.covering import CoverageMapSerializer, CoverageParameters


class CoverageView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.coverage", 120, 60)

    @extend_schema(operation_id="get_coverage", parameters=[CoverageParameters], responses=CoverageMapSerializer)
    def get(self, request: Request) -> Response:
        under = parameters_of(request, CoverageParameters)["under"]
        return Response(CoverageMapSerializer(covering.map_of(viewer_of(request), under, now=clock.now())).data)


class CoverageExportView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.coverage_export", 20, 600)

    @extend_schema(
        operation_id="export_coverage",
        parameters=[CoverageParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="One line for each sector and stage, safe to open in a spreadsheet.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        under = parameters_of(request, CoverageParameters)["under"]
        shown = covering.map_of(viewer_of(request), under, now=clock.now())
        return answer_csv(request._request, name="coverage", lines=covering.table_of(shown))


urlpatterns = [
    path("street/coverage/", CoverageView.as_view()),
    path("street/coverage/export/", CoverageExportView.as_view()),
]
