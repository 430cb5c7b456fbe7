"""How django-allauth reads and writes our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest

from backend.accounts import mails, proofs
from backend.accounts.errors import AddressTaken, BadPhone
from backend.accounts.events import ContactProved
from backend.accounts.models import User
from backend.accounts.phones import normalize_phone
from backend.accounts.sealing import seal, unseal
from backend.accounts.sms import send_sms
from backend.core import audit, outbox
from backend.core.languages import text

_MFA = "accounts.mfa"
_CODE = text(
    "【香蜜湖创投街区】您的验证码是 {code}，15 分钟内有效。如非本人操作请忽略。",
    "[Xiangmihu] Your code is {code}, valid for 15 minutes. Ignore this if it was not you.",
)
_NO_ACCOUNT = text(
    "【香蜜湖创投街区】有人用此号码登录，但该号码尚未注册。如非本人操作请忽略。",
    "[Xiangmihu] Somebody tried to sign in with this number, which has no account. Ignore this if it was not you.",
)
_HAS_ACCOUNT = text(
    "【香蜜湖创投街区】有人用此号码注册，但该号码已有账号，请直接登录。如非本人操作请忽略。",
    "[Xiangmihu] Somebody tried to sign up with this number, which has an account already. Just sign in.",
)
_NUMBER_REPLACED = text(
    "【香蜜湖创投街区】您账号的手机号码已更换，此号码不能再用于登录。如非本人操作，请立即联系街区。",
    "[Xiangmihu] The number of your account was replaced; this one no longer signs in. If it was not you, tell us at once.",
)
_NUMBER_REMOVED = text(
    "【香蜜湖创投街区】此号码已从您的账号移除，不能再用于登录。如非本人操作，请立即联系街区。",
    "[Xiangmihu] This number was removed from your account and no longer signs in. If it was not you, tell us at once.",
)


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers, codes by SMS, and the language of mails.

    A number belongs to an account once its holder has proved it. Until then it names nobody: others may still sign up
    with it, and nobody signs in by it.
    """

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person whose password this is. To a closed account every password is wrong; allauth would go on with it."""
        person: User | None = super().authenticate(request, **credentials)
        return person if person is not None and person.is_open else None

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        # Both addresses are set before the row is first written: one of the two must be there.
        user.phone = form.cleaned_data.get("phone") or None
        saved: User = super().save_user(request, user, form, commit=False)
        saved.email = saved.email or None
        if commit:
            saved.save()
        return saved

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """The primary one stays: it is how its person is reached, and perhaps their only way in."""
        return not email_address.primary

    def clean_phone(self, phone: str) -> str:
        try:
            return normalize_phone(phone)
        except BadPhone as error:
            raise ValidationError(str(error.detail), code="invalid_phone") from error

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        if not user._state.adding:
            user.save(update_fields=["phone", "phone_verified"])

    @transaction.atomic
    def set_phone_verified(self, user: User, phone: str) -> None:
        """The number is the person's from now on; whoever only claimed it keeps their account without it."""
        if user.phone == phone and user.phone_verified:
            return
        others = User.objects.filter(phone=phone, phone_verified=False).exclude(pk=user.pk)
        others.exclude(email=None).update(phone=None)
        replaced = user.phone if user.phone_verified else None
        self.set_phone(user, phone, True)
        audit.record(user, "person.phone_verified", user)
        outbox.publish(ContactProved(person_id=user.pk))
        if replaced:
            send_sms(to=replaced, text=str(_NUMBER_REPLACED))
            self.send_notification_mail("account/email/phone_changed", user)

    def tell_number_removed(self, user: User, phone: str) -> None:
        """To the number that was proved, and to the primary address."""
        send_sms(to=phone, text=str(_NUMBER_REMOVED))
        self.send_notification_mail("account/email/phone_removed", user)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Raises AddressTaken: another account may hold the address without having confirmed it."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            raise AddressTaken
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def clean_password(self, password: str, user: User | None = None) -> str:
        """A first password opens the account from then on, so it needs what a new address needs."""
        request = self.request
        if user and request and request.user.is_authenticated and not user.has_usable_password():
            raise_if_reauthentication_required(request, app="allauth.account")
        cleaned: str = super().clean_password(password, user=user)
        return cleaned

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Raises ReauthenticationRequired itself for those whom allauth would ask for nothing, see `proofs`."""
        person = self.request.user
        if not get_reauthentication_flows(person) and not proofs.is_proved(self.request, person):
            raise ReauthenticationRequired
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone, phone_verified=True).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        send_sms(to=phone, text=str(_CODE).format(code=code))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        send_sms(to=phone, text=str(_NO_ACCOUNT))

    def send_account_already_exists_sms(self, phone: str) -> None:
        send_sms(to=phone, text=str(_HAS_ACCOUNT))

    def get_login_stages(self) -> list[str]:
        ours = {
            "allauth.account.stages.EmailVerificationStage": "backend.accounts.stages.EmailIfGivenStage",
            "allauth.account.stages.LoginByCodeStage": "backend.accounts.stages.CodeOfOwnAddressStage",
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        name = template_prefix.rsplit("/", 1)[-1]
        known = {**context, "public_url": settings.PUBLIC_URL}
        subject, body = mails.render(name, mails.language_of(email), known)
        return EmailMessage(subject, body, self.get_from_email(), [email], headers=headers)


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted, under a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return seal(_MFA, text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(_MFA, encrypted_text)
