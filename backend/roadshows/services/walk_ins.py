"""Who comes without a ticket: registered at the door within the quota, paid for there where it costs money, and let in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg import errors as postgres

from backend.core import outbox
from backend.core.errors import NotPermitted
from backend.roadshows import consent
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.enums import CheckInKind, CheckInSource, EventState, RegistrationState
from backend.roadshows.errors import (
    CheckInListUnknown,
    ConsentOutdated,
    MeansNeeded,
    RegistrationClosed,
    TicketTypeUnknown,
    WalkInKnown,
)
from backend.roadshows.events import GuestRegistered
from backend.roadshows.issuing import issued
from backend.roadshows.models import DeskPayment, Event, Registration, TicketType
from backend.roadshows.selectors.door import Keeper
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.waiting import has_line
from backend.roadshows.services.asking import keep_answers_at_door
from backend.roadshows.services.check_ins import Scan, Verdict, check_in, record
from backend.roadshows.services.entry import take_up
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.redeeming import sold_out
from backend.roadshows.services.registrations import tell_holder
from backend.roadshows.services.seats import quotas_of, take_places
from backend.roadshows.tickets import keyed_digest


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody at the door. Sent again under its `nonce` it is the same; `means` is how they paid, blank for what is free."""

    nonce: UUID
    name: str
    organization: str
    contact: str
    ticket_type: UUID
    consent_version: str
    event_consent: UUID | None = None
    means: str = ""
    answers: Mapping[UUID, Sequence[str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"walk-in-{self.nonce}"


def register_walk_in(*, keeper: Keeper, list_id: UUID, guest: WalkIn, language: str, now: datetime) -> Verdict:
    """Register, take the money down, and check in, all or nothing; the ticket goes to the contact. What the door answers.

    Raises NotPermitted, CheckInListUnknown, BadContact, RegistrationClosed, ConsentOutdated, AnswersWrong,
    TicketTypeUnknown, MeansNeeded, EventFull, TicketTypeSoldOut, and WalkInKnown for a contact that has a ticket.
    """
    if not keeper.may_register:
        raise NotPermitted
    door = next((one for one in keeper.lists if one.pk == list_id and one.takes_entries), None)
    if door is None:
        raise CheckInListUnknown
    if door.kinds and guest.ticket_type not in door.kinds:
        raise TicketTypeUnknown
    contact = normalize_contact(guest.contact)
    try:
        return _register(keeper, list_id, guest, contact, language, now)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        before = Registration.objects.filter(event=keeper.event, idempotency_key=guest.key).first()
        if before is None:
            raise WalkInKnown from error
        return _let_in(keeper, list_id, guest, before, now)


@transaction.atomic
def _register(keeper: Keeper, list_id: UUID, guest: WalkIn, contact: str, language: str, now: datetime) -> Verdict:
    """The event is held against being called off; the row is written first, whose unique rules make a second hand wait."""
    event = hold_open(keeper.event.pk)
    kind = TicketType.objects.filter(event=event, pk=guest.ticket_type, is_offered=True, is_hidden=False).first()
    if kind is None:
        raise TicketTypeUnknown
    row = _written(event, kind, guest, contact, language, now)
    if not _is_on(event, now):
        raise RegistrationClosed
    if guest.consent_version != consent.current().version or guest.event_consent != event.own_consent_id:
        raise ConsentOutdated
    keep_answers_at_door(row, guest.answers)
    if kind.price_minor:
        _take_money(keeper, row, kind, guest, now)
    take_up(row, event, now)
    # While registering is open whoever waits is asked first.
    is_somebodys = takes_registrations(event, now) and has_line(event, now)
    if is_somebodys or not take_places(row.quota_ids):
        raise sold_out(row)
    record(keeper, "registration.walked_in", row, kind=str(kind.pk))
    outbox.publish(GuestRegistered(registration_id=row.pk))
    tell_holder(row)
    return _let_in(keeper, list_id, guest, row, now)


def _is_on(event: Event, now: datetime) -> bool:
    """Also after registering has closed, until the event is over; one that is on may run over its time."""
    return event.state == EventState.LIVE or (event.state == EventState.PUBLISHED and now < event.ends_at)


def _written(event: Event, kind: TicketType, guest: WalkIn, contact: str, language: str, now: datetime) -> Registration:
    return Registration.objects.create(
        **issued(contact),
        event=event,
        quota_ids=quotas_of(kind),
        ticket_type=kind,
        state=RegistrationState.CONFIRMED,
        is_walk_in=True,
        price_minor=kind.price_minor,
        currency=kind.currency,
        name=guest.name,
        organization_name=guest.organization,
        language=language,
        consent_version=guest.consent_version,
        consented_at=now,
        event_consent_id=guest.event_consent,
        idempotency_key=guest.key,
        request_digest=keyed_digest("walk-in", guest.key),
        told_edition=event.edition,
    )


def _take_money(keeper: Keeper, row: Registration, kind: TicketType, guest: WalkIn, now: datetime) -> None:
    if not guest.means:
        raise MeansNeeded(fields={"means": [MeansNeeded.message]})
    DeskPayment.objects.create(
        registration=row,
        amount_minor=kind.price_minor,
        currency=kind.currency,
        means=guest.means,
        taken_at=now,
        person=keeper.person,
        device=keeper.device,
    )
    record(keeper, "registration.paid_at_desk", row, means=guest.means, amount_minor=kind.price_minor)


def _let_in(keeper: Keeper, list_id: UUID, guest: WalkIn, row: Registration, now: datetime) -> Verdict:
    scan = Scan(guest.nonce, CheckInKind.ENTRY, CheckInSource.ONLINE, now, registration=row.pk)
    return check_in(keeper=keeper, list_id=list_id, scans=[scan], now=now)[0]
