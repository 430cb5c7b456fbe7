"""Steps of sign-in that differ from django-allauth's own."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginByCodeStage
from django.http import HttpResponseBase

from backend.accounts.selectors import is_own_address


class EmailIfGivenStage(EmailVerificationStage):  # type: ignore[misc]  # allauth has no types
    """Confirm the e-mail address of those who have one; a person known by phone alone has nothing to confirm here."""

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        user = self.login.user
        by_phone_alone = (
            user is not None
            and user.phone is not None
            and user.phone_verified
            and not EmailAddress.objects.filter(user=user).exists()
        )
        if by_phone_alone:
            return None, True
        answer: tuple[HttpResponseBase | None, bool] = super().handle()
        return answer


class CodeOfOwnAddressStage(LoginByCodeStage):  # type: ignore[misc]  # allauth has no types
    """A code opens the account as long as the address it went to is the account's: whoever took an address away took
    away its codes. allauth would sign in, and put the address back.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        email, phone = self.state.get("email"), self.state.get("phone")
        user = self.login.user
        if user is not None and (email or phone) and not is_own_address(user, email=email, phone=phone):
            # Over, as one that nobody gave in time.
            self.state["at"] = 0
