"""Links that end the mails of one group, or one thing that sends them, without signing in.

They open nothing else and do not expire.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing

_SALT = "notifications.unsubscribe"
# Between topic and id; no group has it in its name.
_OF = ":"


def token_for(person_id: UUID, group: str) -> str:
    return signing.dumps([person_id.hex, group], salt=_SALT)


def token_of_thing(person_id: UUID, topic: str, thing_id: UUID) -> str:
    """For one thing of a topic, such as one saved search."""
    return token_for(person_id, f"{topic}{_OF}{thing_id}")


def read_thing(subject: str) -> tuple[str, UUID] | None:
    """Topic and id, or None when the link is about a group."""
    topic, is_thing, thing_id = subject.partition(_OF)
    return (topic, UUID(thing_id)) if is_thing else None


def read_token(token: str) -> tuple[UUID, str] | None:
    """Person and what the link ends, or None for anything we did not sign."""
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
