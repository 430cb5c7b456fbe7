"""Closed rounds and portfolios over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.deals.models import FundingRound, RoundInvestor
from backend.deals.selectors.history import (
    portfolio_of,
    portfolio_summary,
    rounds_of_company,
    source_credits,
    visible_rounds,
)
from backend.deals.serializers.history import (
    PortfolioEntryOutput,
    PortfolioSummaryOutput,
    RoundInput,
    RoundOutput,
)
from backend.deals.services import history as services
from backend.organizations import selectors as organizations
from backend.organizations.models import Organization


def _organization(request: Request, organization_id: UUID) -> Organization:
    return get_object_or_404(organizations.visible_organizations(viewer_of(request)), pk=organization_id)


def _context(request: Request) -> dict[str, Any]:
    return {"viewer": viewer_of(request), "credits": source_credits(), "request": request}


class RoundsView(ListAPIView[FundingRound]):
    """Rounds a company closed, newest first."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    serializer_class = RoundOutput

    @extend_schema(operation_id="list_rounds", responses=RoundOutput(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        company = _organization(request, organization_id)
        page = self.paginate_queryset(rounds_of_company(viewer_of(request), company))
        return self.get_paginated_response(RoundOutput(page, many=True, context=_context(request)).data)

    @extend_schema(operation_id="record_round", request=RoundInput, responses={201: RoundOutput})
    def post(self, request: Request, organization_id: UUID) -> Response:
        company = _organization(request, organization_id)
        given = RoundInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        investors = {line["organization"]: line.get("is_lead") for line in values.pop("investors", [])}
        today = timezone.localdate(clock.now())
        row = services.record_round(
            actor=viewer_of(request), company=company, today=today, investors=investors, **values
        )
        shown = visible_rounds(viewer_of(request)).get(pk=row.pk)
        return Response(RoundOutput(shown, context=_context(request)).data, status=status.HTTP_201_CREATED)


class RoundView(APIView):
    @extend_schema(operation_id="remove_round", responses={204: None})
    def delete(self, request: Request, round_id: UUID) -> Response:
        row = get_object_or_404(visible_rounds(viewer_of(request)), pk=round_id)
        services.remove_round(actor=viewer_of(request), row=row)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PortfolioView(ListAPIView[RoundInvestor]):
    """Rounds an investor took part in, newest first."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    serializer_class = PortfolioEntryOutput

    @extend_schema(operation_id="list_portfolio", responses=PortfolioEntryOutput(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        firm = _organization(request, organization_id)
        page = self.paginate_queryset(portfolio_of(viewer_of(request), firm))
        return self.get_paginated_response(PortfolioEntryOutput(page, many=True, context=_context(request)).data)


class PortfolioSummaryView(APIView):
    """The portfolio counted for charts."""

    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(operation_id="get_portfolio_summary", responses=PortfolioSummaryOutput)
    def get(self, request: Request, organization_id: UUID) -> Response:
        firm = _organization(request, organization_id)
        return Response(PortfolioSummaryOutput(portfolio_summary(viewer_of(request), firm)).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("organizations/<uuid:organization_id>/rounds/", RoundsView.as_view(), name="rounds"),
    path("rounds/<uuid:round_id>/", RoundView.as_view(), name="round"),
    path("organizations/<uuid:organization_id>/portfolio/", PortfolioView.as_view(), name="portfolio"),
    path(
        "organizations/<uuid:organization_id>/portfolio/summary/",
        PortfolioSummaryView.as_view(),
        name="portfolio-summary",
    ),
]
