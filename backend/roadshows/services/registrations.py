"""Registering, with an account or without one, and giving the seat back."""

import json
from dataclasses import asdict, dataclass
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
from backend.payments.enums import RefundCause
from backend.roadshows import consent
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import HOLDS_A_PLACE, EventState, RegistrationState
from backend.roadshows.errors import (
    AlreadyRegistered,
    ConsentOutdated,
    KeyNeeded,
    KeyReused,
    NoProvedContact,
    NotPaidBack,
    RegistrationClosed,
    TicketNotCancellable,
)
from backend.roadshows.events import GuestRegistered, PaymentAwaited, PlaceFreed, RegistrationConfirmed
from backend.roadshows.models import Event, Registration
from backend.roadshows.models.event import new_code
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.registrations import live_registration, place_of
from backend.roadshows.selectors.vouchers import voucher_by_code
from backend.roadshows.services import paying
from backend.roadshows.services.adoption import hold_person
from backend.roadshows.services.codes import count_try, use_code
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.redeeming import give_back, price_of, take
from backend.roadshows.services.seats import quotas_of
from backend.roadshows.services.ticketing import type_to_take
from backend.roadshows.tickets import keyed_digest, secret_of

MAX_KEY = 64


@dataclass(frozen=True, slots=True)
class Guest:
    """What a guest fills in. `contact` in its one spelling; no `code` where the account has proved the contact, no
    `ticket_type` where there is but one, and a `voucher` where they have one.
    """

    name: str
    organization: str
    contact: str
    code: str
    consent_version: str
    ticket_type: UUID | None = None
    voucher: str = ""

    def digest(self) -> str:
        """Keyed, for a code is short."""
        return keyed_digest("request", json.dumps(asdict(self), sort_keys=True, default=str))

    def own_key(self, key: str) -> str:
        """What a key is kept as: nobody's key answers, or stands in the way of, anybody else."""
        return keyed_digest("key", f"{self.contact}\n{key}")


def register(*, actor: Actor, event: Event, guest: Guest, key: str, language: str, now: datetime) -> Registration:
    """Take a seat and write the registration; the ticket is sent to the contact. The same key and body answer the same.
    A place that costs money is held and awaits payment.

    Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated, BadContact, WrongCode, TicketTypeUnknown,
    TicketTypeNotOffered, TicketTypeNotOnSale, VoucherUnknown, VoucherNotForKind, VoucherSpent, EventFull,
    TicketTypeSoldOut, and AlreadyRegistered, which sends the ticket once more.
    """
    guest = Guest(**{**asdict(guest), "contact": normalize_contact(guest.contact)})
    if (before := _checked(event, guest, key, now)) is not None:
        return before
    count_try(event=event, contact=guest.contact, code=guest.code, now=now)
    try:
        return _register(actor, event, guest, key, language, now)
    except IntegrityError as error:
        if (before := _answered(event, guest, key)) is not None:
            return before
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        _send_again(event, guest)
        raise AlreadyRegistered from error


def register_member(
    *,
    actor: User,
    event: Event,
    name: str,
    organization: str,
    consent_version: str,
    key: str,
    language: str,
    now: datetime,
    ticket_type: UUID | None = None,
    voucher: str = "",
) -> Registration:
    """Take a seat for the signed-in person by what their account has proved, without a code.

    Who has a place already gets that ticket. Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated,
    NoProvedContact, what `register` raises of kinds, vouchers and places, and AlreadyRegistered, which sends the ticket
    to the contact, where another account registered by it before it became this person's.
    """
    contact = proved_contact(actor)
    if not contact:
        raise NoProvedContact
    guest = Guest(name, organization, contact, "", consent_version, ticket_type, voucher)
    if (before := _checked(event, guest, key, now)) is not None:
        return before
    try:
        return _register(actor, event, guest, key, language, now, is_proved=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        if (held := _answered(event, guest, key) or place_of(actor, event)) is not None:
            return held
        _send_again(event, guest, is_proved=True)
        raise AlreadyRegistered from error


def _checked(event: Event, guest: Guest, key: str, now: datetime) -> Registration | None:
    """What the key was answered before, or None where the question may be answered now."""
    if not 0 < len(key) <= MAX_KEY:
        raise KeyNeeded
    if (before := _answered(event, guest, key)) is not None:
        return before
    if not takes_registrations(event, now):
        raise RegistrationClosed
    if guest.consent_version != consent.current().version:
        raise ConsentOutdated
    return None


@transaction.atomic
def _register(
    actor: Actor, event: Event, guest: Guest, key: str, language: str, now: datetime, *, is_proved: bool = False
) -> Registration:
    """The event is held against being called off; then the row, whose unique rules make a second hand wait.

    A person is held as well, against being given a guest's place at this moment.
    """
    hold_open(event.pk)
    held = Event.objects.get(pk=event.pk)
    if is_proved and isinstance(actor, User) and hold_person(actor.pk) and (own := place_of(actor, held)) is not None:
        return own
    is_email, registration_id = "@" in guest.contact, new_id()
    voucher = voucher_by_code(held, guest.voucher) if guest.voucher else None
    kind = type_to_take(held, guest.ticket_type, voucher, now)
    price = price_of(kind, voucher)
    registration = Registration.objects.create(
        id=registration_id,
        event=event,
        quota_ids=quotas_of(kind),
        voucher=voucher,
        ticket_type=kind,
        state=RegistrationState.AWAITING_PAYMENT if price.minor else RegistrationState.CONFIRMED,
        person_id=actor.pk if is_person(actor) else None,
        name=guest.name,
        organization_name=guest.organization,
        email=guest.contact if is_email else None,
        phone=None if is_email else guest.contact,
        language=language,
        consent_version=guest.consent_version,
        consented_at=now,
        code=new_code(8),
        secret_digest=digest_of(secret_of(registration_id)),
        idempotency_key=guest.own_key(key),
        request_digest=guest.digest(),
        told_edition=held.edition,
    )
    if not takes_registrations(held, now):
        raise RegistrationClosed
    if not is_proved:
        use_code(event=event, contact=guest.contact, code=guest.code)
    take(registration, now=now)
    act = "registration.held" if price.minor else "registration.confirmed"
    told = {"voucher": str(voucher.pk)} if voucher is not None else {}
    audit.record(actor, act, registration, organizations=[event.organization_id], **told)
    if registration.person_id is None:
        outbox.publish(GuestRegistered(registration_id=registration.pk))
    if price.minor:
        paying.owe(registration, held, price, now=now)
    tell_holder(registration)
    return registration


def tell_holder(registration: Registration) -> None:
    """Their ticket, or where to pay for it, goes to the contact."""
    is_owed = registration.state == RegistrationState.AWAITING_PAYMENT
    told = PaymentAwaited if is_owed else RegistrationConfirmed
    outbox.publish(told(registration_id=registration.pk))


@transaction.atomic
def cancel_ticket(*, actor: Actor, registration: Registration, now: datetime) -> Registration:
    """The holder gives the seat back, and gets the money back where the event says so.

    Raises TicketNotCancellable when that was done, or the event is over; NotPaidBack for one that was paid and is not.
    """
    event = Event.objects.get(pk=registration.event_id)
    if event.state in (EventState.ENDED, EventState.CANCELLED) or event.ends_at <= now:
        raise TicketNotCancellable
    # By the row's own columns alone: a condition on another table is not looked at again after waiting for the row.
    live = Registration.objects.filter(pk=registration.pk, state__in=HOLDS_A_PLACE)
    if not live.update(state=RegistrationState.CANCELLED, cancelled_at=now, updated_at=now):
        raise TicketNotCancellable
    if paying.is_paid(paying.order_of(registration)) and not paying.is_paid_back(event, now):
        raise NotPaidBack
    row = Registration.objects.select_related("event__organization__logo").get(pk=registration.pk)
    give_back(row)
    outbox.publish(PlaceFreed(event_id=event.pk))
    paying.give_money_back(actor=actor, registration=registration, cause=RefundCause.POLICY, now=now)
    audit.record(actor, "registration.cancelled", registration, organizations=[event.organization_id])
    return row


def _answered(event: Event, guest: Guest, key: str) -> Registration | None:
    """What this key was answered before. Raises KeyReused when it was another question."""
    row = Registration.objects.filter(event=event, idempotency_key=guest.own_key(key)).first()
    if row is not None and row.request_digest != guest.digest():
        raise KeyReused
    return row


@transaction.atomic
def _send_again(event: Event, guest: Guest, *, is_proved: bool = False) -> None:
    """They have proved the contact and have no link."""
    row = live_registration(event, guest.contact)
    if row is not None:
        if not is_proved:
            use_code(event=event, contact=guest.contact, code=guest.code)
        tell_holder(row)
