"""What others end: the host takes somebody off the list, or calls the event off."""

from uuid import UUID

from django.db import transaction

from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import Invalid
from backend.core.permissions import require
from backend.roadshows.enums import IN_LINE, LeftBecause, WaitState
from backend.roadshows.errors import REASON_NEEDED, NotInLine
from backend.roadshows.events import WaitingRemoved
from backend.roadshows.models import WaitlistEntry
from backend.roadshows.services.waiting.answers import end_entry, locked_entry


@transaction.atomic
def remove_entry(*, actor: Actor, entry: WaitlistEntry, reason: str) -> WaitlistEntry:
    """Take somebody off the list; they are told the reason. Done twice, it is once.

    Raises NotPermitted, Invalid without a reason, NotInLine for who has a ticket.
    """
    row = locked_entry(entry.pk)
    require(actor, "roadshows.manage_waiting_list", row.event)
    if not reason.strip():
        raise Invalid(fields={"reason": [REASON_NEEDED]})
    if row.state == WaitState.LEFT:
        return row
    if row.state == WaitState.ACCEPTED:
        raise NotInLine
    end_entry(row, LeftBecause.HOST, reason.strip())
    audit.record(actor, "waiting.removed", row, organizations=[row.event.organization_id])
    outbox.publish(WaitingRemoved(entry_id=row.pk))
    return row


@transaction.atomic
def end_called_off(entry_id: UUID) -> WaitlistEntry | None:
    """The event does not take place. None when the entry has ended already; safe to run twice."""
    row = locked_entry(entry_id)
    if row.state not in IN_LINE:
        return None
    end_entry(row, LeftBecause.CALLED_OFF)
    audit.record(SYSTEM, "waiting.called_off", row, organizations=[row.event.organization_id])
    return row


def in_line(event_id: UUID) -> list[UUID]:
    """Entries of an event that wait or are offered a place."""
    rows = WaitlistEntry.objects.filter(event=event_id, state__in=IN_LINE).order_by("id")
    return list(rows.values_list("pk", flat=True))
