"""Asking to be verified, to claim, or for a standing."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import viewer_of
from backend.organizations import retention, selectors, services
from backend.organizations.api.common import (
    ORGANIZATIONS,
    context_of,
    evidence_of,
    organization_of,
)
from backend.organizations.models import Organization
from backend.organizations.serializers.reviews import (
    ClaimOutput,
    EvidenceTermOutput,
    ReviewInput,
    ReviewOutput,
    StandingInput,
    StandingOutput,
)


class VerificationView(APIView):
    @extend_schema(
        operation_id="request_verification", tags=ORGANIZATIONS, request=ReviewInput, responses={201: ReviewOutput}
    )
    def post(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        data = ReviewInput(data=request.data)
        data.is_valid(raise_exception=True)
        review = services.request_verification(
            actor=person_of(request),
            organization=organization,
            statement=data.validated_data["statement"],
            evidence=evidence_of(request, data.validated_data["evidence"]),
            now=clock.now(),
        )
        return Response(ReviewOutput(review, context=context_of(request)).data, status=status.HTTP_201_CREATED)


class ClaimView(APIView):
    @extend_schema(operation_id="request_claim", tags=ORGANIZATIONS, request=ReviewInput, responses={201: ReviewOutput})
    def post(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        data = ReviewInput(data=request.data)
        data.is_valid(raise_exception=True)
        review = services.request_claim(
            actor=person_of(request),
            organization=organization,
            statement=data.validated_data["statement"],
            evidence=evidence_of(request, data.validated_data["evidence"]),
            now=clock.now(),
        )
        return Response(ReviewOutput(review, context=context_of(request)).data, status=status.HTTP_201_CREATED)


class ReviewsView(APIView):
    @extend_schema(operation_id="list_reviews", tags=ORGANIZATIONS, responses=ReviewOutput(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        rows = selectors.visible_reviews(viewer_of(request)).filter(organization=organization)
        return Response(ReviewOutput(rows[:100], many=True, context=context_of(request)).data)


class MyClaimsView(APIView):
    @extend_schema(operation_id="list_my_claims", tags=ORGANIZATIONS, responses=ClaimOutput(many=True))
    def get(self, request: Request) -> Response:
        rows = selectors.own_claims(person_of(request))
        return Response(ClaimOutput(rows[:100], many=True, context=context_of(request)).data)


class WithdrawReviewView(APIView):
    @extend_schema(operation_id="withdraw_review", tags=ORGANIZATIONS, request=None, responses=ReviewOutput)
    def post(self, request: Request, organization_id: UUID, review_id: UUID) -> Response:
        rows = selectors.visible_reviews(viewer_of(request)).filter(organization_id=organization_id)
        review = services.withdraw_review(
            actor=person_of(request), review=get_object_or_404(rows, pk=review_id), now=clock.now()
        )
        return Response(ReviewOutput(review, context=context_of(request)).data)


class EvidenceTermsView(APIView):
    """How long evidence is kept; the same for everybody, and known before anything is uploaded."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="list_evidence_terms", tags=ORGANIZATIONS, responses=EvidenceTermOutput(many=True), auth=[]
    )
    def get(self, request: Request) -> Response:
        return Response(EvidenceTermOutput(retention.terms_on(timezone.localdate(clock.now())), many=True).data)


class StandingsView(APIView):
    @extend_schema(operation_id="list_my_standings", tags=ORGANIZATIONS, responses=StandingOutput(many=True))
    def get(self, request: Request) -> Response:
        rows = selectors.visible_standings(viewer_of(request)).filter(person=person_of(request))
        context = {**context_of(request), "now": clock.now()}
        return Response(StandingOutput(rows[:100], many=True, context=context).data)

    @extend_schema(
        operation_id="request_standing", tags=ORGANIZATIONS, request=StandingInput, responses={201: StandingOutput}
    )
    def post(self, request: Request) -> Response:
        data = StandingInput(data=request.data)
        data.is_valid(raise_exception=True)
        values, now = data.validated_data, clock.now()
        standing = services.request_standing(
            actor=person_of(request),
            kind=values["kind"],
            statement=values["statement"],
            evidence=evidence_of(request, values["evidence"]),
            organization=_own_organization(request, values["organization"]),
            now=now,
        )
        body = StandingOutput(standing, context={**context_of(request), "now": now}).data
        return Response(body, status=status.HTTP_201_CREATED)


def _own_organization(request: Request, organization_id: UUID | None) -> Organization | None:
    """A standing may be asked for on behalf of an organization one belongs to, and no other."""
    if organization_id is None:
        return None
    mine = Organization.objects.filter(pk__in=list(selectors.roles_of(viewer_of(request))))
    return get_object_or_404(mine, pk=organization_id)
