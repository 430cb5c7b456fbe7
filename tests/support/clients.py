"""HTTP clients that are somebody: a session as sign-in leaves it, or a machine's token."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from rest_framework.test import APIClient

from backend.accounts.enums import TokenScope
from backend.accounts.models import ApiToken, User
from backend.core.digests import digest_of


def client_of(person: User | None = None, *, second_factor: bool | None = None, csrf: bool = False) -> APIClient:
    """A browser: signed out without a person. The session has passed the second factor where one is set up,
    unless `second_factor` says otherwise. With `csrf` unsafe calls need the token, as in life.
    """
    client = APIClient(enforce_csrf_checks=csrf)
    if person is None:
        return client
    client.force_login(person, backend="backend.accounts.backends.AccountBackend")
    passed = person.has_second_factor if second_factor is None else second_factor
    records = [{"method": "password", "at": time.time()}]
    if passed:
        records.append({"method": "mfa", "type": "totp", "at": time.time()})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def machine_of(person: User, *scopes: TokenScope) -> APIClient:
    """A machine with a token of the given scopes (read alone when none is named)."""
    key = f"xmh_{person.pk}_{len(scopes)}_{time.monotonic_ns()}"
    ApiToken.objects.create(
        owner=person, label="test", prefix=key[:12], digest=digest_of(key), scopes=list(scopes or [TokenScope.READ])
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client
