"""Changing people and the keys they give to machines."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from backend.accounts import exports
from backend.accounts.demo import DemoSignIn
from backend.accounts.enums import TokenScope
from backend.accounts.errors import LastWayIn, TooManyTokens
from backend.accounts.events import AccessEnded
from backend.accounts.models import ApiToken, User
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.digests import digest_of
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume

MAX_TOKENS = 20
EXPORTS = Limit("accounts.export", 5, 3600)
_KEY_PREFIX = "xmh_"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its key, which exists only in this answer."""

    token: ApiToken
    key: str


@transaction.atomic
def update_me(*, actor: User, person: User, **changes: Any) -> User:
    """Change display name, language or personalization of one's own account. Raises NotPermitted."""
    require(actor, "accounts.update_me", person)
    allowed = {name: changes[name] for name in ("display_name", "language", "personalized") if name in changes}
    changed = sorted(name for name, value in allowed.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, allowed[name])
    if changed:
        person.save(update_fields=changed)
        audit.record(actor, "person.updated", person, fields=changed)
    return person


@transaction.atomic
def remove_phone(*, actor: User) -> None:
    """Take the number off one's own account; it and the primary address are told. Quiet without a number.

    Changes of one person's addresses wait for each other. Who asks must have proved themselves: see `sign_in`.
    Raises LastWayIn, NotPermitted.
    """
    require(actor, "accounts.update_me", actor)
    person = User.objects.select_for_update().get(pk=actor.pk)
    if not person.phone:
        return
    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        raise LastWayIn
    removed = person.phone if person.phone_verified else None
    person.phone, person.phone_verified = None, False
    person.save(update_fields=["phone", "phone_verified"])
    audit.record(actor, "person.phone_removed", person)
    if removed:
        outbox.publish(AccessEnded(person_id=person.pk))
        get_adapter().tell_number_removed(person, removed)


@transaction.atomic
def create_token(*, actor: User, label: str, scopes: Iterable[TokenScope], expires_at: datetime | None) -> NewToken:
    """Make a key for a machine; only its hash is kept. Raises TooManyTokens, NotPermitted."""
    require(actor, "accounts.create_token")
    User.objects.select_for_update().get(pk=actor.pk)
    if ApiToken.objects.filter(owner=actor, revoked_at=None).count() >= MAX_TOKENS:
        raise TooManyTokens
    key = _KEY_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner=actor,
        label=label,
        prefix=key[:12],
        digest=digest_of(key),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    audit.record(actor, "token.created", token, scopes=token.scopes)
    return NewToken(token, key)


@transaction.atomic
def revoke_token(*, actor: User, token: ApiToken, now: datetime) -> None:
    """End a key at once. Raises NotPermitted."""
    require(actor, "accounts.revoke_token", token)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.record(actor, "token.revoked", token)
        outbox.publish(AccessEnded(person_id=token.owner_id))


@transaction.atomic
def export_me(*, actor: User, now: datetime) -> dict[str, Any]:
    """Everything the street keeps about the person, as plain JSON. Audited; at most 5 an hour."""
    require(actor, "accounts.export_me")
    consume(EXPORTS, str(actor.pk))
    audit.record(actor, "person.exported", actor)
    return {"exported_at": now.isoformat(), "sections": exports.gather(actor)}


@transaction.atomic
def set_operator(*, actor: Actor, person: User, is_operator: bool) -> bool:
    """Appoint or dismiss somebody who runs the street; False when nothing changed. Raises NotPermitted.

    Holds from the person's next request on. An appointment gives rights only with a second factor.
    """
    require(actor, "accounts.appoint_operators")
    if not User.objects.filter(pk=person.pk, is_operator=not is_operator).update(is_operator=is_operator):
        return False
    audit.record(actor, "person.operator_appointed" if is_operator else "person.operator_dismissed", person)
    if not is_operator:
        outbox.publish(AccessEnded(person_id=person.pk))
    return True


@transaction.atomic
def set_closed(*, actor: Actor, person: User, is_closed: bool) -> bool:
    """Close an account, or open it again; False when nothing changed. Raises NotPermitted.

    Nobody is let in by a closed one, whatever they hold, and what is open ends; its rows stay as they are.
    """
    require(actor, "accounts.close_accounts")
    if not User.objects.filter(pk=person.pk, is_active=is_closed).update(is_active=not is_closed):
        return False
    audit.record(actor, "person.account_closed" if is_closed else "person.account_opened", person)
    if is_closed:
        outbox.publish(AccessEnded(person_id=person.pk))
    return True


@transaction.atomic
def create_demo_person(sign_in: DemoSignIn) -> User:
    """The account behind a demo sign-in: e-mail verified, second factor set up where it is needed. Run twice: once."""
    found = User.objects.filter(email=sign_in.email).first()
    if found is not None:
        return found
    person = User.objects.create_user(
        sign_in.email,
        sign_in.password,
        display_name=sign_in.display_name,
        is_operator=sign_in.is_operator,
        is_demo=True,
    )
    EmailAddress.objects.create(user=person, email=sign_in.email, verified=True, primary=True)
    if sign_in.totp_secret:
        TOTP.activate(person, sign_in.totp_secret)
        RecoveryCodes.activate(person)
    audit.record(SYSTEM, "person.created_for_demo", person)
    return person
