"""Fapiao at the payee's desk, and their files for whoever has the link."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import audit, clock
from backend.core.api import validated, viewer_of
from backend.core.exports import answer_csv
from backend.core.listing import asked_of, in_order
from backend.core.ratelimit import Limit
from backend.files.addresses import Opened
from backend.files.sending import send
from backend.payments import selectors
from backend.payments.api.desk import MONEY
from backend.payments.errors import FileGone
from backend.payments.exporting import fapiao_table_of
from backend.payments.links import read_token
from backend.payments.models import Fapiao
from backend.payments.selectors import fapiao as rows_of
from backend.payments.serializers.desk import FapiaoFilters, FapiaoOutput, FapiaoParameters, PaperInput
from backend.payments.services import fapiao as services


def _found(request: Request, asked: dict[str, Any]) -> Any:
    return rows_of.narrowed_fapiao(selectors.visible_fapiao(viewer_of(request)), asked=asked)


class FapiaoListView(GenericAPIView[Fapiao]):
    permission_classes = [IsAuthenticated]
    serializer_class: type[Serializer[Any]] = FapiaoOutput

    @extend_schema(
        operation_id="list_fapiao", tags=MONEY, parameters=[FapiaoParameters], responses=FapiaoOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        asked = asked_of(request, FapiaoParameters)
        page = self.paginate_queryset(in_order(_found(request, asked), rows_of.SORTS, asked["sort"])) or []
        return self.get_paginated_response(FapiaoOutput(page, many=True, context={"viewer": viewer_of(request)}).data)


class FapiaoExportView(APIView):
    permission_classes = [IsAuthenticated]
    rate_limit = Limit("payments.export_fapiao", 20, 3600)

    @extend_schema(
        operation_id="export_fapiao",
        tags=MONEY,
        parameters=[FapiaoFilters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The requests as a table for the tax system, safe to open in a spreadsheet; at most 10,000 rows.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = _found(request, asked_of(request, FapiaoFilters))
        payees = rows.order_by().values_list("order__payee_id", flat=True).distinct()
        audit.record(person_of(request), "fapiao.exported", organizations=list(payees[:100]))
        return answer_csv(request._request, name="fapiao", lines=fapiao_table_of(rows.order_by("-id")))


class _PaperView(APIView):
    permission_classes = [IsAuthenticated]

    def found(self, request: Request, fapiao_id: UUID) -> tuple[Fapiao, services.Paper]:
        row = get_object_or_404(selectors.visible_fapiao(viewer_of(request)), pk=fapiao_id)
        given = validated(PaperInput, request)
        return row, services.Paper(given["number"], given["issued_on"], given["file"])

    def shown(self, request: Request, fapiao_id: UUID) -> Response:
        row = selectors.visible_fapiao(viewer_of(request)).get(pk=fapiao_id)
        return Response(FapiaoOutput(row, context={"viewer": viewer_of(request)}).data)


class IssueFapiaoView(_PaperView):
    @extend_schema(operation_id="issue_fapiao", tags=MONEY, request=PaperInput, responses=FapiaoOutput)
    def post(self, request: Request, fapiao_id: UUID) -> Response:
        row, paper = self.found(request, fapiao_id)
        services.issue(actor=person_of(request), fapiao=row, paper=paper, now=clock.now())
        return self.shown(request, fapiao_id)


class RedLetterView(_PaperView):
    @extend_schema(operation_id="issue_red_letter", tags=MONEY, request=PaperInput, responses=FapiaoOutput)
    def post(self, request: Request, fapiao_id: UUID) -> Response:
        row, paper = self.found(request, fapiao_id)
        services.issue_red_letter(actor=person_of(request), fapiao=row, paper=paper, now=clock.now())
        return self.shown(request, fapiao_id)


class FapiaoFileView(APIView):
    permission_classes = [AllowAny]
    rate_limit = Limit("payments.fapiao_files", 120, 60)

    @extend_schema(
        operation_id="get_fapiao_file",
        tags=MONEY,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        description="The link is the right: whoever has it may download the file.",
    )
    def get(self, request: Request, token: str) -> HttpResponseBase:
        row_id = read_token(token)
        file = selectors.fapiao_file(row_id) if row_id is not None else None
        if file is None:
            raise FileGone
        opened = Opened(file.path, file.content_type, file.name, True)
        return send(request._request, opened, cache="private, no-store")


urlpatterns: list[URLPattern | URLResolver] = [
    path("fapiao/", FapiaoListView.as_view()),
    path("fapiao/export/", FapiaoExportView.as_view()),
    path("fapiao/<uuid:fapiao_id>/issue/", IssueFapiaoView.as_view()),
    path("fapiao/<uuid:fapiao_id>/red-letters/", RedLetterView.as_view()),
    path("fapiao/files/<str:token>/", FapiaoFileView.as_view()),
]
