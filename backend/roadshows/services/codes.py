"""Codes that prove a contact. Asked for by anybody, about anybody: the answer is always the same."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.db import connection

from backend.core.errors import Unavailable
from backend.core.ratelimit import Limit, consume, give_back
from backend.roadshows import telling
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.errors import RegistrationClosed, WrongCode
from backend.roadshows.models import ContactCode, Event
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.tickets import keyed_digest

VALID = timedelta(minutes=10)
MAX_TRIES = 5
# A hall of people behind one address registers in the same minutes; one contact needs few codes.
PER_ADDRESS = Limit("roadshows.codes_address", 60, 600)
PER_CONTACT = Limit("roadshows.codes_contact", 5, 3600)
PER_EVENT = Limit("roadshows.codes_event", 2000, 600)
# Counted and read in one statement, so that no guess is compared that was not counted; rows are locked in one order, or two of
# these could wait for each other.
_COUNT_TRIES = """
WITH asked AS (
  SELECT code.id FROM roadshows_contactcode code
  JOIN unnest(%s::uuid[], %s::text[]) AS said (event_id, contact_digest) USING (event_id, contact_digest)
  WHERE code.tries < %s AND code.expires_at > %s ORDER BY code.id FOR UPDATE OF code
)
UPDATE roadshows_contactcode code SET tries = code.tries + 1 FROM asked WHERE code.id = asked.id
RETURNING code.event_id, code.contact_digest, code.code_digest
"""
_USE_CODES = """
DELETE FROM roadshows_contactcode code
USING unnest(%s::uuid[], %s::text[], %s::text[]) AS said (event_id, contact_digest, code_digest)
WHERE (code.event_id, code.contact_digest, code.code_digest) = (said.event_id, said.contact_digest, said.code_digest)
"""


def send_code(*, event: Event, contact: str, address: str, language: str, now: datetime) -> None:
    """Send six digits to the contact; an earlier code of it ends.

    Raises BadContact, RegistrationClosed, TooManyRequests, and Unavailable when nothing can be counted or sent.
    """
    reached = normalize_contact(contact)
    if not takes_registrations(event, now):
        raise RegistrationClosed
    for limit, key in ((PER_ADDRESS, address), (PER_CONTACT, reached), (PER_EVENT, str(event.pk))):
        consume(limit, key, must_count=True)
    code = f"{secrets.randbelow(1_000_000):06}"
    keep_code(event=event, contact=reached, code=code, now=now)
    try:
        telling.send_code(event=event, contact=reached, code=code, language=language)
    except (SMTPException, OSError) as error:
        # Of a code that never left nobody is to be locked out, and nobody is to guess it.
        ContactCode.objects.filter(event=event, contact_digest=_contact_digest(reached)).delete()
        give_back(PER_CONTACT, reached)
        raise Unavailable from error


def keep_code(*, event: Event, contact: str, code: str, now: datetime) -> None:
    """Remember, as digests, that this code is on its way to a contact in its one spelling."""
    row = ContactCode(
        event=event,
        contact_digest=_contact_digest(contact),
        code_digest=_code_digest(event.pk, contact, code),
        expires_at=now + VALID,
    )
    ContactCode.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["event", "contact_digest"],
        update_fields=["code_digest", "expires_at", "tries", "updated_at"],
    )


def count_try(*, event: Event, contact: str, code: str, now: datetime) -> None:
    """Count a guess, for good, before it is compared. Raises WrongCode.

    Must not run inside a transaction that a refusal undoes.
    """
    if not all(count_tries([event.pk], [contact], [code], now=now)):
        raise WrongCode(fields={"code": [WrongCode.message]})


def count_tries(
    event_ids: Sequence[UUID], contacts: Sequence[str], codes: Sequence[str], *, now: datetime
) -> list[bool]:
    """Count one guess of each of several guests, for good, and say whose was right. Likewise outside of a transaction that is
    undone; no contact of an event is given twice.
    """
    asked = [(pk, _contact_digest(contact)) for pk, contact in zip(event_ids, contacts, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_TRIES, [list(event_ids), [digest for _, digest in asked], MAX_TRIES, now])
        counted = {(event_id, contact): code for event_id, contact, code in cursor.fetchall()}
    guesses = (_code_digest(*said) for said in zip(event_ids, contacts, codes, strict=True))
    return [secrets.compare_digest(counted.get(key, ""), guess) for key, guess in zip(asked, guesses, strict=True)]


def use_codes(event_ids: Sequence[UUID], contacts: Sequence[str], codes: Sequence[str]) -> bool:
    """Spend codes that were right. False where another registration has spent one of them meanwhile: then the transaction must
    end.
    """
    guesses = [_code_digest(*said) for said in zip(event_ids, contacts, codes, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_USE_CODES, [list(event_ids), [_contact_digest(contact) for contact in contacts], guesses])
        spent: int = cursor.rowcount
    return spent == len(event_ids)


def use_code(*, event: Event, contact: str, code: str) -> None:
    """Spend a code that was right. Raises WrongCode when another registration has spent it meanwhile."""
    if not use_codes([event.pk], [contact], [code]):
        raise WrongCode(fields={"code": [WrongCode.message]})


def forget_expired_codes(*, now: datetime) -> int:
    return ContactCode.objects.filter(expires_at__lte=now).delete()[0]


def _contact_digest(contact: str) -> str:
    return keyed_digest("contact", contact)


def _code_digest(event_id: UUID, contact: str, code: str) -> str:
    return keyed_digest("code", f"{event_id}\n{contact}\n{code}")
