"""The speaker's page over HTTP: for an account that speaks at an event, and for whoever holds the link of a line."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.authentication import StrictSessionAuthentication, TokenAuthentication
from backend.accounts.permissions import is_person
from backend.backstage.authentication import HEADER, SpeakerAuthentication, SpeakerCaller
from backend.backstage.errors import LineNotYours
from backend.backstage.links import address_of
from backend.backstage.selectors.speakers import event_of, line_of, lines_for, links_of, notes_of
from backend.backstage.serializers import (
    NotesInput,
    NotesOutput,
    SpeakerLinkOutput,
    SpeakerPageParameters,
    SpeakersViewOutput,
)
from backend.backstage.services import speaking
from backend.core import clock
from backend.core.actors import Speaker, Viewer
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.listing import asked_of
from backend.feeds import passes
from backend.files import services as files
from backend.files.sending import send
from backend.roadshows.rooms import speakers_feed
from backend.roadshows.selectors.stage import deck_of

SPEAKING = ["speaking"]
_LINK = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="the secret of a speaker's link")
_PRIVATE = {"Cache-Control": "private, no-store"}


class SpeakersView(APIView):
    """Listens to a speaker's link before anything else."""

    authentication_classes = (SpeakerAuthentication, TokenAuthentication, StrictSessionAuthentication)

    def speaker(self) -> Viewer:
        caller: object = self.request.user
        return caller.actor if isinstance(caller, SpeakerCaller) else viewer_of(self.request)


class SpeakingView(SpeakersView):
    @extend_schema(operation_id="speaking_retrieve", tags=SPEAKING, parameters=[_LINK], responses=SpeakersViewOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        """All lines the viewer speaks for; 404 for who speaks for none."""
        return Response(SpeakersViewOutput(_told(self.speaker(), event_id)).data, headers=_PRIVATE)


class NotesView(SpeakersView):
    @extend_schema(
        operation_id="speaking_notes_write",
        tags=SPEAKING,
        parameters=[_LINK],
        request=NotesInput,
        responses=NotesOutput,
    )
    def put(self, request: Request, event_id: UUID, line_id: UUID) -> Response:
        sent = validated(NotesInput, request)
        text = speaking.write_notes(actor=self.speaker(), event_id=event_id, line_id=line_id, **sent)
        return Response(NotesOutput({"text": text}).data, headers=_PRIVATE)


class SpeakersPageView(SpeakersView):
    @extend_schema(
        operation_id="speaking_page",
        tags=SPEAKING,
        parameters=[SpeakerPageParameters, _LINK],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, event_id: UUID, line_id: UUID) -> HttpResponseBase:
        """Any page of the deck that may be shown with a line of one's own, before it is on stage too."""
        wish = asked_of(request, SpeakerPageParameters)
        _, item = line_of(self.speaker(), event_id, line_id)
        deck = deck_of(item)
        page = files.page_of(deck, wish["page"]) if deck else None
        if page is None:
            raise NotFound
        return send(request._request, page, cache="private, no-store")


class SpeakersLinkView(SpeakersView):
    @extend_schema(operation_id="speaking_link_make", tags=SPEAKING, request=None, responses=SpeakerLinkOutput)
    def post(self, request: Request, event_id: UUID, line_id: UUID) -> Response:
        """A link in the place of the one before, which opens nothing any more."""
        link = speaking.make_link(actor=self.speaker(), event_id=event_id, line_id=line_id)
        shown = {"url": address_of(event_id, link.pk, link.link_edition)}
        return Response(SpeakerLinkOutput(shown).data, headers=_PRIVATE)

    @extend_schema(operation_id="speaking_link_revoke", tags=SPEAKING, responses={200: SpeakerLinkOutput})
    def delete(self, request: Request, event_id: UUID, line_id: UUID) -> Response:
        speaking.revoke_link(actor=self.speaker(), event_id=event_id, line_id=line_id, now=clock.now())
        return Response(SpeakerLinkOutput({"url": ""}).data, headers=_PRIVATE)


def _told(viewer: Viewer, event_id: UUID) -> Mapping[str, Any]:
    event = event_of(viewer, event_id)
    items = lines_for(viewer, event) if event else []
    if event is None or not items:
        raise LineNotYours
    notes, may_share = notes_of(event, items), is_person(viewer)
    links = links_of(event, items) if may_share else {}
    decks = {one.line: deck_of(one) for one in items}
    return {
        "event": event,
        "room_pass": passes.issue(viewer) if isinstance(viewer, Speaker) else "",
        "feed": str(speakers_feed(event.pk)),
        "lines": [
            {
                "id": one.line,
                "kind": one.kind,
                "title": one.title,
                "title_en": one.title_en,
                "speaker": one.speaker,
                "minutes": one.minutes,
                "pages": deck.page_count if (deck := decks[one.line]) else 0,
                "notes": [{"page": page, "text": text} for page, text in notes[one.line].items()],
                "may_share": may_share,
                "url": address_of(event.pk, link.pk, link.link_edition) if (link := links.get(one.line)) else "",
            }
            for one in items
        ],
    }


_SPEAKING = "events/<uuid:event_id>/speaking/"
_LINE = f"{_SPEAKING}<uuid:line_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_SPEAKING, SpeakingView.as_view(), name="speaking"),
    path(f"{_LINE}notes/", NotesView.as_view(), name="speaking-notes"),
    path(f"{_LINE}page/", SpeakersPageView.as_view(), name="speaking-page"),
    path(f"{_LINE}link/", SpeakersLinkView.as_view(), name="speaking-link"),
]
