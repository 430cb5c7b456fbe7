"""Sign-up: an e-mail address or a phone number, never both, a password or none, and a name if one likes."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language

from backend.accounts.models import User
from backend.core.languages import Language, text
from backend.core.names import validate_plain

_ONE_NEEDED = text("请填写邮箱或手机号码。", "Enter an e-mail address or a phone number.")
_ONE_ALONE = text(
    "请只填邮箱或只填手机号码，另一项可在注册后添加。",
    "Enter an e-mail address or a phone number, not both; the other can be added later.",
)


class SignupForm(forms.Form):
    """The base django-allauth builds its own sign-up form on; that one adds email, phone and password."""

    display_name = forms.CharField(max_length=80, required=False, validators=[validate_plain])

    def full_clean(self) -> None:
        # allauth insists on an e-mail address wherever addresses must be confirmed; a phone number will do here.
        if "email" in self.fields:
            self.fields["email"].required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("email") and not data.get("phone") and not self.errors:
            self.add_error("email", str(_ONE_NEEDED))
        # Who proved the number would wait in the account for whoever proves the address.
        if data.get("email") and data.get("phone"):
            self.add_error("phone", str(_ONE_ALONE))
        return data

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made."""
        user.display_name = self.cleaned_data.get("display_name", "")
        language = get_language() or ""
        user.language = language if language in Language.values else Language.ZH_HANS
        user.save(update_fields=["display_name", "language"])
