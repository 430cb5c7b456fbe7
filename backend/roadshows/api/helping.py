"""Who helps with an event, over HTTP: asked and ended by its host, answered by them, by account or by link."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.permissions import require
from backend.core.ratelimit import Limit
from backend.organizations.api.members import SecretAddressView
from backend.roadshows.api.registrations import PRIVATE, language_of_page
from backend.roadshows.enums import HelperRole
from backend.roadshows.models import EventHelper
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.helping import helper_by_secret, invitations_of, visible_helpers
from backend.roadshows.serializers.helping import (
    HelperAnswerInput,
    HelperInput,
    HelperInvitationOutput,
    HelperInvitationsOutput,
    HelperOutput,
    HelpersOutput,
)
from backend.roadshows.services import helping

EVENTS = ["events"]
MOST_INVITATIONS = 100


class HelpersView(APIView):
    @extend_schema(operation_id="events_helpers_list", tags=EVENTS, responses=HelpersOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer = viewer_of(request)
        event = event_by_id(viewer, event_id)
        require(viewer, "roadshows.view_helpers", event)
        rows = visible_helpers(viewer, event)
        return Response(HelpersOutput({"results": rows}, context={"viewer": viewer}).data, headers=PRIVATE)

    @extend_schema(
        operation_id="events_helpers_create", tags=EVENTS, request=HelperInput, responses={201: HelperOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Asks an organization or a person. Until they say yes it gives no right."""
        viewer, sent = viewer_of(request), validated(HelperInput, request)
        wanted = helping.Wanted(HelperRole(sent["role"]), sent["organization"], sent["email"], sent["lists"])
        row = helping.invite_helper(
            actor=viewer,
            event=event_by_id(viewer, event_id),
            wanted=wanted,
            language=language_of_page(),
            now=clock.now(),
        )
        return Response(HelperOutput(row, context={"viewer": viewer}).data, status=status.HTTP_201_CREATED)


class EndView(APIView):
    @extend_schema(operation_id="events_helpers_end", tags=EVENTS, request=None, responses=HelperOutput)
    def post(self, request: Request, event_id: UUID, helper_id: UUID) -> Response:
        """By the host, or by who helps. At once."""
        viewer = viewer_of(request)
        row = visible_helpers(viewer, event_by_id(viewer, event_id)).filter(pk=helper_id).first()
        if row is None:
            raise NotFound
        row = helping.end_helper(actor=viewer, helper=row, now=clock.now())
        return Response(HelperOutput(row, context={"viewer": viewer}).data)


class InvitationsView(APIView):
    @extend_schema(operation_id="helper_invitations_list", tags=EVENTS, responses=HelperInvitationsOutput)
    def get(self, request: Request) -> Response:
        """Open ones, of the viewer and of organizations they administer; at most a hundred."""
        rows = invitations_of(person_of(request))[:MOST_INVITATIONS]
        return Response(HelperInvitationsOutput({"results": rows}).data, headers=PRIVATE)


class AnswerView(APIView):
    @extend_schema(
        operation_id="helper_invitations_answer",
        tags=EVENTS,
        request=HelperAnswerInput,
        responses=HelperInvitationOutput,
    )
    def post(self, request: Request, helper_id: UUID) -> Response:
        sent, person = validated(HelperAnswerInput, request), person_of(request)
        row = invitations_of(person).filter(pk=helper_id).first()
        if row is None:
            raise NotFound
        return _answered(request, row, accepts=sent["accepts"])


class LinkView(SecretAddressView):
    """The holder of a link may look before signing in."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.read_helper_invitation", 30, 60)

    @extend_schema(operation_id="helper_links_retrieve", tags=EVENTS, responses=HelperInvitationOutput)
    def get(self, request: Request, secret: str) -> Response:
        return Response(HelperInvitationOutput(helper_by_secret(secret)).data, headers=PRIVATE)


class LinkAnswerView(SecretAddressView):
    @extend_schema(
        operation_id="helper_links_answer", tags=EVENTS, request=HelperAnswerInput, responses=HelperInvitationOutput
    )
    def post(self, request: Request, secret: str) -> Response:
        sent = validated(HelperAnswerInput, request)
        return _answered(request, helper_by_secret(secret), accepts=sent["accepts"])


def _answered(request: Request, row: EventHelper, *, accepts: bool) -> Response:
    row = helping.answer_helper(actor=person_of(request), helper=row, accepts=accepts, now=clock.now())
    return Response(HelperInvitationOutput(row).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/helpers/", HelpersView.as_view(), name="event-helpers"),
    path("events/<uuid:event_id>/helpers/<uuid:helper_id>/end/", EndView.as_view(), name="event-helper-end"),
    path("helper-invitations/", InvitationsView.as_view(), name="helper-invitations"),
    path("helper-invitations/<uuid:helper_id>/answer/", AnswerView.as_view(), name="helper-invitation-answer"),
    path("helper-links/<slug:secret>/", LinkView.as_view(), name="helper-link"),
    path("helper-links/<slug:secret>/answer/", LinkAnswerView.as_view(), name="helper-link-answer"),
]
