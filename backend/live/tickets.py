"""Tickets: who a socket is, signed and short-lived, so that the handshake needs no session and no database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from backend.accounts.models import ApiToken, User
from backend.accounts.selectors import as_person
from backend.core.actors import PassHolder, Viewer
from backend.core.digests import digest_of
from backend.feeds.passes import claim_of, holder_of
from backend.live.errors import BadTicket

SECONDS = 60
_SALT = "backend.live.ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`person_id` None is a visitor, or the `holder` of a pass. The second factor is that of the session which asked for the ticket.

    `mark` and `token_id` tell whether what let the person in still would: their password, or a machine's token.
    """

    person_id: UUID | None
    language: str
    second_factor: bool
    mark: str
    token_id: UUID | None
    holder: PassHolder | None = None

    @property
    def key(self) -> str:
        """Whose it is; blank of a visitor, of whom nothing is known."""
        known = self.holder.known_as if self.holder else self.person_id
        return str(known) if known else ""


def mark_of(person: User) -> str:
    """Another one with every new password, as it ends sessions."""
    return digest_of(f"{_SALT}\n{person.get_session_auth_hash()}")[:16]


def issue(*, viewer: Viewer, language: str, now: datetime, token: ApiToken | None = None) -> str:
    person = as_person(viewer)
    claim = {
        "p": str(person.pk) if person else "",
        "l": language,
        "f": bool(person and person.second_factor_passed),
        "m": mark_of(person) if person else "",
        "t": str(token.pk) if token else "",
        "h": claim_of(viewer) if isinstance(viewer, PassHolder) else None,
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
    person_id, token_id = (UUID(claim[name]) if claim[name] else None for name in ("p", "t"))
    # One of before there were passes knows none.
    holder = holder_of(claim["h"]) if claim.get("h") else None
    return Ticket(person_id, claim["l"], claim["f"], claim["m"], token_id, holder)
