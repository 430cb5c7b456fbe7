"""Tickets: who a socket is, signed and short-lived, so that the handshake needs no session and no database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.live.errors import BadTicket

SECONDS = 60
_SALT = "backend.live.ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`person_id` None is a visitor. The second factor is that of the session which asked for the ticket."""

    person_id: UUID | None
    language: str
    second_factor: bool


def issue(*, viewer: Viewer, language: str, now: datetime) -> str:
    person = as_person(viewer)
    claim = {
        "p": str(person.pk) if person else "",
        "l": language,
        "f": bool(person and person.second_factor_passed),
        "e": int(now.timestamp()) + SECONDS,
    }
    return signing.dumps(claim, salt=_SALT)


def read(written: str, *, now: datetime) -> Ticket:
    """Raises BadTicket when it is forged or its minute is over."""
    try:
        claim = signing.loads(written, salt=_SALT)
    except signing.BadSignature as error:
        raise BadTicket from error
    if claim["e"] <= now.timestamp():
        raise BadTicket
    return Ticket(UUID(claim["p"]) if claim["p"] else None, claim["l"], claim["f"])
