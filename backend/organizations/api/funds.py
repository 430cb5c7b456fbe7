"""Funds: for those with a specific-person determination, and for the firm's own people."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.core.money import Currency
from backend.organizations import selectors, services
from backend.organizations.api.common import ORGANIZATIONS, context_of, organization_of
from backend.organizations.models import Fund
from backend.organizations.serializers.funds import FundChange, FundInput, FundOutput, fund_values


class FundsView(APIView):
    @extend_schema(
        operation_id="list_funds",
        tags=ORGANIZATIONS,
        responses=FundOutput(many=True),
        description="404 without an unexpired specific-person determination, unless one belongs to the firm.",
    )
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        viewer, now = viewer_of(request), clock.now()
        if not selectors.may_see_funds_of(viewer, organization, now):
            raise NotFound
        rows = selectors.visible_funds(viewer, now).filter(firm=organization)
        return Response(FundOutput(rows, many=True, context=context_of(request)).data)

    @extend_schema(operation_id="create_fund", tags=ORGANIZATIONS, request=FundInput, responses={201: FundOutput})
    def post(self, request: Request, organization_id: UUID) -> Response:
        firm = organization_of(request, organization_id)
        data = FundInput(data=request.data)
        data.is_valid(raise_exception=True)
        values = fund_values(data.validated_data, currency=Currency.CNY)
        fund = services.create_fund(actor=person_of(request), firm=firm, **values)
        return Response(FundOutput(fund, context=context_of(request)).data, status=status.HTTP_201_CREATED)


class FundView(APIView):
    def _fund(self, request: Request, fund_id: UUID) -> Fund:
        return get_object_or_404(selectors.visible_funds(viewer_of(request), clock.now()), pk=fund_id)

    @extend_schema(operation_id="get_fund", tags=ORGANIZATIONS, responses=FundOutput)
    def get(self, request: Request, fund_id: UUID) -> Response:
        return Response(FundOutput(self._fund(request, fund_id), context=context_of(request)).data)

    @extend_schema(operation_id="update_fund", tags=ORGANIZATIONS, request=FundChange, responses=FundOutput)
    def patch(self, request: Request, fund_id: UUID) -> Response:
        fund = self._fund(request, fund_id)
        data = FundChange(data=request.data)
        data.is_valid(raise_exception=True)
        values = fund_values(data.validated_data, currency=fund.currency)
        fund = services.update_fund(actor=person_of(request), fund=fund, **values)
        return Response(FundOutput(fund, context=context_of(request)).data)

    @extend_schema(operation_id="delete_fund", tags=ORGANIZATIONS, responses={204: None})
    def delete(self, request: Request, fund_id: UUID) -> Response:
        services.delete_fund(actor=person_of(request), fund=self._fund(request, fund_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
