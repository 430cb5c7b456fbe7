"""Taking a multipart body to disk under a hard cap, before any of it is believed."""

from typing import IO, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.files.errors import FileTooLarge
from backend.files.kinds import LARGEST_BYTES
from backend.files.storage import full_disk_refused

# Room for the form fields and the boundaries around the file.
_ENVELOPE_BYTES = 64 * 1024


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Streams to a temporary file and stops at the first byte over the largest cap, whatever length was claimed."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > LARGEST_BYTES + _ENVELOPE_BYTES:
            raise FileTooLarge

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > LARGEST_BYTES:
            raise FileTooLarge
        with full_disk_refused():
            super().receive_data_chunk(raw_data, start)
        return None


class CappedUploadView(APIView):
    """A view that takes files. The handler is set before anything, CSRF included, may read the body."""

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        request.upload_handlers = [CappedUploadHandler(request)]
        return super().initialize_request(request, *args, **kwargs)
