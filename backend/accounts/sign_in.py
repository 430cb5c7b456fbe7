"""Steps of sign-in that are ours, at django-allauth's own addresses and answered as it answers."""

from typing import Any

from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.headless.account.inputs import ChangePhoneInput
from allauth.headless.account.response import PhoneNumbersResponse
from allauth.headless.account.views import ConfirmLoginCodeView, ManagePhoneView, ResetPasswordView
from allauth.headless.base.response import AuthenticationResponse
from allauth.headless.constants import Client
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from backend.accounts import services
from backend.accounts.selectors import is_own_address


class PhoneView(ManagePhoneView):  # type: ignore[misc]  # allauth has no types
    """allauth reads and replaces a number; taking it away is ours."""

    input_class = {"POST": ChangePhoneInput}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "DELETE" and not request.user.is_authenticated:
            visitor: HttpResponseBase = AuthenticationResponse(request)
            return visitor
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise_if_reauthentication_required(request, app="allauth.account")
        services.remove_phone(actor=self.user)
        none_left: HttpResponseBase = PhoneNumbersResponse(request, [])
        return none_left


class CodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    """A code that signs in proves the address it went to: that, and that others hear of it, is one thing."""

    @transaction.atomic
    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().handle(request, *args, **kwargs)
        return answer


class ResetView(ResetPasswordView):  # type: ignore[misc]
    """A code that went to an address which was taken off the account since sets no password; any other proves it."""

    @transaction.atomic
    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        process = PasswordResetVerificationProcess.resume(request)
        user = process.user if process else None
        if user is not None and not is_own_address(user, email=process.state["email"], phone=None):
            process.abort()
        answer: HttpResponseBase = super().handle(request, *args, **kwargs)
        return answer


urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/code/confirm", CodeView.as_api_view(client=Client.BROWSER)),
    path("auth/password/reset", ResetView.as_api_view(client=Client.BROWSER)),
    path("account/phone", PhoneView.as_api_view(client=Client.BROWSER)),
]
