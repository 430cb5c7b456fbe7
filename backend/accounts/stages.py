"""Steps of sign-in that differ from django-allauth's own."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponseBase


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
