"""People and the keys they give to machines."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Now

from backend.core.ids import new_id
from backend.core.languages import Language
from backend.core.models import BaseModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class AddressField(models.EmailField):  # type: ignore[type-arg]  # no subscript at run time
    """An e-mail address, stored as NULL for none: django-allauth writes a blank when the last one is removed."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or None


class User(AbstractBaseUser):
    """A person. Signs in by e-mail or phone; at least one of the two is always there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # NULL, not blank, for absent: e-mail addresses and proved numbers are unique.
    email = AddressField(max_length=254, null=True, blank=True, unique=True, help_text="lower case")
    phone = models.CharField(max_length=20, null=True, blank=True, help_text="E.164")  # noqa: DJ001
    phone_verified = models.BooleanField(default=False)
    display_name = models.CharField(max_length=80, blank=True, default="")
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    is_active = models.BooleanField(default=True)
    # Runs the street: reviews organizations, pitches and standings. Needs a second factor.
    is_operator = models.BooleanField(default=False)
    # Personal traits may shape this person's ranking (PIPL art. 24: can be switched off).
    personalized = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    # Set at the border of a request: has this session passed the second factor? None outside of a session.
    second_factor_passed: bool | None = None
    # Set there too: a machine acts with a token of this person. The audit trail tells the two apart.
    acts_by_token: bool = False
    # Things worked out once in a request, such as the person's roles. None outside of one: nothing is remembered.
    memo: dict[str, Any] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
            models.CheckConstraint(condition=~models.Q(email=Value("")), name="user_email_not_blank"),
            # An unproved number may be claimed by several; it is nobody's until one of them proves it.
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(phone_verified=True), name="user_phone_verified_once"
            ),
            models.CheckConstraint(
                condition=models.Q(phone_verified=False) | models.Q(phone__isnull=False),
                name="user_verified_phone_is_there",
            ),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False), name="user_reachable"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(self.pk)

    @property
    def is_open(self) -> bool:
        """May be signed in. Everybody knows the demo's passwords, so its people are there only where it runs."""
        return self.is_active and (settings.DEMO or not self.is_demo)

    @property
    def is_staff(self) -> bool:
        return self.is_operator

    @property
    def has_second_factor(self) -> bool:
        """Has a one-time password generator been set up? One query, remembered in a request."""
        if self.memo is not None and "second_factor" in self.memo:
            return bool(self.memo["second_factor"])
        found: bool = Authenticator.objects.filter(user=self, type=Authenticator.Type.TOTP).exists()
        if self.memo is not None:
            self.memo["second_factor"] = found
        return found

    @property
    def acts_as_operator(self) -> bool:
        """Operator rights hold only with a second factor, passed by the session where there is one."""
        return bool(self.is_operator and self.second_factor_passed is not False and self.has_second_factor)


class ApiToken(BaseModel):
    """A revocable key for a machine. Only its hash is stored; the key is shown once."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.label}"
