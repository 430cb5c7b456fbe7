"""What an event asks, over HTTP: written by its host, answered by whoever holds a ticket."""

from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.ratelimit import Limit
from backend.roadshows.api.events import EVENTS, shown
from backend.roadshows.api.guests import event_of_host
from backend.roadshows.api.registrations import PRIVATE, TICKETS
from backend.roadshows.enums import HolderAct
from backend.roadshows.selectors.asking import admitted_to, answers_by_registration, asked_of
from backend.roadshows.selectors.events import event_by_id
from backend.roadshows.selectors.registrations import ticket_by_secret
from backend.roadshows.serializers.asking import (
    AnswersInput,
    EventConsentInput,
    QuestionsInput,
    TicketFormOutput,
    given_of,
)
from backend.roadshows.serializers.events import EventDetailOutput
from backend.roadshows.serializers.walk_ins import AdmittedInput, AdmittedOutput
from backend.roadshows.services import admission, asking


class QuestionsView(APIView):
    @extend_schema(
        operation_id="events_questions_update", tags=EVENTS, request=QuestionsInput, responses=EventDetailOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(QuestionsInput, request)
        lines = [
            asking.QuestionLine(**{**line, "options": [(one["label"], one["label_en"]) for one in line["options"]]})
            for line in sent["questions"]
        ]
        event = event_by_id(actor, event_id)
        asking.write_questions(actor=actor, event=event, edition=sent["edition"], lines=lines, now=clock.now())
        return shown(request, event_id)


class EventConsentView(APIView):
    @extend_schema(
        operation_id="events_consent_update", tags=EVENTS, request=EventConsentInput, responses=EventDetailOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        actor, sent = viewer_of(request), validated(EventConsentInput, request)
        event = event_by_id(actor, event_id)
        asking.write_consent(
            actor=actor, event=event, edition=sent["edition"], words=sent["text"], words_en=sent["text_en"]
        )
        return shown(request, event_id)


class AdmittedView(APIView):
    """Whom a kind of ticket is for that is for a list."""

    @extend_schema(operation_id="events_admitted_retrieve", tags=EVENTS, responses=AdmittedOutput)
    def get(self, request: Request, event_id: UUID, type_id: UUID) -> Response:
        values = admitted_to(event_of_host(request, event_id, "view_vouchers"), type_id)
        return Response(AdmittedOutput({"count": len(values), "values": values}).data, headers=PRIVATE)

    @extend_schema(operation_id="events_admitted_update", tags=EVENTS, request=AdmittedInput, responses=AdmittedOutput)
    def put(self, request: Request, event_id: UUID, type_id: UUID) -> Response:
        event, sent = event_of_host(request, event_id, "view_vouchers"), validated(AdmittedInput, request)
        admission.write_admitted(actor=viewer_of(request), event=event, type_id=type_id, table=sent["table"])
        return self.get(request, event_id, type_id)


class TicketAnswersView(APIView):
    """The link is the right, as for the ticket itself."""

    permission_classes = [AllowAny]
    rate_limit = Limit("roadshows.ticket_answers", 60, 60)

    @extend_schema(operation_id="tickets_answers_retrieve", tags=TICKETS, responses=TicketFormOutput)
    def get(self, request: Request, secret: str) -> Response:
        ticket = ticket_by_secret(secret)
        questions = list(asked_of(ticket, *asking.phases_of(ticket)))
        can_answer = asking.is_changeable(ticket, clock.now())
        form = {
            "questions": questions,
            "answers": answers_by_registration([ticket.pk])[ticket.pk],
            "can_answer": can_answer,
            "can_change": can_answer and HolderAct.ANSWERS in ticket.event.holder_may,
            "may_ask_again": asking.needs_approval(ticket),
        }
        return Response(TicketFormOutput(form).data, headers=PRIVATE)

    @extend_schema(
        operation_id="tickets_answers_update", tags=TICKETS, request=AnswersInput, responses=TicketFormOutput
    )
    def put(self, request: Request, secret: str) -> Response:
        sent = validated(AnswersInput, request)
        asking.change_answers(
            actor=viewer_of(request), registration=ticket_by_secret(secret), given=given_of(sent), now=clock.now()
        )
        return self.get(request, secret)


urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<uuid:event_id>/questions/", QuestionsView.as_view(), name="event-questions"),
    path("events/<uuid:event_id>/own-consent/", EventConsentView.as_view(), name="event-own-consent"),
    path("events/<uuid:event_id>/ticket-types/<uuid:type_id>/admitted/", AdmittedView.as_view(), name="event-admitted"),
    path("tickets/<slug:secret>/answers/", TicketAnswersView.as_view(), name="ticket-answers"),
]
