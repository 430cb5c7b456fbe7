"""Invitations to an event over HTTP: the host's list, and the page behind the link of one."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import IDEMPOTENCY_KEY, validated, viewer_of
from backend.core.listing import asked_of
from backend.core.ratelimit import Limit
from backend.roadshows.api.events import EVENTS, detail_of
from backend.roadshows.api.guests import event_of_host
from backend.roadshows.api.registrations import PRIVATE, TICKETS, language_of_page, said_in, ticket_told
from backend.roadshows.models import Invitation
from backend.roadshows.selectors import invitations as selectors
from backend.roadshows.serializers.invitations import (
    InvitationCountsOutput,
    InvitationOutput,
    InvitationParameters,
    InvitationRowOutput,
    InvitationsInput,
    InvitedOutput,
    InvitedRegistrationInput,
)
from backend.roadshows.serializers.registrations import TicketOutput
from backend.roadshows.services import inviting
from backend.roadshows.services.registrations import Guest, register_invited


class InvitationsView(GenericAPIView[Invitation]):
    serializer_class: type[Serializer[Invitation]] = InvitationRowOutput

    @extend_schema(
        operation_id="events_invitations_list",
        tags=EVENTS,
        parameters=[InvitationParameters],
        responses=InvitationRowOutput(many=True),
    )
    def get(self, request: Request, event_id: UUID) -> Response:
        event, wish = event_of_host(request, event_id, "read_hosts_own"), asked_of(request, InvitationParameters)
        rows = selectors.visible_invitations(viewer_of(request), event)
        page = self.paginate_queryset(selectors.found(rows, state=wish["state"], words=wish["q"])) or []
        answer = self.get_paginated_response(InvitationRowOutput(page, many=True).data)
        for name, value in PRIVATE.items():
            answer[name] = value
        return answer

    @extend_schema(
        operation_id="events_invitations_create",
        tags=EVENTS,
        request=InvitationsInput,
        responses={201: InvitedOutput},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        event, sent = event_of_host(request, event_id, "read_hosts_own"), validated(InvitationsInput, request)
        done = inviting.invite_guests(
            actor=viewer_of(request),
            event=event,
            people=inviting.read_lines(sent["lines"]),
            language=sent["language"],
            now=clock.now(),
        )
        return Response(InvitedOutput(done).data, status=status.HTTP_201_CREATED)


class CountsView(APIView):
    @extend_schema(operation_id="events_invitations_counts", tags=EVENTS, responses=InvitationCountsOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return Response(
            InvitationCountsOutput(selectors.counts_of(event_of_host(request, event_id, "read_hosts_own"))).data
        )


class ResendView(APIView):
    @extend_schema(operation_id="events_invitations_resend", tags=EVENTS, request=None, responses=InvitationRowOutput)
    def post(self, request: Request, event_id: UUID, invitation_id: UUID) -> Response:
        event, actor = event_of_host(request, event_id, "read_hosts_own"), viewer_of(request)
        row = inviting.resend_invitation(actor=actor, event=event, invitation_id=invitation_id)
        return Response(InvitationRowOutput(row).data, headers=PRIVATE)


class RevokeView(APIView):
    @extend_schema(operation_id="events_invitations_revoke", tags=EVENTS, request=None, responses=InvitationRowOutput)
    def post(self, request: Request, event_id: UUID, invitation_id: UUID) -> Response:
        event, actor = event_of_host(request, event_id, "read_hosts_own"), viewer_of(request)
        row = inviting.revoke_invitation(actor=actor, event=event, invitation_id=invitation_id, now=clock.now())
        return Response(InvitationRowOutput(row).data, headers=PRIVATE)


class InvitationView(APIView):
    """The link is the right to see the event."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.invitations", 120, 60)

    @extend_schema(operation_id="guest_invitations_retrieve", tags=TICKETS, responses=InvitationOutput)
    def get(self, request: Request, secret: str) -> Response:
        return _shown(request, secret)


class InvitationRegisterView(InvitationView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="guest_invitations_register",
        tags=TICKETS,
        parameters=[IDEMPOTENCY_KEY],
        request=InvitedRegistrationInput,
        responses={201: TicketOutput},
    )
    def post(self, request: Request, secret: str) -> Response:
        sent = validated(InvitedRegistrationInput, request)
        invitation = selectors.invitation_by_secret(secret)
        row = register_invited(
            actor=viewer_of(request),
            invitation=invitation,
            guest=Guest(**{**sent, "code": "", "answers": said_in(sent)}),
            key=request.headers.get("Idempotency-Key", ""),
            language=language_of_page(),
            now=clock.now(),
        )
        row.event = invitation.event
        return Response(ticket_told(row), status=status.HTTP_201_CREATED, headers=PRIVATE)


class InvitationDeclineView(InvitationView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="guest_invitations_decline", tags=TICKETS, request=None, responses=InvitationOutput)
    def post(self, request: Request, secret: str) -> Response:
        invitation = selectors.invitation_by_secret(secret)
        inviting.decline_invitation(actor=viewer_of(request), invitation=invitation, now=clock.now())
        return _shown(request, secret)


class InvitationTicketView(InvitationView):
    http_method_names = ["post", "options"]

    @extend_schema(operation_id="guest_invitations_send_ticket", tags=TICKETS, request=None, responses={204: None})
    def post(self, request: Request, secret: str) -> Response:
        """Sends the ticket once more, to the contact that was invited."""
        inviting.send_ticket_again(invitation=selectors.invitation_by_secret(secret))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _shown(request: Request, secret: str) -> Response:
    """The invitation as its guest reads it now. Raises InvitationGone."""
    invitation, viewer = selectors.invitation_by_secret(secret), viewer_of(request)
    context = {"viewer": viewer, "event": detail_of(viewer, invitation.event)}
    return Response(InvitationOutput(invitation, context=context).data, headers=PRIVATE)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/invitations/", InvitationsView.as_view(), name="event-invitations"),
    path("events/<uuid:event_id>/invitations/counts/", CountsView.as_view(), name="event-invitation-counts"),
    path(
        "events/<uuid:event_id>/invitations/<uuid:invitation_id>/resend/",
        ResendView.as_view(),
        name="event-invitation-resend",
    ),
    path(
        "events/<uuid:event_id>/invitations/<uuid:invitation_id>/revoke/",
        RevokeView.as_view(),
        name="event-invitation-revoke",
    ),
    path("guest-invitations/<slug:secret>/", InvitationView.as_view(), name="guest-invitation"),
    path(
        "guest-invitations/<slug:secret>/register/", InvitationRegisterView.as_view(), name="guest-invitation-register"
    ),
    path("guest-invitations/<slug:secret>/decline/", InvitationDeclineView.as_view(), name="guest-invitation-decline"),
    path("guest-invitations/<slug:secret>/ticket/", InvitationTicketView.as_view(), name="guest-invitation-ticket"),
]
