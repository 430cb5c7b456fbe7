"""Links that end the mails to guests of one host at one contact, without signing in.

They open nothing else and do not expire. What they hold is a digest, so that a link that was passed on tells no address.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing

_SALT = "roadshows.mails.stop"


def token_for(organization_id: UUID, contact_digest: str) -> str:
    return signing.dumps([organization_id.hex, contact_digest], salt=_SALT)


def read_token(token: str) -> tuple[UUID, str] | None:
    """Host and digest of the contact, or None for anything we did not sign."""
    try:
        host, digest = signing.loads(token, salt=_SALT)
        return UUID(hex=host), str(digest)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def page_address(token: str) -> str:
    """For people: a page that asks first."""
    return f"{settings.PUBLIC_URL}/mails/stop/{token}"


def one_click_address(token: str) -> str:
    """For mail programs (RFC 8058): a POST to it is enough."""
    return f"{settings.PUBLIC_URL}/api/v1/mails/stop/{token}/"
