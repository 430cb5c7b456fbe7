"""What somebody in line does with the link of their entry: take the place, decline it, go back in line, leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg import errors as postgres

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.payments import gateways
from backend.roadshows.asking import Given
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import ASKED, EventVisibility, LeftBecause, RegistrationState, WaitState
from backend.roadshows.errors import (
    AlreadyRegistered,
    AlreadyWaiting,
    ConsentOutdated,
    GroupSizeWrong,
    NoOffer,
    NotInLine,
    NoWaitingList,
    RegistrationClosed,
    WaitingGone,
)
from backend.roadshows.events import PlaceFreed
from backend.roadshows.issuing import issued
from backend.roadshows.models import Invitation, Registration, TicketType, WaitlistEntry
from backend.roadshows.selectors.events import takes_registrations, visible_events
from backend.roadshows.selectors.registrations import live_registration
from backend.roadshows.services import paying
from backend.roadshows.services.admission import require_admission
from backend.roadshows.services.asking import keep_answers
from backend.roadshows.services.entry import take_up
from backend.roadshows.services.events import hold_open
from backend.roadshows.services.registrations import Companion, first_state, record_taken, tell_holder, write_companion
from backend.roadshows.services.waiting.line import PLACE_FIELDS, give_place_back


def locked_entry(entry_id: UUID) -> WaitlistEntry:
    """The row as it is now, held until the transaction ends."""
    rows = WaitlistEntry.objects.select_for_update(of=("self",))
    return rows.select_related("event__organization", "ticket_type").get(pk=entry_id)


def accept_offer(
    *,
    actor: Actor,
    entry: WaitlistEntry,
    given: Given | None = None,
    event_consent: UUID | None = None,
    companions: Sequence[Companion] = (),
    now: datetime,
) -> Registration:
    """The places that are held become registrations, all of them: one of whoever waited, and one of each companion. What
    costs money awaits payment, in one order, and what needs approval the host's word. Done twice, it is once. `given` and
    `event_consent` are what whoever registers is asked.

    Raises NoOffer, RegistrationClosed, GroupSizeWrong for another number than was waited for, ConsentOutdated, AnswersWrong,
    what `admission` raises, NotConfigured where it could not be paid, and AlreadyRegistered, which sends the ticket the
    contact has once more.
    """
    try:
        return _accept(actor, entry, given or {}, event_consent, companions, now)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        _send_ticket_again(entry)
        raise AlreadyRegistered from error


@transaction.atomic
def _accept(
    actor: Actor,
    entry: WaitlistEntry,
    given: Given,
    event_consent: UUID | None,
    companions: Sequence[Companion],
    now: datetime,
) -> Registration:
    """The event is held against being called off. No seat is taken: the offer holds them."""
    hold_open(entry.event_id)
    row = locked_entry(entry.pk)
    if row.registration_id is not None:
        return Registration.objects.get(pk=row.registration_id)
    kind, event = _offered_kind(row, now), row.event
    if 1 + len(companions) != row.party_size:
        raise GroupSizeWrong(fields={"companions": [GroupSizeWrong.message]})
    if event_consent != event.own_consent_id:
        raise ConsentOutdated
    require_admission(kind, viewer=actor, contact=row.contact, now=now)
    if kind.price_minor:
        gateways.require_configured()
    registration = _registration_of(row, now)
    keep_answers(registration, given)
    along = [write_companion(registration, said, number) for number, said in enumerate(companions)]
    take_up(registration, event, now)
    # The places change hands, and count where they did.
    row.state, row.registration, row.offer_expires_at, row.quota_ids = WaitState.ACCEPTED, registration, None, []
    row.save(update_fields=[*PLACE_FIELDS, "registration"])
    audit.record(actor, "waiting.accepted", row, organizations=[event.organization_id])
    record_taken(actor, registration, along)
    if registration.state == RegistrationState.AWAITING_PAYMENT:
        paying.owe([registration, *along], event, now=now)
    for one in (registration, *along):
        tell_holder(one)
    return registration


def _offered_kind(row: WaitlistEntry, now: datetime) -> TicketType:
    """What is kept for them still. Raises NoOffer, RegistrationClosed."""
    kind = row.ticket_type
    if row.state != WaitState.OFFERED or kind is None or row.offer_expires_at is None or row.offer_expires_at <= now:
        raise NoOffer
    if not takes_registrations(row.event, now):
        raise RegistrationClosed
    return kind


def _registration_of(entry: WaitlistEntry, now: datetime) -> Registration:
    """Of the person who waited, in the place that was offered."""
    kind = entry.ticket_type
    if kind is None:
        raise NoOffer
    return Registration.objects.create(
        **issued(entry.contact),
        event=entry.event,
        quota_ids=entry.quota_ids,
        ticket_type=kind,
        state=first_state(kind, None, owes=kind.price_minor > 0),
        price_minor=kind.price_minor,
        currency=kind.currency,
        person_id=entry.person_id,
        name=entry.name,
        organization_name=entry.organization_name,
        language=entry.language,
        consent_version=entry.consent_version,
        consented_at=entry.consented_at,
        event_consent_id=entry.event.own_consent_id,
        idempotency_key=f"waiting-{entry.pk}",
        request_digest=entry.request_digest,
        told_edition=entry.event.edition,
    )


@transaction.atomic
def decline_offer(*, actor: Actor, entry: WaitlistEntry, now: datetime) -> WaitlistEntry:
    """Let the place go to the next in line. Done twice, it is once. Raises NoOffer."""
    row = locked_entry(entry.pk)
    if row.state == WaitState.DECLINED:
        return row
    if row.state != WaitState.OFFERED:
        raise NoOffer
    give_place_back(row, WaitState.DECLINED)
    row.save(update_fields=PLACE_FIELDS)
    audit.record(actor, "waiting.declined", row, organizations=[row.event.organization_id])
    return row


@transaction.atomic
def leave_line(*, actor: Actor, entry: WaitlistEntry, now: datetime) -> WaitlistEntry:
    """Wait no more; a place that was offered goes on. Done twice, it is once. Raises NotInLine for who has a ticket."""
    row = locked_entry(entry.pk)
    if row.state == WaitState.LEFT:
        return row
    if row.state == WaitState.ACCEPTED:
        raise NotInLine
    end_entry(row, LeftBecause.HOLDER)
    audit.record(actor, "waiting.left", row, organizations=[row.event.organization_id])
    return row


def end_entry(row: WaitlistEntry, because: LeftBecause, reason: str = "") -> None:
    """Take an entry whose row is locked out of the line, with the place it was offered."""
    if row.state == WaitState.OFFERED:
        give_place_back(row, WaitState.LEFT)
    row.state, row.left_because, row.removal_reason, row.not_offered_reason = WaitState.LEFT, because, reason, ""
    row.save(update_fields=[*PLACE_FIELDS, "left_because", "removal_reason", "not_offered_reason"])


def rejoin_line(*, actor: Actor, entry: WaitlistEntry, now: datetime) -> WaitlistEntry:
    """Wait again after an offer was missed or declined, at the end of the line. Done twice, it is once.

    Raises NotInLine, RegistrationClosed, WaitingGone where the event is not for them any more, NoWaitingList, and
    AlreadyWaiting where the contact has joined anew since.
    """
    try:
        return _rejoin(actor, entry, now)
    except IntegrityError as error:
        if not isinstance(error.__cause__, postgres.UniqueViolation):
            raise
        raise AlreadyWaiting from error


@transaction.atomic
def _rejoin(actor: Actor, entry: WaitlistEntry, now: datetime) -> WaitlistEntry:
    hold_open(entry.event_id)
    row = locked_entry(entry.pk)
    if row.state == WaitState.WAITING:
        return row
    if row.state not in (WaitState.EXPIRED, WaitState.DECLINED) or row.contact_removed_at is not None:
        raise NotInLine
    if not takes_registrations(row.event, now):
        raise RegistrationClosed
    if not _may_still_come(row):
        raise WaitingGone
    if not row.event.has_waiting_list:
        raise NoWaitingList
    row.state, row.queued_at = WaitState.WAITING, now
    row.save(update_fields=["state", "queued_at", "updated_at"])
    audit.record(actor, "waiting.rejoined", row, organizations=[row.event.organization_id])
    outbox.publish(PlaceFreed(event_id=row.event_id))
    return row


def _may_still_come(row: WaitlistEntry) -> bool:
    """Whether the event is open to who waited, who is named by it no longer."""
    if row.event.visibility == EventVisibility.PUBLIC:
        return True
    if row.person is not None and visible_events(row.person).filter(pk=row.event_id).exists():
        return True
    return Invitation.objects.filter(by_contacts([row.contact]), event=row.event_id, state__in=ASKED).exists()


@transaction.atomic
def _send_ticket_again(entry: WaitlistEntry) -> None:
    row = live_registration(entry.event, entry.contact)
    if row is not None:
        tell_holder(row)
