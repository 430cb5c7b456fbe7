"""Who may be signed in at all: asked when a password is checked, and again when a session is read."""

from allauth.account.auth_backends import AuthenticationBackend

from backend.accounts.models import User


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """django-allauth's, for accounts that are open here."""

    def user_can_authenticate(self, user: User) -> bool:
        return user.is_open
