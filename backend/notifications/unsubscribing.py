"""Links that end the mails of one group without signing in. They open nothing else and do not expire."""

from uuid import UUID

from django.conf import settings
from django.core import signing

_SALT = "notifications.unsubscribe"


def token_for(person_id: UUID, group: str) -> str:
    return signing.dumps([person_id.hex, group], salt=_SALT)


def read_token(token: str) -> tuple[UUID, str] | None:
    """Person and group, or None for anything we did not sign."""
    try:
        person, group = signing.loads(token, salt=_SALT)
        return UUID(hex=person), str(group)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def page_address(token: str) -> str:
    """For people: a page that asks first."""
    return f"{settings.PUBLIC_URL}/unsubscribe/{token}"


def one_click_address(token: str) -> str:
    """For mail programs (RFC 8058): a POST to it is enough."""
    return f"{settings.PUBLIC_URL}/api/v1/unsubscribe/{token}/"
