"""Vouchers over HTTP: the host's table, in and out as CSV, and what a code is good for."""

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import audit, clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.exports import answer_csv, lines_of
from backend.core.listing import asked_of
from backend.core.permissions import require
from backend.core.ratelimit import Limit
from backend.roadshows.models import Event, Voucher
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.vouchers import found, visible_vouchers
from backend.roadshows.serializers.vouchers import (
    VoucherCodeInput,
    VoucherInput,
    VoucherOfferOutput,
    VoucherOutput,
    VoucherParameters,
    VouchersMadeOutput,
    VoucherTableInput,
)
from backend.roadshows.services import redeeming, vouchers
from backend.roadshows.voucher_table import COLUMNS, cells_of, lines_of_table

VOUCHERS = ["vouchers"]


class VouchersView(GenericAPIView[Voucher]):
    serializer_class: type[Serializer[Any]] = VoucherOutput

    @extend_schema(
        operation_id="events_vouchers_list",
        tags=VOUCHERS,
        parameters=[VoucherParameters],
        responses=VoucherOutput(many=True),
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        rows, _, context = _listed(request, event_id)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(VoucherOutput(page, many=True, context=context).data)

    @extend_schema(
        operation_id="events_vouchers_create",
        tags=VOUCHERS,
        request=VoucherInput,
        responses={201: VouchersMadeOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(VoucherInput, request)
        event, count = event_by_id(actor, event_id), sent.pop("count")
        # A code of one's own is one code.
        lines = [vouchers.VoucherLine(**sent)] * (1 if sent["code"] else count)
        return _made(vouchers.create_vouchers(actor=actor, event=event, lines=lines, now=clock.now()))


class VoucherImportView(APIView):
    @extend_schema(
        operation_id="events_vouchers_import",
        tags=VOUCHERS,
        request=VoucherTableInput,
        responses={201: VouchersMadeOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """All lines of the table, or none."""
        actor, sent = viewer_of(request), validated(VoucherTableInput, request)
        event = event_by_id(actor, event_id)
        require(actor, "roadshows.view_vouchers", event)
        lines = lines_of_table(sent["table"], list(event.ticket_types.all()))
        return _made(vouchers.create_vouchers(actor=actor, event=event, lines=lines, now=clock.now()))


class VoucherExportView(APIView):
    @extend_schema(
        operation_id="events_vouchers_export",
        tags=VOUCHERS,
        parameters=[VoucherParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, event_id: UUID) -> HttpResponseBase:
        rows, event, _ = _listed(request, event_id)
        audit.record(viewer_of(request), "event.vouchers_exported", event, organizations=[event.organization_id])
        lines = lines_of(COLUMNS, rows, cells_of, most=vouchers.MAX_VOUCHERS)
        answer = answer_csv(request._request, name=f"vouchers-{event.code}", lines=lines)
        answer["Cache-Control"] = "private, no-store"
        return answer


class VoucherCloseView(APIView):
    @extend_schema(operation_id="events_vouchers_close", tags=VOUCHERS, request=None, responses=VoucherOutput)
    def post(self, request: Request, event_id: UUID, voucher_id: UUID) -> Response:
        actor, now = viewer_of(request), clock.now()
        event = event_by_id(actor, event_id)
        require(actor, "roadshows.view_vouchers", event)
        voucher = visible_vouchers(actor, event).filter(pk=voucher_id).first()
        if voucher is None:
            raise NotFound
        voucher = vouchers.close_voucher(actor=actor, voucher=voucher, now=now)
        return Response(VoucherOutput(voucher, context={"now": now}).data)


class VoucherOfferView(APIView):
    """Asked by post, so that no code stands in an address."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.vouchers", 30, 60)

    @extend_schema(
        operation_id="events_voucher_offer", tags=VOUCHERS, request=VoucherCodeInput, responses=VoucherOfferOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        event = event_by_id(viewer_of(request), event_id)
        sent = validated(VoucherCodeInput, request)
        prefetch_related_objects([event], "ticket_types", "quotas__kinds")
        offer = redeeming.offer_of(event, sent["code"], clock.now())
        context = {"voucher": offer.voucher, "sales": offer.sales}
        skips = offer.voucher.skips_approval
        shown = {"code": offer.voucher.code, "skips_approval": skips, "ticket_types": offer.kinds}
        return Response(VoucherOfferOutput(shown, context=context).data, headers={"Cache-Control": "private, no-store"})


def _made(rows: list[Voucher]) -> Response:
    shown = VouchersMadeOutput({"count": len(rows), "code": rows[0].code}).data
    return Response(shown, status=status.HTTP_201_CREATED)


def _listed(request: Request, event_id: UUID) -> tuple[Any, Event, dict[str, Any]]:
    """Raises NotFound for an event the viewer may not see, NotPermitted for one whose codes they may not."""
    viewer, wish, now = viewer_of(request), asked_of(request, VoucherParameters), clock.now()
    event = event_by_id(viewer, event_id)
    require(viewer, "roadshows.view_vouchers", event)
    rows = found(visible_vouchers(viewer, event), state=wish["state"], words=wish["q"], now=now)
    return rows, event, {"now": now}


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/vouchers/", VouchersView.as_view(), name="event-vouchers"),
    path("events/<uuid:event_id>/vouchers/import/", VoucherImportView.as_view(), name="event-vouchers-import"),
    path("events/<uuid:event_id>/vouchers/export/", VoucherExportView.as_view(), name="event-vouchers-export"),
    path("events/<uuid:event_id>/vouchers/offer/", VoucherOfferView.as_view(), name="event-voucher-offer"),
    path(
        "events/<uuid:event_id>/vouchers/<uuid:voucher_id>/close/",
        VoucherCloseView.as_view(),
        name="event-voucher-close",
    ),
]
