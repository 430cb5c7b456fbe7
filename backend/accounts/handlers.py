"""What follows from a step of sign-in that django-allauth reports."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    authentication_step_completed,
    email_added,
    email_changed,
    email_confirmed,
    email_removed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_signed_up,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from backend.accounts.events import AccessEnded, ContactProved
from backend.accounts.models import User
from backend.core import audit, outbox


@receiver(user_signed_up)
def on_signed_up(request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(user, "person.signed_up", user)


@receiver(user_logged_in)
def on_signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(user, "person.signed_in", user)


@receiver([password_changed, password_reset, password_set])
@transaction.atomic
def on_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Other sessions have ended with the password before."""
    outbox.publish(AccessEnded(person_id=user.pk))


@receiver(authentication_step_completed)
@transaction.atomic
def on_step_completed(request: HttpRequest, user: User, method: str, email: str | None = None, **_: Any) -> None:
    """A code opens an account whose address was never confirmed: whoever chose its password did not own the address."""
    if method != "code" or not email or not user.has_usable_password():
        return
    if not EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.record(user, "person.unproven_password_dropped", user)
        outbox.publish(AccessEnded(person_id=user.pk))


@receiver(authenticator_added)
def on_second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Setting up a generator proves it at once, so the session has passed the second factor."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    audit.record(user, "second_factor.added", user, type=authenticator.type)


@receiver(authenticator_removed)
@transaction.atomic
def on_second_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(user, "second_factor.removed", user, type=authenticator.type)
    outbox.publish(AccessEnded(person_id=user.pk))


@receiver(email_added)
def on_email_added(request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(user, "person.email_added", user)


@receiver(email_confirmed)
@transaction.atomic
def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    """By the code sent there at sign-up or for a new address, or by one that signed in or set a password."""
    outbox.publish(ContactProved(person_id=email_address.user_id))


@receiver(email_changed)
def on_email_changed(request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(user, "person.email_changed", user)


@receiver(email_removed)
@transaction.atomic
def on_email_removed(request: HttpRequest, user: User, email_address: EmailAddress, **_: Any) -> None:
    """allauth tells the primary address; who reads the removed one is told as well."""
    audit.record(user, "person.email_removed", user)
    if email_address.verified:
        outbox.publish(AccessEnded(person_id=user.pk))
        get_adapter().send_notification_mail("account/email/email_deleted", user, email=email_address.email)
