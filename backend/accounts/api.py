"""HTTP of a person's own account; `me/` itself is answered by organizations, which know where a person belongs."""

import time

from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts import demo, proofs, selectors, services
from backend.accounts.errors import TokenNotAllowedHere
from backend.accounts.models import ApiToken, User
from backend.accounts.serializers import (
    AuditOutput,
    DemoSignInOutput,
    ExportOutput,
    NewTokenOutput,
    ProofInput,
    TokenInput,
    TokenOutput,
)
from backend.core import clock
from backend.core.api import viewer_of
from backend.core.errors import NotFound
from backend.core.models import AuditEntry


def person_of(request: Request) -> User:
    """The signed-in person; the default permission has refused everybody else."""
    person = selectors.as_person(viewer_of(request))
    if person is None:
        raise NotFound
    return person


def session_person_of(request: Request) -> User:
    """As `person_of`, for acts a machine must not do: a leaked key may not make more keys."""
    if isinstance(request.auth, ApiToken):
        raise TokenNotAllowedHere
    return person_of(request)


class TokensView(APIView):
    @extend_schema(operation_id="list_my_tokens", tags=["accounts"], responses=TokenOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(TokenOutput(selectors.visible_tokens(person_of(request)), many=True).data)

    @extend_schema(
        operation_id="create_my_token", tags=["accounts"], request=TokenInput, responses={201: NewTokenOutput}
    )
    def post(self, request: Request) -> Response:
        person = session_person_of(request)
        data = TokenInput(data=request.data)
        data.is_valid(raise_exception=True)
        made = services.create_token(actor=person, **data.validated_data)
        return Response(NewTokenOutput(made).data, status=status.HTTP_201_CREATED)


class TokenView(APIView):
    @extend_schema(operation_id="revoke_my_token", tags=["accounts"], responses={204: None})
    def delete(self, request: Request, token_id: str) -> Response:
        person = session_person_of(request)
        token = get_object_or_404(selectors.visible_tokens(person), pk=token_id)
        services.revoke_token(actor=person, token=token, now=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProofRequestView(APIView):
    @extend_schema(operation_id="request_proof_code", tags=["accounts"], request=None, responses={202: None})
    def post(self, request: Request) -> Response:
        proofs.send_code(request._request, session_person_of(request))
        return Response(status=status.HTTP_202_ACCEPTED)


class ProofView(APIView):
    @extend_schema(operation_id="confirm_proof_code", tags=["accounts"], request=ProofInput, responses={204: None})
    def post(self, request: Request) -> Response:
        person = session_person_of(request)
        data = ProofInput(data=request.data)
        data.is_valid(raise_exception=True)
        proofs.confirm_code(request._request, person, data.validated_data["code"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class MyAuditView(generics.ListAPIView[AuditEntry]):
    serializer_class = AuditOutput
    queryset = AuditEntry.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return selectors.visible_own_trail(viewer_of(self.request))

    @extend_schema(operation_id="list_my_audit", tags=["accounts"])
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return self.list(request)


class ExportView(APIView):
    @extend_schema(operation_id="export_me", tags=["accounts"], request=None, responses=ExportOutput)
    def post(self, request: Request) -> Response:
        return Response(services.export_me(actor=session_person_of(request), now=clock.now()))


def _code_of(sign_in: demo.DemoSignIn) -> str:
    if not sign_in.totp_secret:
        return ""
    code: str = format_hotp_value(hotp_value(sign_in.totp_secret, int(time.time()) // mfa.TOTP_PERIOD))
    return code


class DemoSignInsView(APIView):
    """Only where the demo runs; elsewhere this address does not exist."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="list_demo_sign_ins", tags=["accounts"], responses=DemoSignInOutput(many=True), auth=[])
    def get(self, request: Request) -> Response:
        if not settings.DEMO:
            raise NotFound
        return Response(DemoSignInOutput(demo.SIGN_INS, many=True, context={"code_of": _code_of}).data)
