"""Registering, with an account or without one, and giving the seat back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg import errors as postgres

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.accounts.selectors import as_person, proved_contact, proved_contacts
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.events import DomainEvent
from backend.core.money import Money
from backend.payments.enums import RefundCause
from backend.roadshows import consent
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import HOLDS_A_PLACE, EventState, RegistrationState
from backend.roadshows.errors import (
    AlreadyRegistered,
    AnswersWrong,
    ConsentOutdated,
    EventFull,
    GroupSizeWrong,
    GroupUnpaid,
    GroupWithVoucher,
    InvitationOfAnother,
    KeyNeeded,
    KeyReused,
    NoProvedContact,
    NotPaidBack,
    RegistrationClosed,
    TicketNotCancellable,
    TicketTypeSoldOut,
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
from backend.roadshows.models import Event, Invitation, Registration, TicketType, Voucher
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.registrations import live_registration, place_of
from backend.roadshows.selectors.vouchers import voucher_by_code
from backend.roadshows.services import fullness, paying
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.adoption import hold_person
from backend.roadshows.services.asking import keep_answers
from backend.roadshows.services.codes import count_try, use_code
from backend.roadshows.services.entry import require_entry, take_up
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
class Companion:
    """Somebody whom a guest registers along; blank `organization`: the guest's."""

    name: str
    organization: str = ""
    answers: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """What a guest fills in. `contact` in its one spelling, none and no `code` where it is what the account has proved, no
    `ticket_type` where there is but one, and a `voucher` where they have one. `event_consent` is what they agreed to of
    the event's own, for their companions too.
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
    companions: tuple[Companion, ...] = ()

    def digest(self) -> str:
        """Keyed, for a code is short."""
        return keyed_digest("request", json.dumps(asdict(self), sort_keys=True, default=str))

    def said(self) -> dict[UUID, tuple[str, ...]]:
        """The answers by their questions."""
        return said_in(self.answers)

    def own_key(self, key: str) -> str:
        """What a key is kept as: nobody's key answers, or stands in the way of, anybody else."""
        return keyed_digest("key", f"{self.contact}\n{key}")


def said_in(answers: Iterable[Said]) -> dict[UUID, tuple[str, ...]]:
    return {one.question: one.values for one in answers}


def register(*, actor: Actor, event: Event, guest: Guest, key: str, language: str, now: datetime) -> Registration:
    """Take a seat and write the registration; the ticket is sent to the contact. The same key and body answer the same.
    A place that costs money is held and awaits payment; one of a kind that needs approval is held until the host decides.
    Companions have a place and a ticket each: all of them, or nobody; whoever registers pays for all in one order.

    Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated, AnswersWrong, BadContact, WrongCode,
    TicketTypeUnknown, TicketTypeNotOffered, TicketTypeNotOnSale, GroupSizeWrong, GroupWithVoucher, what `admission`
    raises, VoucherUnknown, VoucherNotForKind, VoucherSpent, EventFull, TicketTypeSoldOut, PlacesShort, and
    AlreadyRegistered, which sends the ticket once more.
    """
    guest = replace(guest, contact=normalize_contact(guest.contact))
    if (before := _checked(event, guest, key, now)) is not None:
        return before
    count_try(event=event, contact=guest.contact, code=guest.code, now=now)
    _refuse_if_full(event, guest)
    try:
        return _register(actor, event, guest, key, language, now)
    except IntegrityError as error:
        if (before := _answered(event, guest, key)) is not None:
            return before
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        _send_again(event, guest)
        raise AlreadyRegistered from error


def register_member(*, actor: User, event: Event, guest: Guest, key: str, language: str, now: datetime) -> Registration:
    """Take a seat for the signed-in person by what their account has proved, without a code; `guest` is without a contact.

    Who has a place already gets that ticket. Raises KeyNeeded, KeyReused, RegistrationClosed, ConsentOutdated,
    NoProvedContact, what `register` raises of kinds, vouchers and places, and AlreadyRegistered, which sends the ticket
    to the contact, where another account registered by it before it became this person's.
    """
    contact = proved_contact(actor)
    if not contact:
        raise NoProvedContact
    guest = replace(guest, contact=contact)
    if (before := _checked(event, guest, key, now)) is not None:
        return before
    _refuse_if_full(event, guest, actor)
    try:
        return _register(actor, event, guest, key, language, now, is_proved=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        if (held := _answered(event, guest, key) or place_of(actor, event)) is not None:
            return held
        _send_again(event, guest, is_proved=True)
        raise AlreadyRegistered from error


def register_invited(
    *, actor: Actor, invitation: Invitation, guest: Guest, key: str, language: str, now: datetime
) -> Registration:
    """Take the place somebody was invited to, by the link that went to their contact: without an account, without a code,
    and once. It is the account's where the actor's has proved that contact.

    Raises InvitationOfAnother for a guest with another contact, InvitationGone, InvitationSettled when it was used, and
    what `register` raises.
    """
    event, guest = invitation.event, replace(guest, contact=normalize_contact(guest.contact))
    if guest.contact != invitation.contact:
        raise InvitationOfAnother(fields={"contact": [InvitationOfAnother.message]})
    if (before := _checked(event, guest, key, now)) is not None:
        return before
    person = as_person(actor)
    is_own = person is not None and guest.contact in proved_contacts(person)
    taker: Actor = actor if is_own else AnonymousUser()
    try:
        return _register(taker, event, guest, key, language, now, is_proved=True, invitation=invitation.pk)
    except IntegrityError as error:
        if (before := _answered(event, guest, key)) is not None:
            return before
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        _send_again(event, guest, is_proved=True)
        raise AlreadyRegistered from error


def _checked(event: Event, guest: Guest, key: str, now: datetime) -> Registration | None:
    """What the key was answered before, or None where the question may be answered now."""
    if not is_good(key):
        raise KeyNeeded
    if (before := _answered(event, guest, key)) is not None:
        return before
    if not takes_registrations(event, now):
        raise RegistrationClosed
    if guest.consent_version != consent.current().version or guest.event_consent != event.own_consent_id:
        raise ConsentOutdated
    return None


def is_good(key: str) -> bool:
    """Of a length that can be kept."""
    return 0 < len(key) <= MAX_KEY


def _refuse_if_full(event: Event, guest: Guest, person: User | None = None) -> None:
    """What a moment ago was full is so still, for who has no place yet and brings no voucher. The contact is proved."""
    full = None if guest.voucher else fullness.remembered(event.pk, guest.ticket_type)
    if full is None:
        return
    held = live_registration(event, guest.contact) or (person and place_of(person, event))
    if held is None:
        raise full


@transaction.atomic
def _register(
    actor: Actor,
    event: Event,
    guest: Guest,
    key: str,
    language: str,
    now: datetime,
    *,
    is_proved: bool = False,
    invitation: UUID | None = None,
) -> Registration:
    """The event is held against being called off; then the row, whose unique rules make a second hand wait.

    A person is held as well, against being given a guest's place at this moment.
    """
    held = hold_open(event.pk)
    if is_proved and isinstance(actor, User) and hold_person(actor.pk) and (own := place_of(actor, held)) is not None:
        return own
    require_entry(actor, held, is_proved=is_proved, invitation=invitation)
    voucher = voucher_by_code(held, guest.voucher) if guest.voucher else None
    kind = type_to_take(held, guest.ticket_type, voucher, now)
    _require_size(kind, guest)
    require_admission(kind, viewer=actor, contact=guest.contact, now=now)
    price = price_of(kind, voucher)
    quota_ids = quotas_of(kind)
    registration = lead_row(
        *(actor, held, guest, key, language, now), kind=kind, quota_ids=quota_ids, voucher=voucher, price=price
    )
    # The row first: its unique rules make a second hand wait.
    registration.save(force_insert=True)
    if not takes_registrations(held, now):
        raise RegistrationClosed
    if not is_proved:
        use_code(event=event, contact=guest.contact, code=guest.code)
    if guest.event_consent != held.own_consent_id:
        raise ConsentOutdated
    keep_answers(registration, guest.said())
    companions = [write_companion(registration, said, number) for number, said in enumerate(guest.companions)]
    take_up(registration, held, now)
    record_taken(actor, registration, companions)
    if registration.state == RegistrationState.AWAITING_PAYMENT:
        paying.owe([registration, *companions], held, now=now)
    for row in (registration, *companions):
        tell_holder(row)
    # Last: whoever wants a place waits for its quota until this is committed.
    try:
        take(registration, now=now, count=1 + len(companions))
    except (EventFull, TicketTypeSoldOut) as full:
        if voucher is None:
            fullness.remember(registration, guest.ticket_type, full)
        raise
    return registration


def record_taken(actor: Actor, registration: Registration, companions: Iterable[Registration]) -> None:
    """That places were taken, in the trail; and for an account that may have proved the guest's contact."""
    told = {"voucher": str(registration.voucher_id)} if registration.voucher_id is not None else {}
    for row in (registration, *companions):
        audit.record(actor, act_of(row), row, organizations=[registration.event.organization_id], **told)
    if registration.person_id is None:
        outbox.publish(GuestRegistered(registration_id=registration.pk))


def _require_size(kind: TicketType, guest: Guest) -> None:
    """Raises GroupSizeWrong, GroupWithVoucher: a code is for one place at its price."""
    if not kind.takes_at_once(1 + len(guest.companions)):
        raise GroupSizeWrong(fields={"companions": [GroupSizeWrong.message]})
    if guest.companions and guest.voucher:
        raise GroupWithVoucher(fields={"voucher": [GroupWithVoucher.message]})


def lead_row(
    actor: Actor,
    event: Event,
    guest: Guest,
    key: str,
    language: str,
    now: datetime,
    *,
    kind: TicketType,
    quota_ids: list[UUID],
    voucher: Voucher | None = None,
    price: Money,
) -> Registration:
    """Of whoever registers, not written yet; its quotas are those that the kind counts in."""
    return Registration(
        **issued(guest.contact),
        event=event,
        quota_ids=quota_ids,
        voucher=voucher,
        ticket_type=kind,
        state=first_state(kind, voucher, owes=price.minor > 0),
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
        told_edition=event.edition,
    )


def write_companion(lead: Registration, said: Companion, number: int) -> Registration:
    """A place beside the lead's, without a contact; its holder is told through the lead. Raises AnswersWrong."""
    row = Registration.objects.create(
        **issued(""),
        lead=lead,
        event=lead.event,
        quota_ids=lead.quota_ids,
        ticket_type=lead.ticket_type,
        state=lead.state,
        price_minor=lead.price_minor,
        currency=lead.currency,
        name=said.name,
        organization_name=said.organization or lead.organization_name,
        language=lead.language,
        consent_version=lead.consent_version,
        consented_at=lead.consented_at,
        event_consent_id=lead.event_consent_id,
        idempotency_key=f"{lead.pk}-{number}",
        request_digest=lead.request_digest,
        told_edition=lead.told_edition,
    )
    try:
        keep_answers(row, said_in(said.answers))
    except AnswersWrong as error:
        raise AnswersWrong(fields={f"companions.{number}.{name}": why for name, why in error.fields.items()}) from error
    return row


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
    outbox.publish(told_of(registration))


def told_of(registration: Registration) -> DomainEvent:
    """What becomes of it that its holder is told."""
    return _TOLD[RegistrationState(registration.state)](registration_id=registration.pk)


@transaction.atomic
def cancel_ticket(*, actor: Actor, registration: Registration, now: datetime) -> Registration:
    """The holder gives the seat back, and gets the money back where the event says so: of several that were paid together,
    whoever paid gets what this one cost.

    Raises TicketNotCancellable when that was done, or the event is over; NotPaidBack for one that was paid and is not;
    GroupUnpaid for one of several that are to be paid together.
    """
    # What was paid once is never owed again, so this need not be asked under the lock.
    if paying.awaits_others(registration, paying.order_of(registration)):
        raise GroupUnpaid
    (row,) = give_places_back(actor, registration.event_id, Registration.objects.filter(pk=registration.pk), now)
    return row


def give_places_back(actor: Actor, event_id: UUID, places: QuerySet[Registration], now: datetime) -> list[Registration]:
    """End those of some places of one order that are held, in the caller's transaction. Raises TicketNotCancellable where
    none is, and NotPaidBack.
    """
    event = Event.objects.get(pk=event_id)
    if event.state in (EventState.ENDED, EventState.CANCELLED) or event.ends_at <= now:
        raise TicketNotCancellable
    # By the rows' own columns alone: a condition on another table is not looked at again after waiting for a row. All of
    # them before the seats of the first, as everybody does who needs both.
    held = places.filter(state__in=HOLDS_A_PLACE).select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = list(held.select_related("event__organization__logo", "ticket_type"))
    if not rows:
        raise TicketNotCancellable
    is_paid = paying.is_paid(paying.order_of(rows[0]))
    if any(map(paying.was_paid_at_desk, rows)) or (is_paid and not paying.is_paid_back(event, now)):
        raise NotPaidBack
    for row in rows:
        row.state, row.cancelled_at = RegistrationState.CANCELLED, now
        row.save(update_fields=["state", "cancelled_at", "updated_at"])
    for row in rows:
        give_back(row)
        outbox.publish(RegistrationCancelled(registration_id=row.pk))
        audit.record(actor, "registration.cancelled", row, organizations=[event.organization_id])
    outbox.publish(PlaceFreed(event_id=event.pk))
    paying.give_money_back(actor=actor, places=rows, cause=RefundCause.POLICY, now=now)
    return rows


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
