"""What a room fetches beside its feed: the page on stage, and the code that leads into it."""

from io import BytesIO
from uuid import UUID

import segno
from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.files import services as files
from backend.files.sending import send
from backend.roadshows.api.parsing import asked
from backend.roadshows.selectors.events import event_by_id, room_address
from backend.roadshows.selectors.stage import shown_page
from backend.roadshows.serializers.stage import PageParameters

EVENTS = ["events"]


class StagePageView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="event_stage_page",
        tags=EVENTS,
        parameters=[PageParameters],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, event_id: UUID) -> HttpResponseBase:
        viewer, wish = viewer_of(request), asked(PageParameters, request)
        shown = shown_page(viewer, event_id, item_id=wish["item"], number=wish["page"])
        page = files.page_of(shown.deck, shown.number)
        if page is None:
            raise NotFound
        # Nobody in between keeps a page: it is shown as long as it is on stage.
        return send(request._request, page, cache="private, no-store")


class RoomCodeView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="event_room_code", tags=EVENTS, responses={(200, "image/svg+xml"): OpenApiTypes.BINARY})
    def get(self, request: Request, event_id: UUID) -> HttpResponse:
        event, picture = event_by_id(viewer_of(request), event_id), BytesIO()
        segno.make(room_address(event), error="m").save(picture, kind="svg", border=2, light="#fff")
        return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/stage/page/", StagePageView.as_view(), name="event-stage-page"),
    path("events/<uuid:event_id>/room.svg", RoomCodeView.as_view(), name="event-room-code"),
]
