"""Registering, with an account or without one, and giving the seat back."""

import json
from collections.abc import Callable, Mapping
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
from backend.core.events import DomainEvent
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
from backend.roadshows.events import (
    ApprovalAsked,
    GuestRegistered,
    PaymentAwaited,
    PlaceFreed,
    RegistrationCancelled,
    RegistrationConfirmed,
)
from backend.roadshows.issuing import issued
from backend.roadshows.models import Event, Registration, TicketType, Voucher
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.registrations import live_registration, place_of
from backend.roadshows.selectors.vouchers import voucher_by_code
from backend.roadshows.services import paying
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.adoption import hold_person
from backend.roadshows.services.asking import keep_answers
from backend.roadshows.services.codes import count_try, use_code
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.redeeming import give_back, price_of, take
from backend.roadshows.services.seats import quotas_of
from backend.roadshows.services.ticketing import type_to_take
from backend.roadshows.tickets import keyed_digest

MAX_KEY = 64
_ACTS: Mapping[RegistrationState, str] = {
    RegistrationState.PENDING_APPROVAL: "registration.asked",
    RegistrationState.AWAITING_PAYMENT: "registration.held",
    RegistrationState.CONFIRMED: "registration.confirmed",
}
_TOLD: Mapping[RegistrationState, Callable[..., DomainEvent]] = {
    RegistrationState.PENDING_APPROVAL: ApprovalAsked,
    RegistrationState.AWAITING_PAYMENT: PaymentAwaited,
    RegistrationState.CONFIRMED: RegistrationConfirmed,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to one question."""

    question: UUID
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """What a guest fills in. `contact` in its one spelling; no `code` where the account has proved the contact, no
    `ticket_type` where there is but one, and a `voucher` where they have one. `event_consent` is what they agreed to of
    the event's own.
    """

    name: str
    organization: str
    contact: str
    code: str
    consent_version: str
    ticket_type: UUID | None = None
    voucher: str = ""
    answers: tuple[Said, ...] = ()
    event_consent: UUID | None = None

    def digest(self) -> str:
        """Keyed, for a code is short."""
        return keyed_digest("request", json.dumps(asdict(self), sort_keys=True, default=str))

    def said(self) -> dict[UUID, tuple[str, ...]]:
        """The answers by their questions."""
        return {one.question: one.values for one in self.answers}

    def own_key(self, key: str) -> str:
        """What a key is kept as: nobody's key answers, or stands in the way of, anybody else."""
        return keyed_digest("key", f"{self.contact}\n{key}")


def register(*, actor: Actor, event: Event, guest: Guest, key: str, language: str, now: datetime) -> Registration:
    """Take a seat and write the registration; the ticket is sent to the contact. The same key and body answer the same.
    A place that costs money is held and awaits payment; one of a kind that needs approval is held until the host decides.

    Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated, AnswersWrong, BadContact, WrongCode,
    TicketTypeUnknown, TicketTypeNotOffered, TicketTypeNotOnSale, what `admission` raises, VoucherUnknown,
    VoucherNotForKind, VoucherSpent, EventFull, TicketTypeSoldOut, and AlreadyRegistered, which sends the ticket once more.
    """
    guest = replace(guest, contact=normalize_contact(guest.contact))
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
    answers: tuple[Said, ...] = (),
    event_consent: UUID | None = None,
) -> Registration:
    """Take a seat for the signed-in person by what their account has proved, without a code.

    Who has a place already gets that ticket. Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated,
    NoProvedContact, what `register` raises of kinds, vouchers and places, and AlreadyRegistered, which sends the ticket
    to the contact, where another account registered by it before it became this person's.
    """
    contact = proved_contact(actor)
    if not contact:
        raise NoProvedContact
    guest = Guest(name, organization, contact, "", consent_version, ticket_type, voucher, answers, event_consent)
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
    if guest.consent_version != consent.current().version or guest.event_consent != event.own_consent_id:
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
    voucher = voucher_by_code(held, guest.voucher) if guest.voucher else None
    kind = type_to_take(held, guest.ticket_type, voucher, now)
    require_admission(kind, viewer=actor, contact=guest.contact, now=now)
    price = price_of(kind, voucher)
    state = first_state(kind, voucher, owes=price.minor > 0)
    registration = Registration.objects.create(
        **issued(guest.contact),
        event=event,
        quota_ids=quotas_of(kind),
        voucher=voucher,
        ticket_type=kind,
        state=state,
        price_minor=price.minor,
        currency=price.currency,
        person_id=actor.pk if is_person(actor) else None,
        name=guest.name,
        organization_name=guest.organization,
        language=language,
        consent_version=guest.consent_version,
        consented_at=now,
        event_consent_id=guest.event_consent,
        idempotency_key=guest.own_key(key),
        request_digest=guest.digest(),
        told_edition=held.edition,
    )
    if not takes_registrations(held, now):
        raise RegistrationClosed
    if not is_proved:
        use_code(event=event, contact=guest.contact, code=guest.code)
    if guest.event_consent != held.own_consent_id:
        raise ConsentOutdated
    keep_answers(registration, guest.said())
    take(registration, now=now)
    told = {"voucher": str(voucher.pk)} if voucher is not None else {}
    audit.record(actor, act_of(registration), registration, organizations=[event.organization_id], **told)
    if registration.person_id is None:
        outbox.publish(GuestRegistered(registration_id=registration.pk))
    if state == RegistrationState.AWAITING_PAYMENT:
        paying.owe(registration, held, price, now=now)
    tell_holder(registration)
    return registration


def first_state(kind: TicketType, voucher: Voucher | None, *, owes: bool) -> RegistrationState:
    """Of a place that is taken: the host's word comes before the money."""
    if kind.needs_approval and not (voucher is not None and voucher.skips_approval):
        return RegistrationState.PENDING_APPROVAL
    return RegistrationState.AWAITING_PAYMENT if owes else RegistrationState.CONFIRMED


def act_of(registration: Registration) -> str:
    """What its taking is called in the trail."""
    return _ACTS[RegistrationState(registration.state)]


def tell_holder(registration: Registration) -> None:
    """Their ticket, or where to pay for it, or that the host decides, goes to the contact."""
    outbox.publish(_TOLD[RegistrationState(registration.state)](registration_id=registration.pk))


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
    is_paid = paying.is_paid(paying.order_of(registration))
    if paying.was_paid_at_desk(registration) or (is_paid and not paying.is_paid_back(event, now)):
        raise NotPaidBack
    row = Registration.objects.select_related("event__organization__logo").get(pk=registration.pk)
    give_back(row)
    outbox.publish(PlaceFreed(event_id=event.pk))
    outbox.publish(RegistrationCancelled(registration_id=row.pk))
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
