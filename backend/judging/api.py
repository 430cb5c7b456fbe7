"""Judging over HTTP: for a judge by their link, and on the host's desk."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.actors import Juror
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.exports import answer_csv, answer_workbook
from backend.core.listing import asked_of
from backend.core.permissions import require
from backend.core.ratelimit import Limit
from backend.feeds import passes
from backend.files import services as files
from backend.files.sending import send
from backend.judging.authentication import HEADER, JudgeAuthentication, JudgeCaller
from backend.judging.enums import DeclaredBy
from backend.judging.errors import LinkRefused
from backend.judging.exporting import table_of
from backend.judging.lines import CriterionLine
from backend.judging.models import Conflict, Judge
from backend.judging.selectors.results import Outcome, drift_of, outcome_of, seen_of_others
from backend.judging.serializers import (
    ConflictInput,
    DeskOutput,
    JudgeInput,
    JudgesViewOutput,
    PanelInput,
    PanelStateInput,
    ResultsParameters,
    RubricEditionInput,
    RubricInput,
    SheetInput,
)
from backend.judging.services import judges, panels
from backend.judging.services.holding import record
from backend.judging.services.sheets import save_sheet
from backend.roadshows.models import Event
from backend.roadshows.rooms import judges_feed
from backend.roadshows.selectors.events import event_by_id, released_items
from backend.roadshows.selectors.stage import page_on_stage
from backend.roadshows.serializers.stage import PageParameters

JUDGING, EVENTS = ["judging"], ["events"]
_LINK = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER, required=True, description="the secret of a judge's link"
)
_PRIVATE = {"Cache-Control": "private, no-store"}


class JudgesView(APIView):
    """Listens to a judge's link and to nothing else."""

    authentication_classes = (JudgeAuthentication,)

    def caller(self, event_id: UUID) -> JudgeCaller:
        """Raises LinkRefused at any event but the judge's own."""
        caller = cast(JudgeCaller, self.request.user)
        if caller.judge.event_id != event_id:
            raise LinkRefused
        return caller


class JudgingView(JudgesView):
    @extend_schema(operation_id="judging_retrieve", tags=JUDGING, parameters=[_LINK], responses=JudgesViewOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return _told(self.caller(event_id).judge)


class SheetView(JudgesView):
    @extend_schema(
        operation_id="judging_sheet_save",
        tags=JUDGING,
        parameters=[_LINK],
        request=SheetInput,
        responses=JudgesViewOutput,
    )
    def put(self, request: Request, event_id: UUID, pitch_id: UUID) -> Response:
        """What is there already is answered as saved."""
        caller, sent = self.caller(event_id), validated(SheetInput, request)
        save_sheet(
            actor=caller.actor,
            event_id=event_id,
            pitch_id=pitch_id,
            edition=sent["edition"],
            points={one["criterion"]: one["value"] for one in sent["points"]},
            is_abstained=sent["is_abstained"],
            comment=sent["comment"],
            now=clock.now(),
        )
        return _told(caller.judge)


class OwnConflictView(JudgesView):
    @extend_schema(
        operation_id="judging_conflict_declare",
        tags=JUDGING,
        parameters=[_LINK],
        request=ConflictInput,
        responses=JudgesViewOutput,
    )
    def put(self, request: Request, event_id: UUID, pitch_id: UUID) -> Response:
        caller, sent = self.caller(event_id), validated(ConflictInput, request)
        judges.declare_own_conflict(
            actor=caller.actor, event_id=event_id, pitch_id=pitch_id, reason=sent["reason"], now=clock.now()
        )
        return _told(caller.judge)

    @extend_schema(
        operation_id="judging_conflict_withdraw", tags=JUDGING, parameters=[_LINK], responses={200: JudgesViewOutput}
    )
    def delete(self, request: Request, event_id: UUID, pitch_id: UUID) -> Response:
        """Of one the judge declared; what the host declared stays."""
        caller = self.caller(event_id)
        judges.withdraw_own_conflict(actor=caller.actor, event_id=event_id, pitch_id=pitch_id)
        return _told(caller.judge)


class JudgesPageView(JudgesView):
    @extend_schema(
        operation_id="judging_page",
        tags=JUDGING,
        parameters=[PageParameters, _LINK],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, event_id: UUID) -> HttpResponseBase:
        """Any page of the deck that is on stage now; of a pitch they have a conflict with only what everybody sees."""
        judge, wish = self.caller(event_id).judge, asked_of(request, PageParameters)
        line = released_items(judge.event).filter(line=wish["item"])
        apart = Conflict.objects.filter(judge=judge, pitch__in=line.values("pitch"))
        shown = page_on_stage(
            judge.event, item_id=wish["item"], number=wish["page"], any_page=lambda: not apart.exists()
        )
        page = files.page_of(shown.deck, shown.number)
        if page is None:
            raise NotFound
        return send(request._request, page, cache="private, no-store")


def _told(judge: Judge) -> Response:
    outcome = outcome_of(judge.event)
    own = {one.sheet.pitch_id: one for one in outcome.sheets if one.sheet.judge_id == judge.pk}
    apart = {one.pitch_id: _as_told(one) for one in outcome.conflicts if one.judge_id == judge.pk}
    shown: Mapping[str, Any] = {
        "event": judge.event,
        "id": judge.pk,
        "name": judge.name,
        "title": judge.title,
        "room_pass": passes.issue(Juror(judge.pk, judge.link_edition)),
        "feed": str(judges_feed(judge.event_id)),
        "panel": outcome.panel,
        "criteria": outcome.rubric,
        "pitches": [
            {
                "pitch": one.pitch,
                "line": one.line,
                "title": one.title,
                "title_en": one.title_en,
                "sheet": own.get(one.pitch.pk),
                "conflict": apart.get(one.pitch.pk),
                "others": seen_of_others(outcome, judge, one.pitch.pk),
            }
            for one in outcome.judged
        ],
        "drift": drift_of(outcome, judge),
    }
    return Response(JudgesViewOutput(shown).data, headers=_PRIVATE)


def _as_told(row: Conflict) -> Conflict:
    """What a host noted of a judge is the host's."""
    if row.declared_by == DeclaredBy.HOST:
        row.reason = ""
    return row


def _hosted(request: Request, event_id: UUID) -> Event:
    """Raises NotFound, NotPermitted."""
    event = event_by_id(viewer_of(request), event_id)
    require(viewer_of(request), "judging.read_judging", event)
    return event


def _desk(request: Request, event_id: UUID, *, code: int = status.HTTP_200_OK) -> Response:
    outcome: Outcome = outcome_of(_hosted(request, event_id))
    shown = {
        **{name: getattr(outcome, name) for name in Outcome.__dataclass_fields__},
        "steps": sorted(panels.STEPS[outcome.panel.state]),
    }
    return Response(DeskOutput(shown).data, headers=_PRIVATE, status=code)


class DeskView(APIView):
    @extend_schema(operation_id="events_judging_retrieve", tags=EVENTS, responses=DeskOutput)
    def get(self, request: Request, event_id: UUID) -> Response:
        return _desk(request, event_id)


class PanelView(APIView):
    @extend_schema(operation_id="events_judging_panel_update", tags=EVENTS, request=PanelInput, responses=DeskOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        sent = validated(PanelInput, request)
        panels.set_rules(actor=viewer_of(request), event_id=event_id, now=clock.now(), **sent)
        return _desk(request, event_id)


class PanelStateView(APIView):
    @extend_schema(
        operation_id="events_judging_state_update", tags=EVENTS, request=PanelStateInput, responses=DeskOutput
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        """Take scores, take no more, show the ranking to everybody, or withdraw it."""
        sent = validated(PanelStateInput, request)
        panels.set_state(actor=viewer_of(request), event_id=event_id, state=sent["state"], now=clock.now())
        return _desk(request, event_id)


class RubricView(APIView):
    @extend_schema(operation_id="events_judging_rubric_update", tags=EVENTS, request=RubricInput, responses=DeskOutput)
    def put(self, request: Request, event_id: UUID) -> Response:
        sent = validated(RubricInput, request)
        lines = [CriterionLine(**one) for one in sent["criteria"]]
        panels.write_rubric(
            actor=viewer_of(request), event_id=event_id, edition=sent["edition"], lines=lines, now=clock.now()
        )
        return _desk(request, event_id)


class DefaultRubricView(APIView):
    @extend_schema(
        operation_id="events_judging_rubric_default", tags=EVENTS, request=RubricEditionInput, responses=DeskOutput
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        sent = validated(RubricEditionInput, request)
        panels.copy_default(actor=viewer_of(request), event_id=event_id, edition=sent["edition"], now=clock.now())
        return _desk(request, event_id)


class JudgesListView(APIView):
    @extend_schema(
        operation_id="events_judging_judges_create", tags=EVENTS, request=JudgeInput, responses={201: DeskOutput}
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        sent = validated(JudgeInput, request)
        judges.add_judge(actor=viewer_of(request), event_id=event_id, **sent)
        return _desk(request, event_id, code=status.HTTP_201_CREATED)


class RenewView(APIView):
    @extend_schema(operation_id="events_judging_judges_renew", tags=EVENTS, request=None, responses=DeskOutput)
    def post(self, request: Request, event_id: UUID, judge_id: UUID) -> Response:
        """A new link; the one before opens nothing any more."""
        judges.renew_link(actor=viewer_of(request), event_id=event_id, judge_id=judge_id)
        return _desk(request, event_id)


class RevokeView(APIView):
    @extend_schema(operation_id="events_judging_judges_revoke", tags=EVENTS, request=None, responses=DeskOutput)
    def post(self, request: Request, event_id: UUID, judge_id: UUID) -> Response:
        judges.revoke_judge(actor=viewer_of(request), event_id=event_id, judge_id=judge_id, now=clock.now())
        return _desk(request, event_id)


class ConflictView(APIView):
    @extend_schema(
        operation_id="events_judging_conflict_declare", tags=EVENTS, request=ConflictInput, responses=DeskOutput
    )
    def put(self, request: Request, event_id: UUID, judge_id: UUID, pitch_id: UUID) -> Response:
        judges.declare_conflict(
            actor=viewer_of(request),
            event_id=event_id,
            judge_id=judge_id,
            pitch_id=pitch_id,
            now=clock.now(),
            **validated(ConflictInput, request),
        )
        return _desk(request, event_id)

    @extend_schema(operation_id="events_judging_conflict_withdraw", tags=EVENTS, responses={200: DeskOutput})
    def delete(self, request: Request, event_id: UUID, judge_id: UUID, pitch_id: UUID) -> Response:
        judges.withdraw_conflict(actor=viewer_of(request), event_id=event_id, judge_id=judge_id, pitch_id=pitch_id)
        return _desk(request, event_id)


class ExportView(APIView):
    rate_limit = Limit("judging.export", 30, 3600)

    @extend_schema(
        operation_id="events_judging_export",
        tags=EVENTS,
        parameters=[ResultsParameters],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        description="The ranking and each judge's scores, safe to open in a spreadsheet; `file=xlsx` gives a workbook.",
    )
    def get(self, request: Request, event_id: UUID) -> HttpResponseBase:
        event, wish = _hosted(request, event_id), asked_of(request, ResultsParameters)
        lines = table_of(outcome_of(event))
        record(viewer_of(request), "results_exported", event, file=wish["file"])
        answering = answer_workbook if wish["file"] == "xlsx" else answer_csv
        answer = answering(request._request, name=f"judging-{event.code}", lines=lines)
        for header, value in _PRIVATE.items():
            answer[header] = value
        return answer


_DESK = "events/<uuid:event_id>/judging/"
_JUDGE = f"{_DESK}judges/<uuid:judge_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("judging/<uuid:event_id>/", JudgingView.as_view(), name="judging"),
    path("judging/<uuid:event_id>/page/", JudgesPageView.as_view(), name="judging-page"),
    path("judging/<uuid:event_id>/sheets/<uuid:pitch_id>/", SheetView.as_view(), name="judging-sheet"),
    path("judging/<uuid:event_id>/conflicts/<uuid:pitch_id>/", OwnConflictView.as_view(), name="judging-conflict"),
    path(_DESK, DeskView.as_view(), name="event-judging"),
    path(f"{_DESK}panel/", PanelView.as_view(), name="event-judging-panel"),
    path(f"{_DESK}state/", PanelStateView.as_view(), name="event-judging-state"),
    path(f"{_DESK}rubric/", RubricView.as_view(), name="event-judging-rubric"),
    path(f"{_DESK}rubric/default/", DefaultRubricView.as_view(), name="event-judging-rubric-default"),
    path(f"{_DESK}judges/", JudgesListView.as_view(), name="event-judging-judges"),
    path(f"{_JUDGE}renew/", RenewView.as_view(), name="event-judging-judge-renew"),
    path(f"{_JUDGE}revoke/", RevokeView.as_view(), name="event-judging-judge-revoke"),
    path(f"{_JUDGE}conflicts/<uuid:pitch_id>/", ConflictView.as_view(), name="event-judging-conflict"),
    path(f"{_DESK}results/", ExportView.as_view(), name="event-judging-export"),
]
