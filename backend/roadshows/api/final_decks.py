"""Final decks over HTTP: the host's list and what it asks for, and what a company brings for its slot."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.permissions import require
from backend.files import services as files
from backend.roadshows.api.events import EVENTS, shown
from backend.roadshows.models import AgendaItem
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.final_decks import deck_row, deck_slot, decks_of
from backend.roadshows.serializers.events import EventDetailOutput
from backend.roadshows.serializers.final_decks import (
    DeckDeliveryInput,
    DecksDueInput,
    FinalDeckFileOutput,
    FinalDeckOutput,
    FinalDeckPagesOutput,
    FinalDecksOutput,
)
from backend.roadshows.services import final_decks


def _answer(slot: AgendaItem) -> Response:
    return Response(FinalDeckOutput(deck_row(slot, clock.now())).data)


class DecksView(APIView):
    @extend_schema(operation_id="events_decks", tags=EVENTS, responses=FinalDecksOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        viewer = viewer_of(request)
        event = event_by_id(viewer, event_id)
        require(viewer, "roadshows.read_hosts_own", event)
        found = {"due_at": event.decks_due_at, "results": decks_of(event, clock.now())}
        return Response(FinalDecksOutput(found).data)

    @extend_schema(operation_id="events_decks_due", tags=EVENTS, request=DecksDueInput, responses=EventDetailOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, sent = event_by_id(actor, event_id), validated(DecksDueInput, request)
        final_decks.ask_for_decks(actor=actor, event=event, now=clock.now(), **sent)
        return shown(request, event_id)


class SlotDeckView(APIView):
    @extend_schema(operation_id="agenda_slots_deck", tags=EVENTS, responses=FinalDeckOutput)
    def get(self, request: Request, slot_id: UUID) -> Response:
        return _answer(deck_slot(viewer_of(request), slot_id))

    @extend_schema(
        operation_id="agenda_slots_deck_deliver", tags=EVENTS, request=DeckDeliveryInput, responses=FinalDeckOutput
    )
    def put(self, request: Request, slot_id: UUID) -> Response:
        actor = viewer_of(request)
        slot, sent = deck_slot(actor, slot_id), validated(DeckDeliveryInput, request)
        final_decks.deliver_deck(actor=actor, slot=slot, now=clock.now(), **sent)
        return _answer(slot)


class SlotDeckReopenView(APIView):
    @extend_schema(operation_id="agenda_slots_deck_reopen", tags=EVENTS, request=None, responses=FinalDeckOutput)
    def post(self, request: Request, slot_id: UUID) -> Response:
        actor = viewer_of(request)
        slot = deck_slot(actor, slot_id)
        final_decks.reopen_deck(actor=actor, slot=slot, now=clock.now())
        return _answer(slot)


class SlotDeckPagesView(APIView):
    @extend_schema(operation_id="agenda_slots_deck_pages", tags=EVENTS, responses=FinalDeckPagesOutput)
    def get(self, request: Request, slot_id: UUID) -> Response:
        viewer, now = viewer_of(request), clock.now()
        deck = final_decks.open_deck(viewer=viewer, slot=deck_slot(viewer, slot_id))
        pages = files.pages_shown(deck, viewer=viewer, now=now)
        return Response(FinalDeckPagesOutput({"pages": pages}).data)


class SlotDeckFileView(APIView):
    @extend_schema(operation_id="agenda_slots_deck_file", tags=EVENTS, request=None, responses=FinalDeckFileOutput)
    def post(self, request: Request, slot_id: UUID) -> Response:
        viewer = viewer_of(request)
        deck = final_decks.take_deck_along(viewer=viewer, slot=deck_slot(viewer, slot_id))
        return Response(FinalDeckFileOutput({"url": files.signed_address(deck, viewer=viewer, now=clock.now())}).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/decks/", DecksView.as_view(), name="event-decks"),
    path("agenda-slots/<uuid:slot_id>/deck/", SlotDeckView.as_view(), name="slot-deck"),
    path("agenda-slots/<uuid:slot_id>/deck/reopen/", SlotDeckReopenView.as_view(), name="slot-deck-reopen"),
    path("agenda-slots/<uuid:slot_id>/deck/pages/", SlotDeckPagesView.as_view(), name="slot-deck-pages"),
    path("agenda-slots/<uuid:slot_id>/deck/file/", SlotDeckFileView.as_view(), name="slot-deck-file"),
]
