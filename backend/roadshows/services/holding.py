"""What whoever holds a ticket does with it under the policy of its event: another name on it, and another holder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg import errors as postgres

from backend.accounts.models import User
from backend.accounts.permissions import is_person
from backend.accounts.selectors import proved_contacts
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.core.ratelimit import Limit, consume
from backend.payments.services import orders
from backend.roadshows import consent
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import SOLD_AS, EventVisibility, HolderAct, RegistrationState
from backend.roadshows.errors import (
    AlreadyHasTicket,
    ConsentOutdated,
    RenameNotAllowed,
    TicketNotChangeable,
    TicketUsed,
    TransferGone,
    TransferNotAllowed,
    TransferNotForYou,
    TransferToHolder,
)
from backend.roadshows.events import GuestRegistered, TransferDone, TransferOffered
from backend.roadshows.issuing import issued
from backend.roadshows.models import CheckIn, DeskPayment, Registration, TransferOffer
from backend.roadshows.selectors.holding import unanswered
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.asking import is_changeable, keep_answers
from backend.roadshows.services.entry import may_enter, take_up
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.paying import is_paid_together
from backend.roadshows.services.registrations import first_state, tell_holder
from backend.roadshows.tickets import keyed_digest, transfer_secret_of

OPEN_FOR = timedelta(hours=72)
# Each is a letter to somebody who has not asked for one.
OFFERS = Limit("roadshows.transfers", 5, 86_400)


@dataclass(frozen=True, slots=True)
class Receiver:
    """What somebody fills in who takes a ticket over; the link has proved the contact."""

    name: str
    organization: str
    consent_version: str
    event_consent: UUID | None = None
    given: Mapping[UUID, Sequence[str]] = field(default_factory=dict)


def may_rename(ticket: Registration, now: datetime) -> bool:
    return is_changeable(ticket, now) and HolderAct.RENAME in ticket.event.holder_may


def may_transfer(ticket: Registration, now: datetime) -> bool:
    """Whatever was read at a door is another question. A place of several that were paid in one order stays with who paid:
    another name may be on it, but the money of the order has one holder.
    """
    allowed = is_changeable(ticket, now) and HolderAct.TRANSFER in ticket.event.holder_may
    return allowed and ticket.state == RegistrationState.CONFIRMED and not is_paid_together(ticket)


def is_open(offer: TransferOffer, now: datetime) -> bool:
    """Whether the ticket can be taken over now."""
    stands = offer.withdrawn_at is None and offer.accepted_at is None and offer.expires_at > now
    return stands and may_transfer(offer.registration, now) and not _has_come(offer.registration)


@transaction.atomic
def rename(*, actor: Actor, registration: Registration, name: str, organization: str, now: datetime) -> Registration:
    """Another name and organization on the same ticket, of the same person. Raises TicketNotChangeable, RenameNotAllowed."""
    row = _held(registration.pk)
    if not is_changeable(row, now):
        raise TicketNotChangeable
    if not may_rename(row, now):
        raise RenameNotAllowed
    if (row.name, row.organization_name) != (name, organization):
        row.name, row.organization_name = name, organization
        row.save(update_fields=["name", "organization_name", "updated_at"])
        audit.record(actor, "registration.renamed", row, organizations=[row.event.organization_id])
    return row


def offer_transfer(
    *, actor: Actor, registration: Registration, contact: str, language: str, now: datetime
) -> TransferOffer:
    """Ask somebody to take the ticket over: a link goes to their contact, and an earlier one ends.

    Raises BadContact, TicketNotChangeable, TransferNotAllowed, TransferToHolder, TicketUsed, TooManyRequests.
    """
    reached = normalize_contact(contact)
    consume(OFFERS, str(registration.pk), must_count=True)
    return _offer(actor, registration, reached, language, now)


@transaction.atomic
def _offer(actor: Actor, registration: Registration, contact: str, language: str, now: datetime) -> TransferOffer:
    row = _held(registration.pk)
    _require_transferable(row, now)
    if contact == row.contact:
        raise TransferToHolder(fields={"contact": [TransferToHolder.message]})
    unanswered(row).update(withdrawn_at=now, updated_at=now)
    is_email, offer_id = "@" in contact, new_id()
    offer = TransferOffer.objects.create(
        id=offer_id,
        registration=row,
        email=contact if is_email else None,
        phone=None if is_email else contact,
        language=language,
        secret_digest=digest_of(transfer_secret_of(offer_id)),
        expires_at=min(now + OPEN_FOR, row.event.ends_at),
    )
    audit.record(actor, "registration.transfer_offered", row, organizations=[row.event.organization_id])
    outbox.publish(TransferOffered(offer_id=offer.pk))
    return offer


@transaction.atomic
def withdraw_transfer(*, actor: Actor, registration: Registration, now: datetime) -> None:
    """The holder keeps it after all. Safe to do twice."""
    row = _held(registration.pk)
    if unanswered(row).update(withdrawn_at=now, updated_at=now):
        audit.record(actor, "registration.transfer_withdrawn", row, organizations=[row.event.organization_id])


def accept_transfer(
    *, actor: Actor, offer: TransferOffer, receiver: Receiver, language: str, now: datetime
) -> Registration:
    """The place changes hands: the old ticket opens no door from this moment, and a new one goes to the receiver. Done
    twice, it is once. What was paid goes along with the place; a kind that needs approval is decided of anew. A place at
    an event that is not for everybody goes to nobody who could not have taken it themselves.

    Raises TransferGone, TransferNotForYou, ConsentOutdated, AnswersWrong, AlreadyHasTicket, and what `admission` raises.
    """
    try:
        return _accept(actor, offer.pk, receiver, language, now)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        raise AlreadyHasTicket from error


@transaction.atomic
def _accept(actor: Actor, offer_id: UUID, receiver: Receiver, language: str, now: datetime) -> Registration:
    row = _held(TransferOffer.objects.values_list("registration_id", flat=True).get(pk=offer_id))
    offer = TransferOffer.objects.select_related("received").get(pk=offer_id)
    if offer.received is not None:
        # Who has the link may have been passed it, and the answer is the ticket.
        if row.event.visibility != EventVisibility.PUBLIC and offer.received.person_id != actor.pk:
            raise TransferNotForYou
        return offer.received
    offer.registration = row
    if not is_open(offer, now):
        raise TransferGone
    event = row.event
    if not may_enter(actor, event, offer.contact):
        raise TransferNotForYou
    if receiver.consent_version != consent.current().version or receiver.event_consent != event.own_consent_id:
        raise ConsentOutdated
    require_admission(row.ticket_type, viewer=actor, contact=offer.contact, now=now)
    row.state = RegistrationState.TRANSFERRED
    row.save(update_fields=["state", "updated_at"])
    received = _registration_of(actor, row, offer, receiver, language, now)
    keep_answers(received, receiver.given)
    take_up(received, event, now)
    DeskPayment.objects.filter(registration=row).update(registration=received)
    orders.hand_on(subject_kind=SOLD_AS, subject_id=row.pk, to=received.pk)
    offer.accepted_at, offer.received = now, received
    offer.save(update_fields=["accepted_at", "received", "updated_at"])
    host = event.organization_id
    audit.record(actor, "registration.transferred", row, organizations=[host], to=str(received.pk))
    if received.person_id is None:
        outbox.publish(GuestRegistered(registration_id=received.pk))
    tell_holder(received)
    outbox.publish(TransferDone(offer_id=offer.pk))
    return received


def _registration_of(
    actor: Actor, row: Registration, offer: TransferOffer, receiver: Receiver, language: str, now: datetime
) -> Registration:
    """In the place of the old one, counted where that was."""
    is_own = is_person(actor) and isinstance(actor, User) and offer.contact in proved_contacts(actor)
    return Registration.objects.create(
        **issued(offer.contact),
        event=row.event,
        quota_ids=row.quota_ids,
        voucher=row.voucher,
        ticket_type=row.ticket_type,
        state=first_state(row.ticket_type, row.voucher, owes=False),
        is_walk_in=row.is_walk_in,
        price_minor=row.price_minor,
        currency=row.currency,
        person_id=actor.pk if is_own else None,
        name=receiver.name,
        organization_name=receiver.organization,
        language=language,
        consent_version=receiver.consent_version,
        consented_at=now,
        event_consent_id=receiver.event_consent,
        idempotency_key=f"transfer-{offer.pk}",
        request_digest=keyed_digest("transfer", str(offer.pk)),
        told_edition=row.event.edition,
    )


def _held(registration_id: UUID) -> Registration:
    """The row as it is now, its event held open: against the door, another hand, and being called off."""
    hold_open(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("event__organization__logo", "ticket_type", "voucher").get(pk=registration_id)


def _require_transferable(row: Registration, now: datetime) -> None:
    if not is_changeable(row, now):
        raise TicketNotChangeable
    if not may_transfer(row, now):
        raise TransferNotAllowed
    if _has_come(row):
        raise TicketUsed


def _has_come(row: Registration) -> bool:
    """A check-in holds the row while it judges, so that one of the two comes first."""
    return CheckIn.objects.filter(registration=row, turn__isnull=False).exists()
