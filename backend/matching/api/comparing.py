"""`pitches/compare/` and the same as a file. Public; what is told of each pitch depends on who asks."""

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
from backend.core.exports import answer_csv, answer_xlsx
from backend.core.ratelimit import Limit
from backend.matching import comparing
from backend.matching.api.parsing import parameters_of
from backend.matching.comparison_table import table_of
from backend.matching.serializers.comparisons import (
    CompareExportParameters,
    CompareParameters,
    ComparisonSerializer,
)


class CompareView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.compare", 60, 60)

    @extend_schema(operation_id="compare_pitches", parameters=[CompareParameters], responses=ComparisonSerializer)
    def get(self, request: Request) -> Response:
        parameters = parameters_of(request, CompareParameters)
        found = comparing.compare(viewer_of(request), parameters, now=clock.now())
        return Response(ComparisonSerializer(found).data)


class CompareExportView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("matching.compare_export", 20, 600)

    @extend_schema(
        operation_id="export_comparison",
        parameters=[CompareExportParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The comparison as a table, safe to open in a spreadsheet; `kind=xlsx` gives a workbook.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        parameters = parameters_of(request, CompareExportParameters)
        found = comparing.compare(viewer_of(request), parameters, now=clock.now())
        if parameters["kind"] == "xlsx":
            return answer_xlsx(name="comparison", lines=table_of(found))
        return answer_csv(request._request, name="comparison", lines=table_of(found))


urlpatterns = [
    path("pitches/compare/", CompareView.as_view()),
    path("pitches/compare/export/", CompareExportView.as_view()),
]
