"""The people of a pitch, and what a deck says about it."""

from typing import cast
from uuid import UUID

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core import clock
from backend.core.api import validated, viewer_of
from backend.core.errors import NotFound
from backend.core.ratelimit import Limit
from backend.deals.models import PitchTeamMember
from backend.deals.selectors.pitches import pitch_by_id
from backend.deals.selectors.readings import readable_team
from backend.deals.serializers.access import DeckProposalOutput
from backend.deals.serializers.pitch_inputs import FromDeckInput, TeamMemberInput, TeamMemberPatch
from backend.deals.serializers.pitches import TeamMemberOutput
from backend.deals.services import team
from backend.deals.services.from_deck import propose_from_deck
from backend.deals.services.team import MemberChanges


class TeamView(APIView):
    @extend_schema(tags=["pitches"], request=TeamMemberInput, responses={201: TeamMemberOutput})
    def post(self, request: Request, pitch_id: UUID) -> Response:
        actor = viewer_of(request)
        pitch, sent = pitch_by_id(actor, pitch_id), cast(MemberChanges, validated(TeamMemberInput, request))
        member = team.add_team_member(actor=actor, pitch=pitch, changes=sent, now=clock.now())
        return Response(TeamMemberOutput(member, context={"viewer": actor}).data, status=status.HTTP_201_CREATED)


class TeamMemberView(APIView):
    @extend_schema(tags=["pitches"], request=TeamMemberPatch, responses=TeamMemberOutput)
    def patch(self, request: Request, pitch_id: UUID, member_id: UUID) -> Response:
        actor, member = viewer_of(request), _member(request, pitch_id, member_id)
        sent = cast(MemberChanges, validated(TeamMemberPatch, request))
        changed = team.update_team_member(actor=actor, member=member, changes=sent, now=clock.now())
        return Response(TeamMemberOutput(changed, context={"viewer": actor}).data)

    @extend_schema(tags=["pitches"], responses={204: None})
    def delete(self, request: Request, pitch_id: UUID, member_id: UUID) -> Response:
        member = _member(request, pitch_id, member_id)
        team.remove_team_member(actor=viewer_of(request), member=member, now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ConfirmRoleView(APIView):
    @extend_schema(tags=["pitches"], request=None, responses=TeamMemberOutput)
    def post(self, request: Request, pitch_id: UUID, member_id: UUID) -> Response:
        actor, member = viewer_of(request), _member(request, pitch_id, member_id)
        confirmed = team.confirm_role(actor=actor, member=member, now=clock.now())
        return Response(TeamMemberOutput(confirmed, context={"viewer": actor}).data)


class FromDeckView(APIView):
    rate_limit = Limit("deals.from_deck", 60, 3600)

    @extend_schema(tags=["pitches"], request=FromDeckInput, responses=DeckProposalOutput)
    def post(self, request: Request) -> Response:
        proposal = propose_from_deck(actor=viewer_of(request), file_id=validated(FromDeckInput, request)["file"])
        return Response(DeckProposalOutput(proposal).data)


def _member(request: Request, pitch_id: UUID, member_id: UUID) -> PitchTeamMember:
    """An entry whose block the viewer may read; any other id looks as if it did not exist."""
    viewer = viewer_of(request)
    people = readable_team(viewer, pitch_by_id(viewer, pitch_id), clock.now())
    found = next((member for member in people if member.pk == member_id), None)
    if found is None:
        raise NotFound
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("pitches/from-deck/", FromDeckView.as_view(), name="pitch-from-deck"),
    path("pitches/<uuid:pitch_id>/team/", TeamView.as_view(), name="pitch-team"),
    path("pitches/<uuid:pitch_id>/team/<uuid:member_id>/", TeamMemberView.as_view(), name="pitch-team-member"),
    path(
        "pitches/<uuid:pitch_id>/team/<uuid:member_id>/confirm/", ConfirmRoleView.as_view(), name="pitch-team-confirm"
    ),
]
