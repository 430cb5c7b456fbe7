"""Resuming a feed over REST: what the socket does, for readers without one."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.feeds import ready, selectors
from backend.feeds.passes import ROOM_PASS, viewer_in_room
from backend.feeds.serializers import ResumeInput, ResumeOutput


class FeedEventsView(APIView):
    """Public feeds answer visitors; of others nobody else learns even that they are there."""

    permission_classes = (AllowAny,)

    @extend_schema(operation_id="resume_feed", parameters=[ResumeInput, ROOM_PASS], responses=ResumeOutput)
    def get(self, request: Request, feed: str) -> Response:
        question = ResumeInput(data=request.query_params)
        question.is_valid(raise_exception=True)
        now = clock.now()
        name = selectors.readable_feed(viewer_in_room(request), feed, now=now)
        found = selectors.since(name, **question.validated_data)
        body: dict[str, Any] = {"feed": str(name), "now": now}
        if isinstance(found, selectors.Missed):
            body |= {"epoch": found.epoch, "seq": found.head, "recovered": True, "events": found.events, "state": None}
        else:
            whole = ready.snapshot_at(name, found, now=now).snapshot
            body |= {"epoch": whole.epoch, "seq": whole.seq, "recovered": False, "events": (), "state": whole.state}
        return Response(ResumeOutput(body).data)
