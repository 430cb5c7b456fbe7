"""HTTP of the operator's desk. Everybody else is refused before anything is looked up."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.accounts.serializers import AuditOutput
from backend.console import selectors, services
from backend.console.exporting import table_of
from backend.console.registry import Queue, queue_of
from backend.console.serializers import (
    ApproveInput,
    IndexHealthOutput,
    QueueCaseOutput,
    QueuePageOutput,
    QueueParameters,
    RejectInput,
    RetriedOutput,
    TrailParameters,
)
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.core.exports import answer_csv
from backend.core.listing import asked_of
from backend.core.models import AuditEntry
from backend.core.permissions import may
from backend.core.ratelimit import Limit
from backend.matching.selectors import health
from backend.matching.services import retrying

CONSOLE = ["console"]
SHOWN_LETTERS = 50


class ConsoleView(APIView):
    """Refuses everybody but operators, first of all."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        services.require_operator(person_of(request))


def _queue(kind: str) -> Queue:
    queue = queue_of(kind)
    if queue is None:
        raise NotFound
    return queue


class QueueView(ConsoleView):
    @extend_schema(operation_id="list_queue", tags=CONSOLE, parameters=[QueueParameters], responses=QueuePageOutput)
    def get(self, request: Request) -> Response:
        data = QueueParameters(data=request.query_params)
        data.is_valid(raise_exception=True)
        wanted = data.validated_data
        number, size = wanted["page"], wanted["page_size"]
        page = selectors.queue_page(
            person_of(request), kind=wanted["kind"], state=wanted["state"], number=number, size=size
        )
        body = {
            "results": page.items,
            "count": page.count,
            "counts": [{"kind": kind, "count": count} for kind, count in page.counts.items()],
            "next": number + 1 if number * size < page.count else None,
            "previous": number - 1 if number > 1 else None,
        }
        return Response(QueuePageOutput(body).data)


def _render(request: Request, queue: Queue, case_id: UUID) -> Response:
    case = services.open_case(actor=person_of(request), queue=queue, case_id=case_id)
    context = {"viewer": viewer_of(request), "now": clock.now()}
    return Response(QueueCaseOutput(case, context=context).data)


class CaseView(ConsoleView):
    @extend_schema(operation_id="get_case", tags=CONSOLE, responses=QueueCaseOutput)
    def get(self, request: Request, kind: str, case_id: UUID) -> Response:
        return _render(request, _queue(kind), case_id)


class ApproveView(ConsoleView):
    @extend_schema(operation_id="approve_case", tags=CONSOLE, request=ApproveInput, responses={204: None})
    def post(self, request: Request, kind: str, case_id: UUID) -> Response:
        data = ApproveInput(data=request.data)
        data.is_valid(raise_exception=True)
        services.decide_case(
            actor=person_of(request),
            queue=_queue(kind),
            case_id=case_id,
            approve=True,
            now=clock.now(),
            **data.validated_data,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class RejectView(ConsoleView):
    @extend_schema(operation_id="reject_case", tags=CONSOLE, request=RejectInput, responses={204: None})
    def post(self, request: Request, kind: str, case_id: UUID) -> Response:
        data = RejectInput(data=request.data)
        data.is_valid(raise_exception=True)
        services.decide_case(
            actor=person_of(request),
            queue=_queue(kind),
            case_id=case_id,
            approve=False,
            now=clock.now(),
            **data.validated_data,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class ConsoleAuditView(ConsoleView, generics.ListAPIView[AuditEntry]):
    serializer_class = AuditOutput
    queryset = AuditEntry.objects.none()

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return selectors.visible_trail(**asked_of(self.request, TrailParameters))

    @extend_schema(operation_id="list_audit", tags=CONSOLE, parameters=[TrailParameters])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)


class AuditExportView(ConsoleView):
    rate_limit = Limit("console.export_audit", 20, 3600)

    @extend_schema(
        operation_id="export_audit",
        tags=CONSOLE,
        parameters=[TrailParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The trail as a table, safe to open in a spreadsheet; at most 10,000 rows, and the last line says so. "
        "Taking it is an act of the trail itself.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = asked_of(request, TrailParameters)
        rows = services.export_trail(actor=person_of(request), asked=asked)
        return answer_csv(request._request, name="audit", lines=table_of(rows))


class IndexHealthView(ConsoleView):
    @extend_schema(operation_id="get_index_health", tags=CONSOLE, responses=IndexHealthOutput)
    def get(self, request: Request) -> Response:
        found = health.indexing_health(now=clock.now())
        letters = health.dead_letters()[:SHOWN_LETTERS]
        actions = ["retry_index"] if found.dead_letters and may(viewer_of(request), "matching.retry_index") else []
        return Response(IndexHealthOutput({**asdict(found), "letters": letters, "allowed_actions": actions}).data)


class RetryIndexView(ConsoleView):
    @extend_schema(operation_id="retry_index", tags=CONSOLE, request=None, responses=RetriedOutput)
    def post(self, request: Request) -> Response:
        return Response({"retried": retrying.retry_dead_letters(actor=person_of(request))})
