"""What a guest who came in by a ticket shows afterwards: signed, for one room, good while the ticket is."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from backend.core.actors import Guest

# Longer than an evening and the morning before it; whoever still has the ticket gets another.
GOOD_FOR = timedelta(days=2)
_SALT = "backend.interactions.pass"


def issue(participant_id: UUID, registration_id: UUID) -> str:
    return signing.dumps([participant_id.hex, registration_id.hex], salt=_SALT)


def read(written: str) -> Guest | None:
    """Whose pass it is; whether they may still come in is asked where they do. None for one that is forged or old."""
    try:
        participant, registration = signing.loads(written, salt=_SALT, max_age=GOOD_FOR)
        return Guest(UUID(participant), UUID(registration))
    except (signing.BadSignature, ValueError):
        return None
