"""The operators' import page over HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.exports import answer_csv
from backend.core.listing import asked_of, holding
from backend.core.permissions import require
from backend.deals.imports.columns import Subject
from backend.deals.imports.export import problem_lines
from backend.deals.models import ImportBatch, ImportProblem
from backend.deals.selectors.imports import problems_of, visible_imports
from backend.deals.serializers.imports import (
    ImportCreateInput,
    ImportOutput,
    ImportProblemOutput,
    ImportsParameters,
    ImportSummaryOutput,
    MappingInput,
)
from backend.deals.services import imports as services


class CsvRenderer(BaseRenderer):
    """Lets `?format=csv` through; the answer itself is streamed."""

    media_type = "text/csv"
    format = "csv"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return str(data).encode()


def _batch(request: Request, import_id: UUID) -> ImportBatch:
    return get_object_or_404(visible_imports(viewer_of(request)), pk=import_id)


def _shown(request: Request, batch: ImportBatch) -> Any:
    return ImportOutput(batch, context={"viewer": viewer_of(request)}).data


class ImportsView(ListAPIView[ImportBatch]):
    serializer_class = ImportSummaryOutput

    @extend_schema(
        operation_id="list_imports", parameters=[ImportsParameters], responses=ImportSummaryOutput(many=True)
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        viewer = viewer_of(request)
        require(viewer, "deals.run_imports")
        asked = asked_of(request, ImportsParameters)
        rows = holding(visible_imports(viewer), asked["q"], ["file__name"])
        if state := asked.get("state"):
            rows = rows.filter(state=state)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ImportSummaryOutput(page, many=True, context={"viewer": viewer}).data)

    @extend_schema(operation_id="create_import", request=ImportCreateInput, responses={201: ImportOutput})
    def post(self, request: Request) -> Response:
        require(viewer_of(request), "deals.run_imports")
        given = ImportCreateInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        batch = services.create_import(
            actor=viewer_of(request),
            file_id=values["file"],
            subject=Subject(values["subject"]),
            source=values["source"],
            source_credit=values["source_credit"],
            now=clock.now(),
        )
        return Response(_shown(request, batch), status=status.HTTP_201_CREATED)


class ImportView(APIView):
    @extend_schema(operation_id="get_import", responses=ImportOutput)
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(_shown(request, _batch(request, import_id)))


class MappingView(APIView):
    @extend_schema(operation_id="set_import_mapping", request=MappingInput, responses=ImportOutput)
    def put(self, request: Request, import_id: UUID) -> Response:
        batch = _batch(request, import_id)
        given = MappingInput(data=request.data)
        given.is_valid(raise_exception=True)
        changed = services.set_mapping(actor=viewer_of(request), batch=batch, mapping=given.validated_data["mapping"])
        return Response(_shown(request, changed))


class CheckView(APIView):
    @extend_schema(operation_id="check_import", request=None, responses={202: ImportOutput})
    def post(self, request: Request, import_id: UUID) -> Response:
        """Try the file out in a worker; nothing is kept but counts and problems."""
        batch = _batch(request, import_id)
        started = services.start_import(actor=viewer_of(request), batch=batch, mode="check", now=clock.now())
        return Response(_shown(request, started), status=status.HTTP_202_ACCEPTED)


class RunView(APIView):
    @extend_schema(operation_id="run_import", request=None, responses={202: ImportOutput})
    def post(self, request: Request, import_id: UUID) -> Response:
        """Bring the file in by a worker, after a dry run."""
        batch = _batch(request, import_id)
        started = services.start_import(actor=viewer_of(request), batch=batch, mode="import", now=clock.now())
        return Response(_shown(request, started), status=status.HTTP_202_ACCEPTED)


class ProblemsView(ListAPIView[ImportProblem]):
    renderer_classes = (JSONRenderer, CsvRenderer)
    serializer_class = ImportProblemOutput

    @extend_schema(
        operation_id="list_import_problems",
        parameters=[OpenApiParameter("format", str, enum=["json", "csv"])],
        responses={
            (200, "application/json"): ImportProblemOutput(many=True),
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="safe to open in a spreadsheet"),
        },
    )
    def get(self, request: Request, import_id: UUID) -> HttpResponseBase:  # type: ignore[override]
        batch = _batch(request, import_id)
        if getattr(request.accepted_renderer, "format", "") == "csv":
            lines = problem_lines(problems_of(batch).iterator(chunk_size=1000))
            return answer_csv(request._request, name=f"problems-{batch.pk}", lines=lines)
        page = self.paginate_queryset(problems_of(batch))
        return self.get_paginated_response(ImportProblemOutput(page, many=True).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", ImportsView.as_view(), name="imports"),
    path("imports/<uuid:import_id>/", ImportView.as_view(), name="import"),
    path("imports/<uuid:import_id>/mapping/", MappingView.as_view(), name="import-mapping"),
    path("imports/<uuid:import_id>/check/", CheckView.as_view(), name="import-check"),
    path("imports/<uuid:import_id>/run/", RunView.as_view(), name="import-run"),
    path("imports/<uuid:import_id>/problems/", ProblemsView.as_view(), name="import-problems"),
]
