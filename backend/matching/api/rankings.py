"""`rankings/…`: which ranking orders the site. For operators; what is asked for is done by a worker."""

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import viewer_of
from backend.matching.enums import RunKind
from backend.matching.models import RankingRun
from backend.matching.selectors import rankings
from backend.matching.serializers.rankings import (
    ExposedOutput,
    LatestRunOutput,
    OverviewOutput,
    RankingSwitchInput,
    RankingTrainInput,
    RunOutput,
)
from backend.matching.services import ranking_runs

TAGS = ["rankings"]


def _accepted(run: RankingRun) -> Response:
    return Response(RunOutput(run).data, status=status.HTTP_202_ACCEPTED)


class RankingsView(APIView):
    @extend_schema(operation_id="get_rankings", tags=TAGS, responses=OverviewOutput)
    def get(self, request: Request) -> Response:
        return Response(OverviewOutput(rankings.overview(viewer_of(request))).data)


class ExposureView(APIView):
    @extend_schema(operation_id="list_exposure", tags=TAGS, responses=ExposedOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(ExposedOutput(rankings.exposed(viewer_of(request), now=clock.now()), many=True).data)


class RunView(APIView):
    @extend_schema(operation_id="get_ranking_run", tags=TAGS, responses=LatestRunOutput)
    def get(self, request: Request) -> Response:
        return Response(LatestRunOutput({"run": rankings.latest_run(viewer_of(request))}).data)


class TrainView(APIView):
    @extend_schema(operation_id="train_ranking", tags=TAGS, request=RankingTrainInput, responses={202: RunOutput})
    def post(self, request: Request) -> Response:
        asked = RankingTrainInput(data=request.data)
        asked.is_valid(raise_exception=True)
        run = ranking_runs.ask(actor=viewer_of(request), kind=RunKind.TRAIN, now=clock.now(), **asked.validated_data)
        return _accepted(run)


class SwitchView(APIView):
    @extend_schema(operation_id="switch_ranking", tags=TAGS, request=RankingSwitchInput, responses={202: RunOutput})
    def post(self, request: Request) -> Response:
        asked = RankingSwitchInput(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data["version"]
        return _accepted(
            ranking_runs.ask(actor=viewer_of(request), kind=RunKind.SWITCH, now=clock.now(), wanted=wanted)
        )


class RollBackView(APIView):
    @extend_schema(operation_id="roll_back_ranking", tags=TAGS, request=None, responses={202: RunOutput})
    def post(self, request: Request) -> Response:
        return _accepted(ranking_runs.ask(actor=viewer_of(request), kind=RunKind.ROLL_BACK, now=clock.now()))


urlpatterns = [
    path("rankings/", RankingsView.as_view()),
    path("rankings/exposure/", ExposureView.as_view()),
    path("rankings/run/", RunView.as_view()),
    path("rankings/train/", TrainView.as_view()),
    path("rankings/switch/", SwitchView.as_view()),
    path("rankings/roll-back/", RollBackView.as_view()),
]
