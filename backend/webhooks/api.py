"""An organization's webhooks over HTTP, for its admins."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.listing import asked_of
from backend.core.ratelimit import Limit
from backend.organizations.api.common import inner_organization_of
from backend.organizations.models import Organization
from backend.webhooks.kinds import all_kinds
from backend.webhooks.models import Delivery, Endpoint
from backend.webhooks.selectors import deliveries_of, visible_endpoints
from backend.webhooks.serializers import (
    DeliveryOutput,
    DeliveryParameters,
    EndpointChange,
    EndpointInput,
    EndpointOutput,
    EndpointsOutput,
    SecretOutput,
)
from backend.webhooks.services import endpoints

_TAGS = ["webhooks"]


def _owner(request: Request, organization_id: UUID) -> Organization:
    return inner_organization_of(request, organization_id, endpoints.RULE)


def _endpoint(request: Request, organization_id: UUID, endpoint_id: UUID) -> Endpoint:
    """Raises NotFound for one of another organization too."""
    rows = visible_endpoints(viewer_of(request), _owner(request, organization_id)).select_related("organization")
    row = rows.filter(pk=endpoint_id).first()
    if row is None:
        raise NotFound
    return row


class EndpointsView(APIView):
    @extend_schema(operation_id="webhooks_list", tags=_TAGS, responses=EndpointsOutput)
    def get(self, request: Request, organization_id: UUID) -> Response:
        rows = visible_endpoints(viewer_of(request), _owner(request, organization_id))
        return Response(EndpointsOutput({"results": rows, "kinds": all_kinds()}).data)

    @extend_schema(operation_id="webhooks_create", tags=_TAGS, request=EndpointInput, responses={201: SecretOutput})
    def post(self, request: Request, organization_id: UUID) -> Response:
        owner, sent = _owner(request, organization_id), validated(EndpointInput, request)
        endpoint, secret = endpoints.add_endpoint(actor=viewer_of(request), organization=owner, **sent)
        answer = SecretOutput({"endpoint": endpoint, "secret": secret}).data
        return Response(answer, status=status.HTTP_201_CREATED)


class EndpointView(APIView):
    @extend_schema(operation_id="webhooks_update", tags=_TAGS, request=EndpointChange, responses=EndpointOutput)
    def put(self, request: Request, organization_id: UUID, endpoint_id: UUID) -> Response:
        row, sent = _endpoint(request, organization_id, endpoint_id), validated(EndpointChange, request)
        row = endpoints.change_endpoint(actor=viewer_of(request), endpoint=row, now=clock.now(), **sent)
        return Response(EndpointOutput(row).data)

    @extend_schema(operation_id="webhooks_destroy", tags=_TAGS, responses={204: None})
    def delete(self, request: Request, organization_id: UUID, endpoint_id: UUID) -> Response:
        row = _endpoint(request, organization_id, endpoint_id)
        endpoints.remove_endpoint(actor=viewer_of(request), endpoint=row)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RotateView(APIView):
    @extend_schema(operation_id="webhooks_rotate", tags=_TAGS, request=None, responses=SecretOutput)
    def post(self, request: Request, organization_id: UUID, endpoint_id: UUID) -> Response:
        """A new secret. The one before signs as well for a day."""
        row = _endpoint(request, organization_id, endpoint_id)
        row, secret = endpoints.rotate_secret(actor=viewer_of(request), endpoint=row, now=clock.now())
        return Response(SecretOutput({"endpoint": row, "secret": secret}).data)


class TrialView(APIView):
    rate_limit = Limit("webhooks.trial", 30, 3600)

    @extend_schema(operation_id="webhooks_trial", tags=_TAGS, request=None, responses={201: DeliveryOutput})
    def post(self, request: Request, organization_id: UUID, endpoint_id: UUID) -> Response:
        """Send a message that says nothing."""
        row = _endpoint(request, organization_id, endpoint_id)
        delivery = endpoints.send_trial(actor=viewer_of(request), endpoint=row, now=clock.now())
        return Response(DeliveryOutput(delivery).data, status=status.HTTP_201_CREATED)


class DeliveriesView(GenericAPIView[Delivery]):
    serializer_class: type[Serializer[Any]] = DeliveryOutput

    @extend_schema(
        operation_id="webhooks_deliveries_list",
        tags=_TAGS,
        parameters=[DeliveryParameters],
        responses=DeliveryOutput(many=True),
    )
    def get(self, request: Request, organization_id: UUID, endpoint_id: UUID) -> Response:
        row, wish = _endpoint(request, organization_id, endpoint_id), asked_of(request, DeliveryParameters)
        page = self.paginate_queryset(deliveries_of(row, state=wish["state"])) or []
        return self.get_paginated_response(DeliveryOutput(page, many=True).data)


class AgainView(APIView):
    rate_limit = Limit("webhooks.again", 120, 3600)

    @extend_schema(operation_id="webhooks_deliveries_again", tags=_TAGS, request=None, responses=DeliveryOutput)
    def post(self, request: Request, organization_id: UUID, delivery_id: UUID) -> Response:
        """Send the same message once more, under the same id."""
        rows = visible_endpoints(viewer_of(request), _owner(request, organization_id)).select_related("organization")
        row = rows.filter(deliveries=delivery_id).first()
        if row is None:
            raise NotFound
        delivery = endpoints.send_again(
            actor=viewer_of(request), endpoint=row, delivery_id=delivery_id, now=clock.now()
        )
        return Response(DeliveryOutput(delivery).data)


_BASE = "organizations/<uuid:organization_id>/webhooks/"
_ONE = f"{_BASE}<uuid:endpoint_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_BASE, EndpointsView.as_view(), name="webhooks"),
    path(_ONE, EndpointView.as_view(), name="webhook"),
    path(f"{_ONE}rotate/", RotateView.as_view(), name="webhook-rotate"),
    path(f"{_ONE}trial/", TrialView.as_view(), name="webhook-trial"),
    path(f"{_ONE}deliveries/", DeliveriesView.as_view(), name="webhook-deliveries"),
    path(
        "organizations/<uuid:organization_id>/webhook-deliveries/<uuid:delivery_id>/again/",
        AgainView.as_view(),
        name="webhook-again",
    ),
]
