"""Members, invitations, leaving, and ownership."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import person_of
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.ratelimit import Limit
from backend.organizations import selectors, services
from backend.organizations.api.common import (
    ORGANIZATIONS,
    context_of,
    inner_organization_of,
    organization_of,
)
from backend.organizations.errors import InvitationGone, TransferGone
from backend.organizations.models import Invitation, Membership, OwnershipTransfer
from backend.organizations.serializers.members import (
    InvitationInput,
    InvitationOfferOutput,
    InvitationOutput,
    MemberChange,
    MemberOutput,
    NewInvitationOutput,
    OwnershipInput,
    OwnershipOutput,
    TransferOutput,
)
from backend.organizations.serializers.organizations import OrganizationOutput


class MembersView(APIView):
    @extend_schema(operation_id="list_members", tags=ORGANIZATIONS, responses=MemberOutput(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = inner_organization_of(request, organization_id, "organizations.view_members")
        rows = selectors.visible_members(viewer_of(request)).filter(organization=organization)
        return Response(MemberOutput(rows, many=True, context=context_of(request)).data)


class MemberView(APIView):
    def _member(self, request: Request, organization_id: UUID, member_id: UUID) -> Membership:
        rows = selectors.visible_members(viewer_of(request))
        return get_object_or_404(rows, organization_id=organization_id, pk=member_id)

    @extend_schema(operation_id="update_member", tags=ORGANIZATIONS, request=MemberChange, responses=MemberOutput)
    def patch(self, request: Request, organization_id: UUID, member_id: UUID) -> Response:
        row = self._member(request, organization_id, member_id)
        data = MemberChange(data=request.data)
        data.is_valid(raise_exception=True)
        row = services.update_member(actor=person_of(request), membership=row, now=clock.now(), **data.validated_data)
        return Response(MemberOutput(row, context=context_of(request)).data)

    @extend_schema(operation_id="remove_member", tags=ORGANIZATIONS, responses={204: None})
    def delete(self, request: Request, organization_id: UUID, member_id: UUID) -> Response:
        row = self._member(request, organization_id, member_id)
        services.remove_member(actor=person_of(request), membership=row)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LeaveView(APIView):
    @extend_schema(operation_id="leave_organization", tags=ORGANIZATIONS, request=None, responses={204: None})
    def post(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        services.leave(actor=person_of(request), organization=organization)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationsView(APIView):
    @extend_schema(operation_id="list_invitations", tags=ORGANIZATIONS, responses=InvitationOutput(many=True))
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = inner_organization_of(request, organization_id, "organizations.invite")
        rows = selectors.visible_invitations(viewer_of(request)).filter(organization=organization)
        return Response(InvitationOutput(rows[:100], many=True, context=context_of(request)).data)

    @extend_schema(
        operation_id="create_invitation",
        tags=ORGANIZATIONS,
        request=InvitationInput,
        responses={201: NewInvitationOutput},
    )
    def post(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        data = InvitationInput(data=request.data)
        data.is_valid(raise_exception=True)
        made = services.invite(
            actor=person_of(request), organization=organization, now=clock.now(), **data.validated_data
        )
        body = {"invitation": made.invitation, "link": f"{settings.PUBLIC_URL}/invitations/{made.secret}"}
        return Response(NewInvitationOutput(body, context=context_of(request)).data, status=status.HTTP_201_CREATED)


class InvitationView(APIView):
    @extend_schema(operation_id="revoke_invitation", tags=ORGANIZATIONS, responses={204: None})
    def delete(self, request: Request, organization_id: UUID, invitation_id: UUID) -> Response:
        rows = selectors.visible_invitations(viewer_of(request)).filter(organization_id=organization_id)
        services.revoke_invitation(actor=person_of(request), invitation=get_object_or_404(rows, pk=invitation_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _invitation(secret: str) -> Invitation:
    invitation = selectors.invitation_by_secret(secret, clock.now())
    if invitation is None:
        raise InvitationGone
    return invitation


class SecretAddressView(APIView):
    """The address holds a secret, so a refusal must not write it into the log."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        # What Django's request log looks at before it writes the path.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer


class OfferedInvitationView(SecretAddressView):
    """The holder of a link may look before signing in."""

    permission_classes = [AllowAny]
    rate_limit = Limit("organizations.read_invitation", 30, 60)

    @extend_schema(operation_id="get_invitation", tags=ORGANIZATIONS, responses=InvitationOfferOutput)
    def get(self, request: Request, secret: str) -> Response:
        context = {**context_of(request), "roles": selectors.roles_of(viewer_of(request))}
        return Response(InvitationOfferOutput(_invitation(secret), context=context).data)


class AcceptInvitationView(SecretAddressView):
    @extend_schema(
        operation_id="accept_invitation", tags=ORGANIZATIONS, request=None, responses={201: OrganizationOutput}
    )
    def post(self, request: Request, secret: str) -> Response:
        invitation = _invitation(secret)
        services.accept_invitation(actor=person_of(request), invitation=invitation, now=clock.now())
        body = OrganizationOutput(invitation.organization, context=context_of(request)).data
        return Response(body, status=status.HTTP_201_CREATED)


class OwnershipView(APIView):
    @extend_schema(operation_id="get_ownership_transfer", tags=ORGANIZATIONS, responses=OwnershipOutput)
    def get(self, request: Request, organization_id: UUID) -> Response:
        organization = inner_organization_of(request, organization_id, "organizations.view_members")
        transfer = selectors.open_transfer(viewer_of(request), organization)
        return Response(OwnershipOutput({"transfer": transfer}, context=context_of(request)).data)

    @extend_schema(
        operation_id="offer_ownership", tags=ORGANIZATIONS, request=OwnershipInput, responses={201: TransferOutput}
    )
    def post(self, request: Request, organization_id: UUID) -> Response:
        organization = organization_of(request, organization_id)
        data = OwnershipInput(data=request.data)
        data.is_valid(raise_exception=True)
        members = selectors.visible_members(viewer_of(request)).filter(organization=organization)
        member = get_object_or_404(members, pk=data.validated_data["member_id"])
        transfer = services.offer_ownership(actor=person_of(request), organization=organization, membership=member)
        return Response(TransferOutput(transfer, context=context_of(request)).data, status=status.HTTP_201_CREATED)


def _transfer(request: Request, organization_id: UUID) -> OwnershipTransfer:
    organization = inner_organization_of(request, organization_id, "organizations.view_members")
    transfer = selectors.open_transfer(viewer_of(request), organization)
    if transfer is None:
        raise TransferGone
    return transfer


class AcceptOwnershipView(APIView):
    @extend_schema(operation_id="accept_ownership", tags=ORGANIZATIONS, request=None, responses={204: None})
    def post(self, request: Request, organization_id: UUID) -> Response:
        transfer = _transfer(request, organization_id)
        services.accept_ownership(actor=person_of(request), transfer=transfer, now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeclineOwnershipView(APIView):
    @extend_schema(operation_id="decline_ownership", tags=ORGANIZATIONS, request=None, responses={204: None})
    def post(self, request: Request, organization_id: UUID) -> Response:
        transfer = _transfer(request, organization_id)
        services.decline_ownership(actor=person_of(request), transfer=transfer, now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class CancelOwnershipView(APIView):
    @extend_schema(operation_id="cancel_ownership", tags=ORGANIZATIONS, request=None, responses={204: None})
    def post(self, request: Request, organization_id: UUID) -> Response:
        transfer = _transfer(request, organization_id)
        services.cancel_ownership(actor=person_of(request), transfer=transfer, now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
