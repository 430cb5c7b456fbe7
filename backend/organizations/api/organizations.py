"""Organizations: list, create, read, change, and their trail."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.accounts.serializers import AuditOutput
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.exports import answer_csv
from backend.core.listing import asked_of, holding, in_order
from backend.core.models import AuditEntry
from backend.core.ratelimit import Limit
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
from backend.organizations.errors import BadLogo
from backend.organizations.exporting import table_of
from backend.organizations.models import Organization
from backend.organizations.selectors.organizations import NAMES, SORTS
from backend.organizations.serializers.organizations import (
    OrganizationBrief,
    OrganizationChange,
    OrganizationInput,
    OrganizationOutput,
    OrganizationsParameters,
    TrailParameters,
)


def _listed(request: Request) -> QuerySet[Organization]:
    """What the viewer sees of what the address asks, in the order it asks: page and export read the same rows."""
    asked = asked_of(request, OrganizationsParameters)
    rows = holding(selectors.visible_organizations(viewer_of(request)), asked["q"], NAMES)
    if asked["kind"]:
        rows = rows.filter(kind__in=asked["kind"])
    if asked["origin"]:
        rows = rows.filter(origin__in=asked["origin"])
    return in_order(rows, SORTS, asked["sort"])


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
        return _listed(self.request)

    @extend_schema(operation_id="list_organizations", tags=ORGANIZATIONS, parameters=[OrganizationsParameters])
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


class OrganizationsExportView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]
    rate_limit = Limit("organizations.export", 20, 3600)

    @extend_schema(
        operation_id="export_organizations",
        tags=ORGANIZATIONS,
        parameters=[OrganizationsParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The list as a table, safe to open in a spreadsheet; at most 10,000 rows, and the last line says so.",
    )
    def get(self, request: Request) -> HttpResponseBase:
        return answer_csv(request._request, name="organizations", lines=table_of(_listed(request)))


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
        action = asked_of(self.request, TrailParameters)["action"]
        return selectors.visible_trail(viewer_of(self.request), organization).filter(action__startswith=action)

    @extend_schema(operation_id="list_organization_audit", tags=ORGANIZATIONS, parameters=[TrailParameters])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)
