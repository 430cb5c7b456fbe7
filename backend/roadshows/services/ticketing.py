"""Kinds of tickets: what an event offers, and for how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from backend.core.actors import Actor
from backend.core.money import Money
from backend.payments import gateways
from backend.roadshows.errors import CurrencyNotSold, TicketTypeInUse, TicketTypeNotOffered, TicketTypeUnknown, TooCheap
from backend.roadshows.models import Event, TicketType
from backend.roadshows.models.ticketing import SOLD_IN
from backend.roadshows.services.events import locked_event, require_step, save_changed, tell

MAX_TYPES = 20
# No gateway takes less than a few yuan; below one it is a mistake.
LEAST_MINOR = 100


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One kind as its host writes it; `id` of one that stands already."""

    id: UUID | None
    name: str
    name_en: str
    price: Money
    is_offered: bool


@transaction.atomic
def write_types(*, actor: Actor, event: Event, edition: int, lines: Sequence[TypeLine]) -> Event:
    """Make these the kinds of tickets, in this order. Who has a ticket keeps it and what they paid.

    Raises StaleEvent, NotPermitted, WrongState, TicketTypeUnknown, TicketTypeInUse for a kind that was taken and is left
    out (say that it is no longer offered instead), CurrencyNotSold, TooCheap, and NotConfigured where nothing could be paid.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    held = {one.pk: one for one in locked.ticket_types.all()}
    kept = [line.id for line in lines if line.id is not None]
    if len(set(kept)) != len(kept) or not held.keys() >= set(kept):
        raise TicketTypeUnknown
    gone = held.keys() - set(kept)
    if TicketType.objects.filter(pk__in=gone, registrations__isnull=False).exists():
        raise TicketTypeInUse
    TicketType.objects.filter(pk__in=gone).delete()
    if any(line.price.minor for line in lines):
        gateways.require_configured()
    for position, line in enumerate(lines, start=1):
        row = held[line.id] if line.id is not None else TicketType(event=locked)
        row.position, row.name, row.name_en, row.is_offered = position, line.name, line.name_en, line.is_offered
        row.price_minor, row.currency = _checked(line.price)
        row.save()
    save_changed(locked)
    tell(actor, "event.ticket_types_written", locked)
    return locked


def _checked(price: Money) -> tuple[int, str]:
    if price.currency not in SOLD_IN:
        raise CurrencyNotSold
    if 0 < price.minor < LEAST_MINOR:
        raise TooCheap
    return price.minor, price.currency


def type_to_take(event: Event, type_id: UUID | None) -> TicketType:
    """The kind somebody asks for, or the only one. Raises TicketTypeUnknown, TicketTypeNotOffered."""
    rows = list(TicketType.objects.filter(event=event).order_by("position"))
    if type_id is None:
        offered = [row for row in rows if row.is_offered]
        if len(offered) != 1:
            raise TicketTypeUnknown
        return offered[0]
    row = next((one for one in rows if one.pk == type_id), None)
    if row is None:
        raise TicketTypeUnknown
    if not row.is_offered:
        raise TicketTypeNotOffered
    return row
