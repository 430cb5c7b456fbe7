"""A speaker's link: its secret is derived, so that no row keeps it, and another edition of it is another link."""

from uuid import UUID

from django.conf import settings

from backend.core.digests import digest_of
from backend.roadshows.tickets import link_secret


def secret_of(link_id: UUID, edition: int) -> str:
    return link_secret("speaker", link_id, edition)


def link_digest(link_id: UUID, edition: int) -> str:
    """What the row keeps of the link."""
    return digest_of(secret_of(link_id, edition))


def address_of(event_id: UUID, link_id: UUID, edition: int) -> str:
    """Behind the hash, which no browser sends to a server."""
    return f"{settings.PUBLIC_URL}/speaking/{event_id}#link={secret_of(link_id, edition)}"
