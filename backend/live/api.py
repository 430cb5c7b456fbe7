"""Tickets for sockets."""

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import ApiToken
from backend.core import clock
from backend.feeds.passes import ROOM_PASS, viewer_in_room
from backend.live import tickets
from backend.live.serializers import TicketOutput


class TicketsView(APIView):
    """Visitors get one too: public rooms are for everybody."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="create_live_ticket", parameters=[ROOM_PASS], request=None, responses=TicketOutput)
    def post(self, request: Request) -> Response:
        token = request.auth if isinstance(request.auth, ApiToken) else None
        language = get_language() or "zh-hans"
        ticket = tickets.issue(viewer=viewer_in_room(request), language=language, now=clock.now(), token=token)
        return Response(TicketOutput({"ticket": ticket, "seconds": tickets.SECONDS}).data, status=201)
