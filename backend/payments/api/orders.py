"""The payee's desk: orders, what came of them, and money given back."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import audit, clock
from backend.core.api import IDEMPOTENCY_KEY, validated, viewer_of
from backend.core.exports import answer_csv
from backend.core.listing import asked_of, in_order
from backend.core.ratelimit import Limit
from backend.payments import selectors
from backend.payments.exporting import table_of
from backend.payments.models import Order, Refund
from backend.payments.serializers.orders import (
    OrderFilters,
    OrderOutput,
    OrderParameters,
    RefundInput,
    SettleInput,
    TotalOutput,
)
from backend.payments.services import desk

MONEY = ["money"]


def _found(request: Request, asked: dict[str, Any]) -> QuerySet[Order]:
    return selectors.narrowed(selectors.visible_orders(viewer_of(request)), asked=asked)


def _shown(request: Request, order_id: UUID) -> Response:
    row = selectors.with_money(selectors.visible_orders(viewer_of(request))).get(pk=order_id)
    return Response(OrderOutput(row, context={"viewer": viewer_of(request)}).data)


class OrdersView(GenericAPIView[Order]):
    permission_classes = [IsAuthenticated]
    serializer_class = OrderOutput

    @extend_schema(
        operation_id="list_orders", tags=MONEY, parameters=[OrderParameters], responses=OrderOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        asked = asked_of(request, OrderParameters)
        rows = in_order(selectors.with_money(_found(request, asked)), selectors.SORTS, asked["sort"])
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(OrderOutput(page, many=True, context={"viewer": viewer_of(request)}).data)


class OrderTotalsView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="get_order_totals", tags=MONEY, parameters=[OrderFilters], responses=TotalOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        found = selectors.takings_among(_found(request, asked_of(request, OrderFilters)))
        return Response(TotalOutput(found, many=True).data)


class OrdersExportView(APIView):
    permission_classes = [IsAuthenticated]
    rate_limit = Limit("payments.export_orders", 20, 3600)

    @extend_schema(
        operation_id="export_orders",
        tags=MONEY,
        parameters=[OrderFilters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The orders as a table, safe to open in a spreadsheet; at most 10,000 rows, and the last line says so.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = _found(request, asked_of(request, OrderFilters))
        payees = rows.order_by().values_list("payee_id", flat=True).distinct()
        audit.record(person_of(request), "payment.orders_exported", organizations=list(payees[:100]))
        lines = table_of(selectors.with_money(rows).order_by("-id"))
        return answer_csv(request._request, name="orders", lines=lines)


class OrderRefundsView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="refund_order",
        tags=MONEY,
        parameters=[IDEMPOTENCY_KEY],
        request=RefundInput,
        responses={201: OrderOutput},
    )
    def post(self, request: Request, order_id: UUID) -> Response:
        actor = person_of(request)
        order = get_object_or_404(selectors.visible_orders(actor), pk=order_id)
        given = validated(RefundInput, request)
        money = given["money"]
        desk.refund_order(
            actor=actor,
            order=order,
            amount_minor=None if money is None else desk.minor_of(order, money),
            reason=given["reason"],
            key=request.headers.get("Idempotency-Key", ""),
            now=clock.now(),
        )
        answer = _shown(request, order.pk)
        answer.status_code = status.HTTP_201_CREATED
        return answer


class _RefundView(APIView):
    permission_classes = [IsAuthenticated]

    def found(self, request: Request, refund_id: UUID) -> Refund:
        orders = selectors.visible_orders(viewer_of(request))
        return get_object_or_404(
            Refund.objects.filter(checkout__order__in=orders).select_related("checkout"), pk=refund_id
        )


class RetryRefundView(_RefundView):
    @extend_schema(operation_id="retry_refund", tags=MONEY, request=None, responses=OrderOutput)
    def post(self, request: Request, refund_id: UUID) -> Response:
        refund = self.found(request, refund_id)
        desk.try_again(actor=person_of(request), refund=refund)
        return _shown(request, refund.checkout.order_id)


class SettleRefundView(_RefundView):
    @extend_schema(operation_id="settle_refund", tags=MONEY, request=SettleInput, responses=OrderOutput)
    def post(self, request: Request, refund_id: UUID) -> Response:
        refund = self.found(request, refund_id)
        given = validated(SettleInput, request)
        desk.settle(actor=person_of(request), refund=refund, now=clock.now(), **given)
        return _shown(request, refund.checkout.order_id)


urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/", OrdersView.as_view()),
    path("orders/totals/", OrderTotalsView.as_view()),
    path("orders/export/", OrdersExportView.as_view()),
    path("orders/<uuid:order_id>/refunds/", OrderRefundsView.as_view()),
    path("refunds/<uuid:refund_id>/retry/", RetryRefundView.as_view()),
    path("refunds/<uuid:refund_id>/settle/", SettleRefundView.as_view()),
]
