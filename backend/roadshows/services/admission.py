"""Who may have a kind of ticket: asked before a place is taken, and before it is paid for.

A refusal says which rule stands in the way and nothing else: not who is on a list, and not which organizations are meant.
"""

import csv
from datetime import datetime
from io import StringIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from backend.accounts.permissions import is_person
from backend.core import audit
from backend.core.actors import Viewer
from backend.core.languages import text
from backend.organizations import selectors as organizations
from backend.organizations.enums import StandingKind
from backend.roadshows.contacts import normalize_contact
from backend.roadshows.errors import (
    AdmissionTableUnreadable,
    BadContact,
    ForListAlone,
    ForMembersAlone,
    ForStandingAlone,
    TicketTypeUnknown,
)
from backend.roadshows.models import AdmittedContact, Event, TicketType
from backend.roadshows.services.events import locked_event, require_step

MAX_ADMITTED = 20_000
_BAD = text(
    "第 {line} 行既不是邮箱、手机号，也不是 @域名：{value}", "Line {line} is no address, number or @domain: {value}"
)
_TOO_MANY = text("名单最多 20000 行。", "A list has at most 20,000 lines.")


def require_admission(kind: TicketType, *, viewer: Viewer, contact: str, now: datetime) -> None:
    """`contact` is proved. Raises ForListAlone, ForMembersAlone, ForStandingAlone."""
    if kind.is_for_list and not _is_listed(kind, contact):
        raise ForListAlone
    if kind.members_of and not set(kind.members_of) & _organizations_of(viewer):
        raise ForMembersAlone
    if kind.needs_standing and not organizations.holds_standing(viewer, StandingKind.QUALIFIED_INVESTOR, now):
        raise ForStandingAlone


def _is_listed(kind: TicketType, contact: str) -> bool:
    _, at, domain = contact.rpartition("@")
    spellings = [contact, f"@{domain}"] if at else [contact]
    return AdmittedContact.objects.filter(ticket_type=kind, value__in=spellings).exists()


def _organizations_of(viewer: Viewer) -> set[UUID]:
    return set(organizations.roles_of(viewer)) if is_person(viewer) else set()


@transaction.atomic
def write_admitted(*, actor: Viewer, event: Event, type_id: UUID, table: str) -> int:
    """Make this the list of a kind: the first column of each line. All of it or nothing. Returns how many there are.

    Raises NotPermitted, WrongState, TicketTypeUnknown, AdmissionTableUnreadable, which names the first bad line.
    """
    locked = locked_event(event.pk)
    require_step(actor, "update_event", locked)
    kind = TicketType.objects.filter(event=locked, pk=type_id).first()
    if kind is None:
        raise TicketTypeUnknown
    values = _values_of(table)
    AdmittedContact.objects.filter(ticket_type=kind).delete()
    AdmittedContact.objects.bulk_create([AdmittedContact(ticket_type=kind, value=one) for one in values])
    host = locked.organization_id
    audit.record(actor, "event.admitted_written", locked, organizations=[host], kind=str(kind.pk), count=len(values))
    return len(values)


def _values_of(table: str) -> list[str]:
    try:
        rows = list(csv.reader(StringIO(table.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise AdmissionTableUnreadable from error
    found: dict[str, None] = {}
    for number, cells in enumerate(rows, start=1):
        # The apostrophe that keeps a spreadsheet from computing is not part of it.
        cell = cells[0].strip().removeprefix("'").strip() if cells else ""
        if cell:
            found[_spelled(cell, number)] = None
    if len(found) > MAX_ADMITTED:
        raise AdmissionTableUnreadable(fields={"table": [_TOO_MANY]})
    return list(found)


def _spelled(cell: str, line: int) -> str:
    try:
        if cell.startswith("@"):
            validate_email(f"somebody{cell}")
            return cell.lower()
        return normalize_contact(cell)
    except (BadContact, ValidationError) as error:
        said = str(_BAD).format(line=line, value=cell[:60])
        raise AdmissionTableUnreadable(fields={"table": [said]}) from error
