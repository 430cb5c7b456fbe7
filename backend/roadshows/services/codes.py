"""Codes that prove a contact. Asked for by anybody, about anybody: the answer is always the same."""

import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import connection
from django.db.models import QuerySet

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
# Counted and read in one statement, so that no guess is compared that was not counted.
_COUNT_TRY = """
UPDATE roadshows_contactcode SET tries = tries + 1
WHERE event_id = %s AND contact_digest = %s AND tries < %s AND expires_at > %s
RETURNING code_digest
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
        code_digest=_code_digest(event, contact, code),
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
    guess = _code_digest(event, contact, code)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_TRY, [event.pk, _contact_digest(contact), MAX_TRIES, now])
        counted = cursor.fetchone()
    if counted is None or not secrets.compare_digest(counted[0], guess):
        raise WrongCode(fields={"code": [WrongCode.message]})


def use_code(*, event: Event, contact: str, code: str) -> None:
    """Spend a code that was right. Raises WrongCode when another registration has spent it meanwhile."""
    spent, _ = _rows(event, contact, code).delete()
    if not spent:
        raise WrongCode(fields={"code": [WrongCode.message]})


def forget_expired_codes(*, now: datetime) -> int:
    return ContactCode.objects.filter(expires_at__lte=now).delete()[0]


def _rows(event: Event, contact: str, code: str) -> QuerySet[ContactCode]:
    return ContactCode.objects.filter(
        event=event, contact_digest=_contact_digest(contact), code_digest=_code_digest(event, contact, code)
    )


def _contact_digest(contact: str) -> str:
    return keyed_digest("contact", contact)


def _code_digest(event: Event, contact: str, code: str) -> str:
    return keyed_digest("code", f"{event.pk}\n{contact}\n{code}")
