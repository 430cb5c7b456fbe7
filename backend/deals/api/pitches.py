"""Pitches over HTTP: reading, writing, and the steps of their way."""

from typing import Any
from uuid import UUID

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
from backend.core.api import validated, viewer_of
from backend.core.errors import UnknownSort
from backend.core.listing import asked_of, holding, in_order
from backend.deals.errors import OrganizationUnknown
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import SEARCHED, SORTS, pitch_by_id, visible_pitches
from backend.deals.selectors.readings import read_pitch
from backend.deals.serializers.pitch_inputs import PitchCreateInput, PitchUpdateInput, StepInput
from backend.deals.serializers.pitches import PitchDetailOutput, PitchesParameters, PitchRowOutput, pitch_output
from backend.deals.services import access, pitch_states, pitches, revisions
from backend.organizations import selectors as organizations


def shown(request: Request, pitch: Pitch, code: int = status.HTTP_200_OK) -> Response:
    """The answer after a write: the pitch as the actor reads it now."""
    viewer = viewer_of(request)
    return Response(pitch_output(read_pitch(viewer, pitch_by_id(viewer, pitch.pk), clock.now())), status=code)


class PitchesView(GenericAPIView[Pitch]):
    permission_classes = [IsAuthenticatedOrReadOnly]
    serializer_class: type[Serializer[Any]] = PitchRowOutput

    @extend_schema(
        operation_id="pitches_list",
        tags=["pitches"],
        parameters=[PitchesParameters],
        responses=PitchRowOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        viewer, asked = viewer_of(request), asked_of(request, PitchesParameters)
        own, rows = organizations.roles_of(viewer), visible_pitches(viewer)
        if organization := asked["organization"]:
            rows = rows.filter(organization=organization)
        if state := asked.get("state"):
            rows = rows.filter(state=state)
        if asked["mine"]:
            rows = rows.filter(organization__in=list(own))
        elif asked["sort"] == "updated":
            raise UnknownSort(fields={"sort": [UnknownSort.message]})
        rows = in_order(holding(rows, asked["q"], SEARCHED), SORTS, asked["sort"])
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(PitchRowOutput(page, many=True, context={"own": own}).data)

    @extend_schema(
        operation_id="pitches_create", tags=["pitches"], request=PitchCreateInput, responses={201: PitchDetailOutput}
    )
    def post(self, request: Request) -> Response:
        changes, actor = validated(PitchCreateInput, request), viewer_of(request)
        company = organizations.visible_organizations(actor).filter(pk=changes.pop("organization")).first()
        if company is None:
            raise OrganizationUnknown(fields={"organization": [OrganizationUnknown.message]})
        pitch = pitches.create_pitch(actor=actor, organization=company, changes=changes, now=clock.now())  # type: ignore[arg-type]
        return shown(request, pitch, status.HTTP_201_CREATED)


class PitchView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(operation_id="pitches_retrieve", tags=["pitches"], responses=PitchDetailOutput)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        return Response(pitch_output(access.open_pitch(viewer=viewer_of(request), pitch_id=pitch_id, now=clock.now())))

    @extend_schema(
        operation_id="pitches_update", tags=["pitches"], request=PitchUpdateInput, responses=PitchDetailOutput
    )
    def patch(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, changes = pitch_by_id(actor, pitch_id), validated(PitchUpdateInput, request)
        version = changes.pop("version")
        pitches.update_pitch(actor=actor, pitch=pitch, version=version, changes=changes, now=clock.now())  # type: ignore[arg-type]
        return shown(request, pitch)


class StepView(APIView):
    """One verb of a pitch's way; the services say who may and from which state."""

    step = staticmethod(pitch_states.submit_pitch)

    @extend_schema(tags=["pitches"], request=StepInput, responses=PitchDetailOutput)
    def post(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, sent = pitch_by_id(actor, pitch_id), validated(StepInput, request)
        self.step(actor=actor, pitch=pitch, now=clock.now(), version=sent.get("version"))
        return shown(request, pitch)


class PauseView(StepView):
    step = staticmethod(pitch_states.pause_pitch)


class ResumeView(StepView):
    step = staticmethod(pitch_states.resume_pitch)


class CloseView(StepView):
    step = staticmethod(pitch_states.close_pitch)


class ReopenView(StepView):
    step = staticmethod(pitch_states.reopen_pitch)


class ConfirmView(StepView):
    step = staticmethod(pitch_states.confirm_pitch)


class SubmitRevisionView(StepView):
    step = staticmethod(revisions.submit_revision)


class WithdrawRevisionView(StepView):
    step = staticmethod(revisions.withdraw_revision)


urlpatterns: list[URLPattern | URLResolver] = [
    path("pitches/", PitchesView.as_view(), name="pitches"),
    path("pitches/<uuid:pitch_id>/", PitchView.as_view(), name="pitch"),
    path("pitches/<uuid:pitch_id>/submit/", StepView.as_view(), name="pitch-submit"),
    path("pitches/<uuid:pitch_id>/pause/", PauseView.as_view(), name="pitch-pause"),
    path("pitches/<uuid:pitch_id>/resume/", ResumeView.as_view(), name="pitch-resume"),
    path("pitches/<uuid:pitch_id>/close/", CloseView.as_view(), name="pitch-close"),
    path("pitches/<uuid:pitch_id>/reopen/", ReopenView.as_view(), name="pitch-reopen"),
    path("pitches/<uuid:pitch_id>/confirm/", ConfirmView.as_view(), name="pitch-confirm"),
    path("pitches/<uuid:pitch_id>/submit-revision/", SubmitRevisionView.as_view(), name="pitch-submit-revision"),
    path("pitches/<uuid:pitch_id>/withdraw-revision/", WithdrawRevisionView.as_view(), name="pitch-withdraw-revision"),
]
