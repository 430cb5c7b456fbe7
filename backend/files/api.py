"""Uploading, following an upload, and opening signed addresses."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.core.parsers import FormParser
from backend.core.ratelimit import Limit
from backend.files import selectors, services
from backend.files.enums import FileKind
from backend.files.sending import send
from backend.files.serializers import FileOutput, UploadInput
from backend.files.uploading import CappedUploadView


class FilesView(CappedUploadView):
    parser_classes = [FormParser]
    rate_limit = Limit("files.upload", 120, 3600)

    @extend_schema(request={"multipart/form-data": UploadInput}, responses={201: FileOutput}, tags=["files"])
    def post(self, request: Request) -> Response:
        data = UploadInput(data=request.data)
        data.is_valid(raise_exception=True)
        kind, upload = FileKind(data.validated_data["kind"]), data.validated_data["file"]
        file = services.store_upload(actor=viewer_of(request), kind=kind, upload=upload, now=clock.now())
        return Response(FileOutput(file).data, status=status.HTTP_201_CREATED)


class FileView(APIView):
    @extend_schema(responses=FileOutput, tags=["files"])
    def get(self, request: Request, file_id: UUID) -> Response:
        return Response(FileOutput(get_object_or_404(selectors.visible_uploads(viewer_of(request)), pk=file_id)).data)


class ContentView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        parameters=[OpenApiParameter("token", str, required=True)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        tags=["files"],
    )
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        token = request.query_params.get("token", "")
        opened = services.open_signed(viewer=viewer_of(request), file_id=file_id, token=token, now=clock.now())
        return send(request._request, opened, cache="private, max-age=240" if not opened.is_attachment else "no-store")
