"""Tickets: who a socket is, signed and short-lived, so that the handshake needs no session and no database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from backend.accounts.models import ApiToken, User
from backend.accounts.selectors import as_person
from backend.core.actors import Guest, Juror, Viewer
from backend.core.digests import digest_of
from backend.live.errors import BadTicket

SECONDS = 60
_SALT = "backend.live.ticket"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`person_id` None is a visitor, or the `guest` or the `juror` of a pass. The second factor is that of the session which asked for the ticket.

    `mark` and `token_id` tell whether what let the person in still would: their password, or a machine's token.
    """

    person_id: UUID | None
    language: str
    second_factor: bool
    mark: str
    token_id: UUID | None
    guest: tuple[UUID, UUID] | None
    juror: tuple[UUID, int] | None = None

    @property
    def key(self) -> str:
        """Whose it is; blank of a visitor, of whom nothing is known."""
        passes = self.guest or self.juror
        known = passes[0] if passes else self.person_id
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
        "g": [str(viewer.participant_id), str(viewer.registration_id)] if isinstance(viewer, Guest) else None,
        "j": [str(viewer.judge_id), viewer.link_edition] if isinstance(viewer, Juror) else None,
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
    # One of before there were guests knows none.
    guest = (UUID(claim["g"][0]), UUID(claim["g"][1])) if claim.get("g") else None
    juror = (UUID(claim["j"][0]), int(claim["j"][1])) if claim.get("j") else None
    return Ticket(person_id, claim["l"], claim["f"], claim["m"], token_id, guest, juror)
