"""Logos: as visible as the organization they belong to."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.files.addresses import Opened
from backend.files.sending import send
from backend.organizations import selectors
from backend.organizations.api.common import ORGANIZATIONS


class LogoView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="get_logo", tags=ORGANIZATIONS, responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """An hour in shared caches where everybody may see it; otherwise only in the viewer's own."""
        found = selectors.logo_by_id(viewer_of(request), file_id)
        if found is None:
            raise NotFound
        logo, is_public = found
        cache = "public, max-age=3600" if is_public else "private, max-age=300"
        return send(request._request, Opened(logo.path, logo.content_type, logo.name, False), cache=cache)
