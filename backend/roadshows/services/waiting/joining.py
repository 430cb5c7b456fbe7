"""Joining the waiting list of an event that is full, with an account or without one."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg import errors as postgres

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.accounts.selectors import proved_contact
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.roadshows import consent
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import SaleState, WaitState
from backend.roadshows.errors import (
    AlreadyRegistered,
    AlreadyWaiting,
    ConsentOutdated,
    GroupSizeWrong,
    KeyNeeded,
    KeyReused,
    NoProvedContact,
    NoWaitingList,
    PlacesLeft,
    RegistrationClosed,
)
from backend.roadshows.events import WaitingJoined
from backend.roadshows.models import Event, TicketType, WaitlistEntry
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.places import free_of
from backend.roadshows.selectors.registrations import live_registration
from backend.roadshows.selectors.waiting import live_entry, sales_in_line
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.codes import count_try, use_code
from backend.roadshows.services.entry import require_entry
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.registrations import MAX_KEY, tell_holder
from backend.roadshows.services.ticketing import type_to_take
from backend.roadshows.tickets import keyed_digest, waiting_secret_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody fills in who wants to wait, for so many places as they want at once. No `code` where the account has
    proved the contact; without `kinds` the only one there is.
    """

    name: str
    organization: str
    contact: str
    code: str
    consent_version: str
    kinds: tuple[UUID, ...] = ()
    party_size: int = 1

    def digest(self) -> str:
        """Keyed, for a code is short."""
        return keyed_digest("waiting request", json.dumps(asdict(self), sort_keys=True, default=str))

    def own_key(self, key: str) -> str:
        """What a key is kept as: nobody's key answers, or stands in the way of, anybody else."""
        return keyed_digest("waiting key", f"{self.contact}\n{key}")


def join(*, actor: Actor, event: Event, wish: Wish, key: str, language: str, now: datetime) -> WaitlistEntry:
    """Go to the end of the line; the link of the entry is sent to the contact. The same key and body answer the same.

    Raises KeyNeeded, KeyReused, RegistrationClosed, NoWaitingList, ConsentOutdated, BadContact, WrongCode,
    TicketTypeUnknown, TicketTypeNotOffered, TicketTypeNotOnSale, GroupSizeWrong for more or fewer than may be taken at once of
    any of the kinds, what `admission` raises, PlacesLeft, AlreadyRegistered, which sends the ticket once more, and
    AlreadyWaiting, which sends the link once more.
    """
    wish = replace(wish, contact=normalize_contact(wish.contact))
    if (before := _checked(event, wish, key, now)) is not None:
        return before
    count_try(event=event, contact=wish.contact, code=wish.code, now=now)
    return _try(actor, event, wish, key, language, now, is_proved=False)


def join_member(*, actor: User, event: Event, wish: Wish, key: str, language: str, now: datetime) -> WaitlistEntry:
    """As `join`, by what the account has proved: contact and code of the wish are not looked at.

    Raises NoProvedContact and what `join` raises.
    """
    contact = proved_contact(actor)
    if not contact:
        raise NoProvedContact
    wish = replace(wish, contact=contact, code="")
    if (before := _checked(event, wish, key, now)) is not None:
        return before
    return _try(actor, event, wish, key, language, now, is_proved=True)


def _checked(event: Event, wish: Wish, key: str, now: datetime) -> WaitlistEntry | None:
    """What the key was answered before, or None where the question may be answered now."""
    if not 0 < len(key) <= MAX_KEY:
        raise KeyNeeded
    if (before := _answered(event, wish, key)) is not None:
        return before
    if not takes_registrations(event, now):
        raise RegistrationClosed
    if not event.has_waiting_list:
        raise NoWaitingList
    if wish.consent_version != consent.current().version:
        raise ConsentOutdated
    return None


def _answered(event: Event, wish: Wish, key: str) -> WaitlistEntry | None:
    """What this key was answered before. Raises KeyReused when it was another question."""
    row = WaitlistEntry.objects.filter(event=event, idempotency_key=wish.own_key(key)).first()
    if row is not None and row.request_digest != wish.digest():
        raise KeyReused
    return row


def _try(
    actor: Actor, event: Event, wish: Wish, key: str, language: str, now: datetime, *, is_proved: bool
) -> WaitlistEntry:
    if live_registration(event, wish.contact) is not None:
        _send_ticket_again(event, wish, is_proved=is_proved)
        raise AlreadyRegistered
    try:
        return _join(actor, event, wish, key, language, now, is_proved=is_proved)
    except IntegrityError as error:
        if (before := _answered(event, wish, key)) is not None:
            return before
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        _send_link_again(event, wish, is_proved=is_proved)
        raise AlreadyWaiting from error


@transaction.atomic
def _join(
    actor: Actor, event: Event, wish: Wish, key: str, language: str, now: datetime, *, is_proved: bool
) -> WaitlistEntry:
    """The event is held against being called off; then the row, whose unique rules make a second hand wait."""
    held = hold_open(event.pk)
    require_entry(actor, held, is_proved=is_proved)
    kinds = _wanted(held, wish.kinds, now)
    for kind in kinds:
        if not kind.takes_at_once(wish.party_size):
            raise GroupSizeWrong(fields={"party_size": [GroupSizeWrong.message]})
        require_admission(kind, viewer=actor, contact=wish.contact, now=now)
    is_email, entry_id = "@" in wish.contact, new_id()
    entry = WaitlistEntry.objects.create(
        id=entry_id,
        event=held,
        state=WaitState.WAITING,
        party_size=wish.party_size,
        queued_at=now,
        person_id=actor.pk if is_person(actor) else None,
        name=wish.name,
        organization_name=wish.organization,
        email=wish.contact if is_email else None,
        phone=None if is_email else wish.contact,
        language=language,
        consent_version=wish.consent_version,
        consented_at=now,
        secret_digest=digest_of(waiting_secret_of(entry_id)),
        idempotency_key=wish.own_key(key),
        request_digest=wish.digest(),
    )
    entry.kinds.set(kinds)
    if not takes_registrations(held, now):
        raise RegistrationClosed
    if not held.has_waiting_list:
        raise NoWaitingList
    if not is_proved:
        use_code(event=held, contact=wish.contact, code=wish.code)
    # Nobody has places kept for a day who could simply take them.
    others = WaitlistEntry.objects.exclude(pk=entry.pk)
    sales, free = sales_in_line(held, now, among=others), free_of(held)
    if any(sales[kind.pk] == SaleState.OPEN and free[kind.pk] >= wish.party_size for kind in kinds):
        raise PlacesLeft
    audit.record(actor, "waiting.joined", entry, organizations=[held.organization_id])
    outbox.publish(WaitingJoined(entry_id=entry.pk))
    return entry


def _wanted(event: Event, ids: tuple[UUID, ...], now: datetime) -> list[TicketType]:
    """Raises TicketTypeUnknown, of hidden ones too, TicketTypeNotOffered, TicketTypeNotOnSale."""
    if not ids:
        return [type_to_take(event, None, None, now)]
    return [type_to_take(event, pk, None, now) for pk in dict.fromkeys(ids)]


@transaction.atomic
def _send_ticket_again(event: Event, wish: Wish, *, is_proved: bool) -> None:
    """They have proved the contact and may have no link."""
    row = live_registration(event, wish.contact)
    if row is not None:
        if not is_proved:
            use_code(event=event, contact=wish.contact, code=wish.code)
        tell_holder(row)


@transaction.atomic
def _send_link_again(event: Event, wish: Wish, *, is_proved: bool) -> None:
    row = live_entry(event, wish.contact)
    if row is not None:
        if not is_proved:
            use_code(event=event, contact=wish.contact, code=wish.code)
        outbox.publish(WaitingJoined(entry_id=row.pk, again=True))
