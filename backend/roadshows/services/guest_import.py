"""Bringing guests in from a table: looked at first, then written whole or not at all, and safe to do twice."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.errors import Invalid
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import HOLDS_A_PLACE, GuestLineState
from backend.roadshows.errors import (
    REASON_NEEDED,
    ImportLineFlawed,
    NobodyToImport,
    NoPlacesToImport,
    RegistrationClosed,
    WaitingComesFirst,
)
from backend.roadshows.events import GuestImported, GuestRegistered
from backend.roadshows.guest_table import GuestLine, GuestTable
from backend.roadshows.issuing import issued
from backend.roadshows.models import Event, GuestImport, Registration, TicketType
from backend.roadshows.selectors.waiting import has_line
from backend.roadshows.services.entry import take_up
from backend.roadshows.services.events import locked_event, person_id_of, require_step
from backend.roadshows.services.seats import quotas_of, take_counts


@dataclass(frozen=True, slots=True)
class Basis:
    """By what right a host brings guests in, in one word and in their own."""

    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many got a place, and how many had one."""

    imported: int
    known: int


def standing_of(event: Event, table: GuestTable) -> list[tuple[GuestLine, GuestLineState]]:
    """How it stands with each line: to be written, of somebody who has a place, or flawed. Writes nothing."""
    held = _held(event, {line.contact for line in table.lines})

    def state(line: GuestLine) -> GuestLineState:
        if line.flaws:
            return GuestLineState.FLAWED
        return GuestLineState.KNOWN if line.contact in held else GuestLineState.NEW

    return [(line, state(line)) for line in table.lines]


@transaction.atomic
def import_guests(
    *,
    actor: Actor,
    event: Event,
    table: GuestTable,
    numbers: Collection[int],
    basis: Basis,
    sends_letters: bool,
    now: datetime,
) -> Imported:
    """Give a place to the guests of these lines, all of them or none; who has one already is passed over. They owe nothing.

    Raises NotPermitted, WrongState,
    RegistrationClosed, Invalid without a reason, ImportLineFlawed, NobodyToImport, WaitingComesFirst, NoPlacesToImport.
    """
    # Held against newcomers, so that who is known now is known until the end.
    locked = locked_event(event.pk)
    require_step(actor, "import_guests", locked)
    if locked.ends_at <= now:
        raise RegistrationClosed
    if not basis.note.strip():
        raise Invalid(fields={"basis_note": [REASON_NEEDED]})
    chosen = [(line, state) for line, state in standing_of(locked, table) if line.number in set(numbers)]
    if not chosen:
        raise NobodyToImport
    flawed = next((line.number for line, state in chosen if state == GuestLineState.FLAWED), None)
    if flawed is not None:
        raise ImportLineFlawed(str(ImportLineFlawed.message).format(line=flawed))
    new = [line for line, state in chosen if state == GuestLineState.NEW]
    if not new:
        return Imported(0, len(chosen))
    if has_line(locked, now):
        raise WaitingComesFirst
    batch = GuestImport.objects.create(
        event=locked,
        created_by_id=person_id_of(actor),
        basis=basis.kind,
        basis_note=basis.note.strip(),
        sends_letters=sends_letters,
    )
    rows = _rows(batch, new, now)
    Registration.objects.bulk_create(rows)
    for row in rows:
        take_up(row, locked, now)
    if not take_counts(Counter(quota for row in rows for quota in row.quota_ids)):
        raise NoPlacesToImport
    for row in rows:
        outbox.publish(GuestRegistered(registration_id=row.pk))
        outbox.publish(GuestImported(registration_id=row.pk))
    audit.record(
        actor,
        "event.guests_imported",
        locked,
        organizations=[locked.organization_id],
        count=len(rows),
        basis=basis.kind,
    )
    return Imported(len(rows), len(chosen) - len(rows))


def _held(event: Event, contacts: Collection[str]) -> set[str]:
    rows = Registration.objects.filter(by_contacts(contacts), event=event, state__in=HOLDS_A_PLACE)
    return {contact for pair in rows.values_list("email", "phone") for contact in pair if contact}


def _rows(batch: GuestImport, lines: Iterable[GuestLine], now: datetime) -> list[Registration]:
    kinds = {kind.pk: quotas_of(kind) for kind in TicketType.objects.filter(event=batch.event)}
    return [_row(batch, line, kinds, now) for line in lines]


def _row(batch: GuestImport, line: GuestLine, kinds: dict[UUID, list[UUID]], now: datetime) -> Registration:
    kind = line.kind
    if kind is None:
        raise ImportLineFlawed(str(ImportLineFlawed.message).format(line=line.number))
    own = issued(line.contact)
    return Registration(
        **own,
        event=batch.event,
        guest_import=batch,
        quota_ids=kinds[kind],
        ticket_type_id=kind,
        name=line.name,
        organization_name=line.organization,
        language=line.language,
        # They have read no text of ours; `guest_import` says by what right they are here.
        consent_version="",
        consented_at=now,
        idempotency_key=own["id"].hex,
        request_digest="",
        told_edition=batch.event.edition,
    )
