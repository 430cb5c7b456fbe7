"""Mails to many guests over HTTP, and the links that end them."""

from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.parsers import JsonParser
from backend.roadshows.api.guests import EVENTS, event_of_host
from backend.roadshows.mail_words import WORD_FIELDS
from backend.roadshows.models import Mailing
from backend.roadshows.selectors.guests import GuestFilters
from backend.roadshows.selectors.mailings import progress_of, reach_of, unsent_letters, visible_mailings
from backend.roadshows.serializers.mailings import (
    HostMailsOutput,
    MailingBeginInput,
    MailingInput,
    MailingOutput,
    MailingReleaseInput,
    MailingRowOutput,
    MailingTestedOutput,
    PreviewOutput,
)
from backend.roadshows.services import mailings, opting_out

_PRIVATE = {"Cache-Control": "private, no-store"}


def _mailing(request: Request, event_id: UUID, mailing_id: UUID) -> Mailing:
    """Raises NotFound, NotPermitted."""
    event = event_of_host(request, event_id)
    row = visible_mailings(viewer_of(request), event).filter(pk=mailing_id).first()
    if row is None:
        raise NotFound
    return row


def _shown(row: Mailing, code: int = status.HTTP_200_OK) -> Response:
    context = {"progress": progress_of([row]), "unsent": unsent_letters(row)}
    return Response(MailingOutput(row, context=context).data, status=code, headers=_PRIVATE)


class MailingsView(GenericAPIView[Mailing]):
    serializer_class: type[Serializer[Any]] = MailingRowOutput

    @extend_schema(operation_id="events_mailings_list", tags=EVENTS, responses=MailingRowOutput(many=True))
    def get(self, request: Request, event_id: UUID) -> Response:
        rows = visible_mailings(viewer_of(request), event_of_host(request, event_id))
        page = self.paginate_queryset(rows) or []
        context = {"progress": progress_of(page)}
        return self.get_paginated_response(MailingRowOutput(page, many=True, context=context).data)

    @extend_schema(
        operation_id="events_mailings_create", tags=EVENTS, request=MailingBeginInput, responses={201: MailingOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        event, sent = event_of_host(request, event_id), validated(MailingBeginInput, request)
        filters = GuestFilters.of(sent["filters"])
        row = mailings.begin_mailing(actor=viewer_of(request), event=event, filters=filters)
        return _shown(row, status.HTTP_201_CREATED)


class MailingView(APIView):
    @extend_schema(operation_id="events_mailings_retrieve", tags=EVENTS, responses=MailingOutput)
    def get(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        return _shown(_mailing(request, event_id, mailing_id))

    @extend_schema(operation_id="events_mailings_update", tags=EVENTS, request=MailingInput, responses=MailingOutput)
    def put(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        mailing, sent = _mailing(request, event_id, mailing_id), validated(MailingInput, request)
        row = mailings.write_mailing(
            actor=viewer_of(request),
            mailing=mailing,
            edition=sent["edition"],
            filters=GuestFilters.of(sent["filters"]),
            words={name: sent[name] for name in WORD_FIELDS},
        )
        return _shown(row)

    @extend_schema(operation_id="events_mailings_destroy", tags=EVENTS, responses={204: None})
    def delete(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        mailings.remove_mailing(actor=viewer_of(request), mailing=_mailing(request, event_id, mailing_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PreviewView(APIView):
    @extend_schema(operation_id="events_mailings_preview", tags=EVENTS, responses=PreviewOutput)
    def get(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        """Whom the draft would reach now, and what the first of each language would read."""
        mailing = _mailing(request, event_id, mailing_id)
        examples = [
            {"name": guest.name, "language": guest.language, "subject": words.subject, "body": words.body}
            for guest, words in mailings.previews_of(mailing)
        ]
        reach = reach_of(mailing.event, GuestFilters.read(mailing.filters))
        return Response(PreviewOutput({"reach": reach, "examples": examples}).data, headers=_PRIVATE)


class TestMailView(APIView):
    @extend_schema(operation_id="events_mailings_test", tags=EVENTS, request=None, responses=MailingTestedOutput)
    def post(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        mailing = _mailing(request, event_id, mailing_id)
        address = mailings.send_test(actor=person_of(request), mailing=mailing)
        return Response(MailingTestedOutput({"address": address}).data)


class ReleaseView(APIView):
    @extend_schema(
        operation_id="events_mailings_release", tags=EVENTS, request=MailingReleaseInput, responses=MailingOutput
    )
    def post(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        mailing, sent = _mailing(request, event_id, mailing_id), validated(MailingReleaseInput, request)
        row = mailings.release_mailing(actor=viewer_of(request), mailing=mailing, now=clock.now(), **sent)
        return _shown(row)


class StopView(APIView):
    @extend_schema(operation_id="events_mailings_stop", tags=EVENTS, request=None, responses=MailingOutput)
    def post(self, request: Request, event_id: UUID, mailing_id: UUID) -> Response:
        mailing = _mailing(request, event_id, mailing_id)
        return _shown(mailings.stop_mailing(actor=viewer_of(request), mailing=mailing, now=clock.now()))


class OptOutView(APIView):
    """Works by the link alone: nobody needs to sign in, and nobody's session is looked at.

    Mail programs send a form (RFC 8058); what it says is not read.
    """

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [JsonParser, FormParser, MultiPartParser]

    @extend_schema(operation_id="read_host_mails", tags=["notifications"], responses=HostMailsOutput, auth=[])
    def get(self, request: Request, token: str) -> Response:
        return Response(HostMailsOutput(opting_out.host_mails(token)).data)

    @extend_schema(
        operation_id="stop_host_mails", tags=["notifications"], request=None, responses=HostMailsOutput, auth=[]
    )
    def post(self, request: Request, token: str) -> Response:
        return Response(HostMailsOutput(opting_out.opt_out(actor=viewer_of(request), token=token)).data)


_ONE = "events/<uuid:event_id>/mailings/<uuid:mailing_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/mailings/", MailingsView.as_view(), name="event-mailings"),
    path(_ONE, MailingView.as_view(), name="event-mailing"),
    path(f"{_ONE}preview/", PreviewView.as_view(), name="event-mailing-preview"),
    path(f"{_ONE}test/", TestMailView.as_view(), name="event-mailing-test"),
    path(f"{_ONE}release/", ReleaseView.as_view(), name="event-mailing-release"),
    path(f"{_ONE}stop/", StopView.as_view(), name="event-mailing-stop"),
    path("mails/stop/<str:token>/", OptOutView.as_view(), name="host-mails-stop"),
]
