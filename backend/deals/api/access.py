"""Who reads what of a pitch: visibility, grants, the agreement, the deck and the team."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.permissions import require
from backend.deals import nda
from backend.deals.api.pitches import shown
from backend.deals.enums import Block
from backend.deals.errors import FirmUnknown
from backend.deals.models import BlockGrant
from backend.deals.selectors.access import accepted_at, grants_of
from backend.deals.selectors.pitches import pitch_by_id
from backend.deals.serializers.access import DeckOutput, GrantInput, GrantOutput, NdaAcceptInput, NdaOutput
from backend.deals.serializers.pitch_inputs import DeckInput, VisibilityInput
from backend.deals.serializers.pitches import PitchDetailOutput
from backend.deals.services import access, pitches
from backend.files import services as files
from backend.files.serializers import refusal_of
from backend.organizations import selectors as organizations


class VisibilityView(APIView):
    @extend_schema(tags=["pitches"], request=VisibilityInput, responses=PitchDetailOutput)
    def put(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, sent = pitch_by_id(actor, pitch_id), validated(VisibilityInput, request)
        pitches.set_visibility(
            actor=actor, pitch=pitch, blocks=sent["blocks"], now=clock.now(), version=sent.get("version")
        )
        return shown(request, pitch)


class GrantsView(GenericAPIView[BlockGrant]):
    serializer_class = GrantOutput

    @extend_schema(operation_id="grants_list", tags=["pitches"], responses=GrantOutput(many=True))
    def get(self, request: Request, pitch_id: UUID) -> Response:
        pitch = pitch_by_id(viewer_of(request), pitch_id)
        require(viewer_of(request), "deals.view_grants", pitch)
        page = self.paginate_queryset(grants_of(pitch)) or []
        return self.get_paginated_response(GrantOutput(page, many=True, context={"now": clock.now()}).data)

    @extend_schema(operation_id="grants_create", tags=["pitches"], request=GrantInput, responses={201: GrantOutput})
    def post(self, request: Request, pitch_id: UUID) -> Response:
        actor, now = viewer_of(request), clock.now()
        pitch, sent = pitch_by_id(actor, pitch_id), validated(GrantInput, request)
        firm = organizations.visible_organizations(actor).filter(pk=sent["firm"]).first()
        if firm is None:
            raise FirmUnknown(fields={"firm": [FirmUnknown.message]})
        blocks = [Block(name) for name in sent["blocks"]]
        grant = access.grant_blocks(
            actor=actor, pitch=pitch, firm=firm, blocks=blocks, expires_at=sent["expires_at"], now=now
        )
        return Response(GrantOutput(grant, context={"now": now}).data, status=status.HTTP_201_CREATED)


class GrantView(APIView):
    @extend_schema(tags=["pitches"], responses={204: None})
    def delete(self, request: Request, pitch_id: UUID, grant_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch = pitch_by_id(actor, pitch_id)
        require(actor, "deals.view_grants", pitch)
        access.revoke_grant(actor=actor, grant=get_object_or_404(grants_of(pitch), pk=grant_id), now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class NdaView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(tags=["pitches"], responses=NdaOutput)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        viewer, text = viewer_of(request), nda.current()
        pitch = pitch_by_id(viewer, pitch_id)
        answer = {
            "version": text.version,
            "sha256": text.sha256,
            "text": text.body(get_language()),
            "accepted_at": accepted_at(viewer, pitch, text.version),
        }
        return Response(NdaOutput(answer).data)


class NdaAcceptView(APIView):
    @extend_schema(tags=["pitches"], request=NdaAcceptInput, responses=PitchDetailOutput)
    def post(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, sent = pitch_by_id(actor, pitch_id), validated(NdaAcceptInput, request)
        access.accept_nda(
            actor=actor,
            pitch=pitch,
            version=sent["version"],
            sha256=sent["sha256"],
            firm_id=sent["firm"],
            now=clock.now(),
        )
        return shown(request, pitch)


class DeckView(APIView):
    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(tags=["pitches"], responses=DeckOutput)
    def get(self, request: Request, pitch_id: UUID) -> Response:
        viewer, now = viewer_of(request), clock.now()
        pitch, deck = access.open_deck(viewer=viewer, pitch_id=pitch_id, now=now)
        pages = files.pages_shown(deck, viewer=viewer, now=now)
        answer = {"version": pitch.deck_version, "state": deck.state, "refusal": refusal_of(deck), "pages": pages}
        return Response(DeckOutput(answer).data)

    @extend_schema(tags=["pitches"], request=DeckInput, responses=PitchDetailOutput)
    def put(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, sent = pitch_by_id(actor, pitch_id), validated(DeckInput, request)
        pitches.attach_deck(
            actor=actor, pitch=pitch, file_id=sent["file"], now=clock.now(), version=sent.get("version")
        )
        return shown(request, pitch)


urlpatterns: list[URLPattern | URLResolver] = [
    path("pitches/<uuid:pitch_id>/visibility/", VisibilityView.as_view(), name="pitch-visibility"),
    path("pitches/<uuid:pitch_id>/grants/", GrantsView.as_view(), name="pitch-grants"),
    path("pitches/<uuid:pitch_id>/grants/<uuid:grant_id>/", GrantView.as_view(), name="pitch-grant"),
    path("pitches/<uuid:pitch_id>/nda/", NdaView.as_view(), name="pitch-nda"),
    path("pitches/<uuid:pitch_id>/nda/accept/", NdaAcceptView.as_view(), name="pitch-nda-accept"),
    path("pitches/<uuid:pitch_id>/deck/", DeckView.as_view(), name="pitch-deck"),
]
