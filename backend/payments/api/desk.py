"""The payee's desk beside its orders: terms, transfers, requests for money back, and the report."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.permissions import IsAuthenticated
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
from backend.organizations.models import Organization
from backend.payments import selectors
from backend.payments.exporting import report_of
from backend.payments.models import Order, RefundRequest, Transfer
from backend.payments.selectors import payees as payee_rows
from backend.payments.selectors import requests as request_rows
from backend.payments.selectors import transfers as transfer_rows
from backend.payments.serializers.desk import (
    AcceptTransferInput,
    ApproveRefundInput,
    BookedOutput,
    PayeeOutput,
    PayeeTermsInput,
    ProofOutput,
    ReasonInput,
    RefuseRefundInput,
    ReportParameters,
    RequestOutput,
    RequestParameters,
    TransferOutput,
    TransferParameters,
)
from backend.payments.services import desk, requests, terms, transfers

MONEY = ["money"]
PRIVATE = {"Cache-Control": "private, no-store"}


class PayeesView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="list_payees", tags=MONEY, responses=PayeeOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(_payees(request, list(selectors.visible_terms(viewer_of(request)))), headers=PRIVATE)


class PayeeView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="write_payee_terms", tags=MONEY, request=PayeeTermsInput, responses=PayeeOutput)
    def put(self, request: Request, organization_id: UUID) -> Response:
        actor = person_of(request)
        payee = get_object_or_404(selectors.visible_terms(actor), pk=organization_id)
        terms.write_terms(actor=actor, payee=payee, terms=terms.Terms(**validated(PayeeTermsInput, request)))
        return Response(_payees(request, [payee])[0], headers=PRIVATE)


def _payees(request: Request, payees: list[Organization]) -> list[Any]:
    context = {"viewer": viewer_of(request), "terms": payee_rows.terms_among(payees)}
    return list(PayeeOutput(payees, many=True, context=context).data)


class TransfersView(GenericAPIView[Transfer]):
    permission_classes = [IsAuthenticated]
    serializer_class: type[Serializer[Any]] = TransferOutput

    @extend_schema(
        operation_id="list_transfers",
        tags=MONEY,
        parameters=[TransferParameters],
        responses=TransferOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = asked_of(request, TransferParameters)
        rows = transfer_rows.narrowed_transfers(selectors.visible_transfers(viewer_of(request)), asked=asked)
        page = self.paginate_queryset(in_order(rows, transfer_rows.SORTS, asked["sort"])) or []
        return self.get_paginated_response(TransferOutput(page, many=True, context={"viewer": viewer_of(request)}).data)


class _TransferView(APIView):
    permission_classes = [IsAuthenticated]

    def found(self, request: Request, transfer_id: UUID) -> Transfer:
        return get_object_or_404(selectors.visible_transfers(viewer_of(request)), pk=transfer_id)

    def shown(self, request: Request, transfer_id: UUID) -> Response:
        row = self.found(request, transfer_id)
        return Response(TransferOutput(row, context={"viewer": viewer_of(request)}).data)


class ProofsView(_TransferView):
    @extend_schema(operation_id="list_transfer_proofs", tags=MONEY, responses=ProofOutput(many=True))
    def get(self, request: Request, transfer_id: UUID) -> Response:
        """Each look is written down."""
        row = self.found(request, transfer_id)
        audit.record(person_of(request), "transfer.proofs_read", row, organizations=[row.order.payee_id])
        proofs = ProofOutput(
            row.proofs.select_related("file").order_by("id"), many=True, context={"viewer": viewer_of(request)}
        )
        return Response(proofs.data, headers=PRIVATE)


class AcceptTransferView(_TransferView):
    @extend_schema(operation_id="accept_transfer", tags=MONEY, request=AcceptTransferInput, responses=TransferOutput)
    def post(self, request: Request, transfer_id: UUID) -> Response:
        row, given = self.found(request, transfer_id), validated(AcceptTransferInput, request)
        transfers.accept(actor=person_of(request), transfer=row, now=clock.now(), **given)
        return self.shown(request, transfer_id)


class RefuseTransferView(_TransferView):
    @extend_schema(operation_id="refuse_transfer", tags=MONEY, request=ReasonInput, responses=TransferOutput)
    def post(self, request: Request, transfer_id: UUID) -> Response:
        row, given = self.found(request, transfer_id), validated(ReasonInput, request)
        transfers.refuse(actor=person_of(request), transfer=row, now=clock.now(), **given)
        return self.shown(request, transfer_id)


class RequestsView(GenericAPIView[RefundRequest]):
    permission_classes = [IsAuthenticated]
    serializer_class: type[Serializer[Any]] = RequestOutput

    @extend_schema(
        operation_id="list_refund_requests",
        tags=MONEY,
        parameters=[RequestParameters],
        responses=RequestOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = asked_of(request, RequestParameters)
        rows = request_rows.narrowed_requests(selectors.visible_requests(viewer_of(request)), asked=asked)
        page = self.paginate_queryset(in_order(rows, request_rows.SORTS, asked["sort"])) or []
        return self.get_paginated_response(RequestOutput(page, many=True, context={"viewer": viewer_of(request)}).data)


class _RequestView(APIView):
    permission_classes = [IsAuthenticated]

    def found(self, request: Request, request_id: UUID) -> RefundRequest:
        return get_object_or_404(selectors.visible_requests(viewer_of(request)), pk=request_id)

    def shown(self, request: Request, request_id: UUID) -> Response:
        row = self.found(request, request_id)
        return Response(RequestOutput(row, context={"viewer": viewer_of(request)}).data)


class ApproveRequestView(_RequestView):
    @extend_schema(
        operation_id="approve_refund_request", tags=MONEY, request=ApproveRefundInput, responses=RequestOutput
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        row, given = self.found(request, request_id), validated(ApproveRefundInput, request)
        money = given["money"]
        requests.approve(
            actor=person_of(request),
            request=row,
            amount_minor=None if money is None else desk.minor_of(row.order, money),
            answer=given["answer"],
            now=clock.now(),
        )
        return self.shown(request, request_id)


class RefuseRequestView(_RequestView):
    @extend_schema(operation_id="refuse_refund_request", tags=MONEY, request=RefuseRefundInput, responses=RequestOutput)
    def post(self, request: Request, request_id: UUID) -> Response:
        row, given = self.found(request, request_id), validated(RefuseRefundInput, request)
        requests.refuse(actor=person_of(request), request=row, now=clock.now(), **given)
        return self.shown(request, request_id)


def _booked(request: Request) -> tuple[QuerySet[Order], list[selectors.Booked]]:
    asked = asked_of(request, ReportParameters)
    orders = selectors.narrowed(
        selectors.visible_orders(viewer_of(request)), asked={"organization": asked["organization"]}
    )
    lines = selectors.booked(orders, by=asked["by"], since=asked.get("since"), until=asked.get("until"))
    return orders, lines


class ReportView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="get_money_report", tags=MONEY, parameters=[ReportParameters], responses=BookedOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        return Response(BookedOutput(_booked(request)[1], many=True).data)


class ReportExportView(APIView):
    permission_classes = [IsAuthenticated]
    rate_limit = Limit("payments.export_report", 20, 3600)

    @extend_schema(
        operation_id="export_money_report",
        tags=MONEY,
        parameters=[ReportParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The report as a table, safe to open in a spreadsheet.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        orders, lines = _booked(request)
        payees = orders.order_by().values_list("payee_id", flat=True).distinct()
        audit.record(person_of(request), "payment.report_exported", organizations=list(payees[:100]))
        return answer_csv(request._request, name="money", lines=report_of(lines))


urlpatterns: list[URLPattern | URLResolver] = [
    path("payees/", PayeesView.as_view()),
    path("payees/<uuid:organization_id>/", PayeeView.as_view()),
    path("transfers/", TransfersView.as_view()),
    path("transfers/<uuid:transfer_id>/proofs/", ProofsView.as_view()),
    path("transfers/<uuid:transfer_id>/accept/", AcceptTransferView.as_view()),
    path("transfers/<uuid:transfer_id>/refuse/", RefuseTransferView.as_view()),
    path("refund-requests/", RequestsView.as_view()),
    path("refund-requests/<uuid:request_id>/approve/", ApproveRequestView.as_view()),
    path("refund-requests/<uuid:request_id>/refuse/", RefuseRequestView.as_view()),
    path("orders/report/", ReportView.as_view()),
    path("orders/report/export/", ReportExportView.as_view()),
]
