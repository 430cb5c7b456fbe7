"""Organizations: list, create, read, change, and their trail."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.accounts.serializers import AuditOutput
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.models import AuditEntry
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from backend.files.selectors import visible_uploads
from backend.organizations import selectors, services
from backend.organizations.api.common import (
    ORGANIZATIONS,
    context_of,
    inner_organization_of,
    organization_of,
)
from backend.organizations.enums import OrganizationKind, Origin
from backend.organizations.errors import BadLogo
from backend.organizations.models import Organization
from backend.organizations.serializers.organizations import (
    OrganizationBrief,
    OrganizationChange,
    OrganizationInput,
    OrganizationOutput,
)

MAX_QUERY = 80


def _filtered(rows: QuerySet[Organization], request: Request) -> QuerySet[Organization]:
    """By kind, origin and words of the name; unknown values match nothing."""
    kinds = request.query_params.getlist("kind")
    origins = request.query_params.getlist("origin")
    words = request.query_params.get("q", "").strip()[:MAX_QUERY].split()
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if origins:
        rows = rows.filter(origin__in=origins)
    for word in words:
        rows = rows.filter(Q(brand_name__icontains=word) | Q(legal_name__icontains=word) | Q(name_en__icontains=word))
    return rows.order_by("-id")


def _logo(request: Request, file_id: UUID | None) -> StoredFile | None:
    if file_id is None:
        return None
    file = visible_uploads(viewer_of(request)).filter(pk=file_id, kind=FileKind.LOGO).first()
    if file is None:
        raise BadLogo(fields={"logo": [BadLogo.message]})
    return file


class OrganizationsView(generics.ListAPIView[Organization]):
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class = OrganizationBrief
    queryset = Organization.objects.none()

    def get_queryset(self) -> QuerySet[Organization]:
        return _filtered(selectors.visible_organizations(viewer_of(self.request)), self.request)

    @extend_schema(
        operation_id="list_organizations",
        tags=ORGANIZATIONS,
        parameters=[
            OpenApiParameter("kind", str, many=True, enum=OrganizationKind.values),
            OpenApiParameter("origin", str, many=True, enum=Origin.values),
            OpenApiParameter("q", str, description="words of the name"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)

    @extend_schema(
        operation_id="create_organization",
        tags=ORGANIZATIONS,
        request=OrganizationInput,
        responses={201: OrganizationOutput},
    )
    def post(self, request: Request) -> Response:
        person = person_of(request)
        data = OrganizationInput(data=request.data)
        data.is_valid(raise_exception=True)
        values = dict(data.validated_data)
        logo = _logo(request, values.pop("logo", None))
        organization = services.create_organization(actor=person, logo=logo, now=clock.now(), **values)
        body = OrganizationOutput(organization, context=context_of(request)).data
        return Response(body, status=status.HTTP_201_CREATED)


class OrganizationView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="get_organization", tags=ORGANIZATIONS, responses=OrganizationOutput)
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        return Response(OrganizationOutput(organization, context=context_of(request)).data)

    @extend_schema(
        operation_id="update_organization",
        tags=ORGANIZATIONS,
        request=OrganizationChange,
        responses=OrganizationOutput,
    )
    def patch(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        data = OrganizationChange(data=request.data)
        data.is_valid(raise_exception=True)
        values = dict(data.validated_data)
        if "logo" in values:
            values["logo"] = _logo(request, values["logo"])
        organization = services.update_organization(
            actor=person_of(request), organization=organization, now=clock.now(), **values
        )
        return Response(OrganizationOutput(organization, context=context_of(request)).data)


class OrganizationAuditView(generics.ListAPIView[AuditEntry]):
    serializer_class = AuditOutput
    queryset = AuditEntry.objects.none()

    def get_queryset(self) -> QuerySet[AuditEntry]:
        organization = inner_organization_of(self.request, self.kwargs["organization_id"], "organizations.view_audit")
        return selectors.visible_trail(viewer_of(self.request), organization)

    @extend_schema(operation_id="list_organization_audit", tags=ORGANIZATIONS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)
