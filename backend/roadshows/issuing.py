"""What every new ticket has of its own, however its holder came to it."""

from typing import TypedDict
from uuid import UUID

from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.roadshows.models.event import new_code
from backend.roadshows.tickets import secret_of


class Issued(TypedDict):
    """Columns of a registration. Of `email` and `phone` the one that the contact is not is None: each is unique where it
    stands. Both are without one.
    """

    id: UUID
    email: str | None
    phone: str | None
    code: str
    secret_digest: str


def issued(contact: str) -> Issued:
    """A new id, short code and link, for a contact in its one spelling, or blank."""
    ticket_id, is_email = new_id(), "@" in contact
    return {
        "id": ticket_id,
        "email": contact if is_email else None,
        "phone": None if is_email else contact or None,
        "code": new_code(8),
        "secret_digest": digest_of(secret_of(ticket_id)),
    }
