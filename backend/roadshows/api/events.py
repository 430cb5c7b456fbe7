"""Events over HTTP: the public list and page, the host's writing, and the answers of companies asked to pitch."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.core import clock
from backend.core.actors import Viewer
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.listing import asked_of
from backend.core.pagination import NumberedPagination
from backend.core.permissions import may
from backend.organizations import selectors as organizations
from backend.roadshows.errors import OrganizationUnknown
from backend.roadshows.models import AgendaItem, Event, ReleasedItem
from backend.roadshows.selectors import events as selectors
from backend.roadshows.selectors.agenda import newest_release
from backend.roadshows.selectors.asking import questions_shown
from backend.roadshows.selectors.helping import helpers_shown
from backend.roadshows.selectors.vouchers import has_open_vouchers
from backend.roadshows.selectors.waiting import sales_in_line
from backend.roadshows.serializers.events import (
    MOST_ROWS_OF_DAYS,
    AgendaInput,
    EventCancelInput,
    EventCreateInput,
    EventDetailOutput,
    EventParameters,
    EventRowOutput,
    EventStepInput,
    EventUpdateInput,
    HostsOutput,
    QuotasInput,
    SlotAnswerInput,
    SlotOutput,
    TicketTypesInput,
)
from backend.roadshows.services import agenda, event_states, events, quotas, ticketing

EVENTS = ["events"]


def shown(request: Request, event_id: UUID, code: int = status.HTTP_200_OK) -> Response:
    """The event as the viewer reads it now. Raises NotFound."""
    viewer = viewer_of(request)
    return Response(detail_of(viewer, selectors.event_by_id(viewer, event_id)), status=code)


def detail_of(viewer: Viewer, event: Event) -> Any:
    """The wire form of an event the viewer may see, as they read it now."""
    now = clock.now()
    prefetch_related_objects([event], "ticket_types", "quotas__kinds")
    items: list[AgendaItem | ReleasedItem] = list(selectors.visible_agenda(viewer, event))
    belongs = may(viewer, "roadshows.belong_to_event", event)
    drafts = list(selectors.draft_agenda(event)) if belongs else []
    context = {
        "viewer": viewer,
        "belongs": belongs,
        # Who is at the desk meets guests of every kind.
        "knows_kinds": belongs or may(viewer, "roadshows.view_registrations", event),
        "is_open": selectors.takes_registrations(event, now),
        "takes_vouchers": has_open_vouchers(event),
        "sales": sales_in_line(event, now),
        "agenda": items,
        "agenda_draft": drafts,
        "agenda_release": newest_release(event),
        "readable": selectors.readable_pitches(viewer, [*items, *drafts]),
        "questions": questions_shown(event, belongs=belongs),
        "helpers": helpers_shown(viewer, event, now),
    }
    return EventDetailOutput(event, context=context).data


class EventPages(NumberedPagination):
    max_page_size = MOST_ROWS_OF_DAYS


class EventsView(GenericAPIView[Event]):
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class: type[Serializer[Any]] = EventRowOutput
    pagination_class = EventPages

    @extend_schema(
        operation_id="events_list", tags=EVENTS, parameters=[EventParameters], responses=EventRowOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        viewer, wish = viewer_of(request), asked_of(request, EventParameters)
        rows = selectors.visible_events(viewer)
        # Drafts stand on their host's desk, not in the street's own list.
        rows = rows.filter(selectors.own_events(viewer) if wish["mine"] else selectors.was_published())
        rows = selectors.narrowed(
            rows,
            now=clock.now(),
            preset=wish["preset"],
            sector=wish["sector"],
            district=wish["district"],
            when=wish["when"],
            words=wish["q"],
            since=wish.get("since"),
            until=wish.get("until"),
            series=wish["series"],
        )
        page = self.paginate_queryset(rows.prefetch_related("ticket_types", "quotas")) or []
        return self.get_paginated_response(EventRowOutput(page, many=True).data)

    @extend_schema(
        operation_id="events_create", tags=EVENTS, request=EventCreateInput, responses={201: EventDetailOutput}
    )
    def post(self, request: Request) -> Response:
        changes, actor = validated(EventCreateInput, request), viewer_of(request)
        host = organizations.visible_organizations(actor).filter(pk=changes.pop("organization")).first()
        if host is None:
            raise OrganizationUnknown(fields={"organization": [OrganizationUnknown.message]})
        event = events.create_event(actor=actor, organization=host, changes=changes, now=clock.now())  # type: ignore[arg-type]
        return shown(request, event.pk, status.HTTP_201_CREATED)


class TicketTypesView(APIView):
    @extend_schema(
        operation_id="events_ticket_types_update", tags=EVENTS, request=TicketTypesInput, responses=EventDetailOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(TicketTypesInput, request)
        lines = [ticketing.TypeLine(**line) for line in sent["types"]]
        event = selectors.event_by_id(actor, event_id)
        ticketing.write_types(actor=actor, event=event, edition=sent["edition"], lines=lines)
        return shown(request, event_id)


class QuotasView(APIView):
    @extend_schema(operation_id="events_quotas_update", tags=EVENTS, request=QuotasInput, responses=EventDetailOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(QuotasInput, request)
        lines = [quotas.QuotaLine(**line) for line in sent["quotas"]]
        event = selectors.event_by_id(actor, event_id)
        quotas.write_quotas(actor=actor, event=event, edition=sent["edition"], lines=lines)
        return shown(request, event_id)


class EventView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="events_retrieve", tags=EVENTS, responses=EventDetailOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return shown(request, event_id)

    @extend_schema(operation_id="events_update", tags=EVENTS, request=EventUpdateInput, responses=EventDetailOutput)
    def patch(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, changes = selectors.event_by_id(actor, event_id), validated(EventUpdateInput, request)
        edition = changes.pop("edition")
        events.update_event(actor=actor, event=event, edition=edition, changes=changes, now=clock.now())  # type: ignore[arg-type]
        return shown(request, event_id)


class AgendaView(APIView):
    @extend_schema(operation_id="events_agenda", tags=EVENTS, request=AgendaInput, responses=EventDetailOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, sent = selectors.event_by_id(actor, event_id), validated(AgendaInput, request)
        agenda.replace_agenda(actor=actor, event=event, now=clock.now(), **sent)
        return shown(request, event_id)


class StepView(APIView):
    """One verb of an event's way; the services say who may and from which state."""

    step: Callable[..., Event]

    @extend_schema(tags=EVENTS, request=EventStepInput, responses=EventDetailOutput)
    def post(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, sent = selectors.event_by_id(actor, event_id), validated(EventStepInput, request)
        self.step(actor=actor, event=event, now=clock.now(), edition=sent["edition"])
        return shown(request, event_id)


class SubmitView(StepView):
    step = staticmethod(event_states.submit_event)


class WithdrawView(StepView):
    step = staticmethod(event_states.withdraw_event)


class BeginView(StepView):
    step = staticmethod(event_states.begin_event)


class EndView(StepView):
    step = staticmethod(event_states.end_event)


class CancelView(APIView):
    @extend_schema(
        operation_id="events_cancel_create", tags=EVENTS, request=EventCancelInput, responses=EventDetailOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        actor = viewer_of(request)
        event, sent = selectors.event_by_id(actor, event_id), validated(EventCancelInput, request)
        event_states.cancel_event(actor=actor, event=event, now=clock.now(), **sent)
        return shown(request, event_id)


class HostsView(APIView):
    @extend_schema(operation_id="event_hosts", tags=EVENTS, responses=HostsOutput)
    def get(self, request: Request) -> Response:
        return Response(HostsOutput(list(selectors.hosts_of(viewer_of(request), clock.now()))).data)


class SlotsView(GenericAPIView[AgendaItem]):
    serializer_class: type[Serializer[Any]] = SlotOutput

    @extend_schema(operation_id="agenda_slots_list", tags=EVENTS, responses=SlotOutput(many=True))
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        page = self.paginate_queryset([*selectors.slots_of(viewer), *selectors.dropped_slots(viewer)]) or []
        return self.get_paginated_response(SlotOutput(page, many=True).data)


class SlotView(APIView):
    @extend_schema(operation_id="agenda_slots_answer", tags=EVENTS, request=SlotAnswerInput, responses=SlotOutput)
    def post(self, request: Request, slot_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(SlotAnswerInput, request)
        slot = selectors.slots_of(actor).filter(pk=slot_id).first()
        if slot is not None:
            agenda.answer_slot(actor=actor, item=slot, now=clock.now(), **sent)
            return Response(SlotOutput(selectors.slots_of(actor).get(pk=slot_id)).data)
        dropped = next((one for one in selectors.dropped_slots(actor) if one.pk == slot_id), None)
        if dropped is None or sent["accepts"]:
            raise NotFound
        return Response(SlotOutput(agenda.leave_agenda(actor=actor, slot=dropped, now=clock.now())).data)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", EventsView.as_view(), name="events"),
    path("events/hosts/", HostsView.as_view(), name="event-hosts"),
    path("events/<uuid:event_id>/", EventView.as_view(), name="event"),
    path("events/<uuid:event_id>/agenda/", AgendaView.as_view(), name="event-agenda"),
    path("events/<uuid:event_id>/ticket-types/", TicketTypesView.as_view(), name="event-ticket-types"),
    path("events/<uuid:event_id>/quotas/", QuotasView.as_view(), name="event-quotas"),
    path("events/<uuid:event_id>/submit/", SubmitView.as_view(), name="event-submit"),
    path("events/<uuid:event_id>/withdraw/", WithdrawView.as_view(), name="event-withdraw"),
    path("events/<uuid:event_id>/begin/", BeginView.as_view(), name="event-begin"),
    path("events/<uuid:event_id>/end/", EndView.as_view(), name="event-end"),
    path("events/<uuid:event_id>/cancel/", CancelView.as_view(), name="event-cancel"),
    path("agenda-slots/", SlotsView.as_view(), name="agenda-slots"),
    path("agenda-slots/<uuid:slot_id>/answer/", SlotView.as_view(), name="agenda-slot-answer"),
]
