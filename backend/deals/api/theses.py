"""Theses over HTTP."""

from collections.abc import Iterable
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
from backend.core.listing import asked_of, holding, in_order
from backend.core.pagination import NumberedPagination
from backend.deals.models import Thesis
from backend.deals.selectors.declared import declared_vs_actual
from backend.deals.selectors.theses import SEARCHED, SORTS, readable_funds, visible_theses
from backend.deals.serializers.theses import ThesesParameters, ThesisCreateInput, ThesisOutput, ThesisUpdateInput
from backend.deals.services import theses as services
from backend.organizations import selectors as organizations


def _shown(request: Request, theses: Iterable[Thesis], *, many: bool) -> Any:
    """Render rows as this viewer may read them."""
    viewer, rows, now = viewer_of(request), list(theses), clock.now()
    context = {
        "viewer": viewer,
        "funds_of": readable_funds(viewer, rows, now),
        "declared": declared_vs_actual(rows, today=timezone.localdate(now)),
        "request": request,
    }
    return ThesisOutput(rows if many else rows[0], many=many, context=context).data


def _thesis(request: Request, thesis_id: UUID) -> Thesis:
    return get_object_or_404(visible_theses(viewer_of(request), clock.now()), pk=thesis_id)


class ThesesView(ListAPIView[Thesis]):
    permission_classes = (IsAuthenticatedOrReadOnly,)
    pagination_class = NumberedPagination
    serializer_class = ThesisOutput

    @extend_schema(
        operation_id="list_theses",
        parameters=[ThesesParameters],
        responses=ThesisOutput(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = visible_theses(viewer_of(request), clock.now()).prefetch_related("portfolio_conflicts__logo")
        asked = asked_of(request, ThesesParameters)
        if firm := asked["firm"]:
            rows = rows.filter(firm_id=firm)
        page = self.paginate_queryset(in_order(holding(rows, asked["q"], SEARCHED), SORTS, asked["sort"]))
        return self.get_paginated_response(_shown(request, page or [], many=True))

    @extend_schema(operation_id="create_thesis", request=ThesisCreateInput, responses={201: ThesisOutput})
    def post(self, request: Request) -> Response:
        values = _validated(ThesisCreateInput, request)
        viewer = viewer_of(request)
        firm = get_object_or_404(organizations.visible_organizations(viewer), pk=values.pop("firm"))
        thesis = services.create_thesis(actor=viewer, firm=firm, values=values, now=clock.now())
        return Response(_shown(request, [thesis], many=False), status=status.HTTP_201_CREATED)


class ThesisView(APIView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(operation_id="get_thesis", responses=ThesisOutput)
    def get(self, request: Request, thesis_id: UUID) -> Response:
        return Response(_shown(request, [_thesis(request, thesis_id)], many=False))

    @extend_schema(operation_id="update_thesis", request=ThesisUpdateInput, responses=ThesisOutput)
    def patch(self, request: Request, thesis_id: UUID) -> Response:
        thesis = _thesis(request, thesis_id)
        values = _validated(ThesisUpdateInput, request)
        version = values.pop("version")
        changed = services.update_thesis(
            actor=viewer_of(request), thesis=thesis, version=version, values=values, now=clock.now()
        )
        return Response(_shown(request, [changed], many=False))

    @extend_schema(operation_id="delete_thesis", responses={204: None})
    def delete(self, request: Request, thesis_id: UUID) -> Response:
        services.delete_thesis(actor=viewer_of(request), thesis=_thesis(request, thesis_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PublishThesisView(APIView):
    @extend_schema(operation_id="publish_thesis", request=None, responses=ThesisOutput)
    def post(self, request: Request, thesis_id: UUID) -> Response:
        thesis = _thesis(request, thesis_id)
        changed = services.publish_thesis(actor=viewer_of(request), thesis=thesis, now=clock.now())
        return Response(_shown(request, [changed], many=False))


class PauseThesisView(APIView):
    @extend_schema(operation_id="pause_thesis", request=None, responses=ThesisOutput)
    def post(self, request: Request, thesis_id: UUID) -> Response:
        thesis = _thesis(request, thesis_id)
        changed = services.pause_thesis(actor=viewer_of(request), thesis=thesis, now=clock.now())
        return Response(_shown(request, [changed], many=False))


def _validated(serializer: type[ThesisCreateInput | ThesisUpdateInput], request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("theses/", ThesesView.as_view(), name="theses"),
    path("theses/<uuid:thesis_id>/", ThesisView.as_view(), name="thesis"),
    path("theses/<uuid:thesis_id>/publish/", PublishThesisView.as_view(), name="thesis-publish"),
    path("theses/<uuid:thesis_id>/pause/", PauseThesisView.as_view(), name="thesis-pause"),
]
