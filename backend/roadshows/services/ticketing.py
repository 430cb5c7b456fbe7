"""Kinds of tickets: what an event offers, and for how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.core.actors import Actor
from backend.core.money import Money
from backend.organizations import selectors as organizations
from backend.payments import gateways
from backend.roadshows.errors import (
    BadSalesWindow,
    CurrencyNotSold,
    GroupNotAllowed,
    OrganizationUnknown,
    TicketTypeInUse,
    TicketTypeNotOffered,
    TicketTypeNotOnSale,
    TicketTypeUnknown,
    TooCheap,
    VoucherNotForKind,
)
from backend.roadshows.models import Event, TicketType, Voucher
from backend.roadshows.models.ticketing import SOLD_IN
from backend.roadshows.services.events import locked_event, require_step, save_changed, tell
from backend.roadshows.services.redeeming import LEAST_MINOR

MAX_TYPES = 20
MAX_PER_ORDER = 20


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One kind as its host writes it; `id` of one that stands already."""

    id: UUID | None
    name: str
    name_en: str
    price: Money
    is_offered: bool
    is_hidden: bool = False
    sold_from: datetime | None = None
    sold_until: datetime | None = None
    needs_approval: bool = False
    is_for_list: bool = False
    members_of: Sequence[UUID] = ()
    needs_standing: bool = False
    min_per_order: int = 1
    max_per_order: int = 1

    @property
    def takes_groups_rightly(self) -> bool:
        """Rules are asked of who registers: several at once are of what is open to everybody."""
        is_open = not (self.is_for_list or self.members_of or self.needs_standing)
        return 1 <= self.min_per_order <= self.max_per_order <= MAX_PER_ORDER and (is_open or self.max_per_order == 1)


@transaction.atomic
def write_types(*, actor: Actor, event: Event, edition: int, lines: Sequence[TypeLine]) -> Event:
    """Make these the kinds of tickets, in this order. Who has a ticket keeps it and what they paid.

    A price is the host's own people's to name. Raises StaleEvent, NotPermitted, WrongState, TicketTypeUnknown,
    TicketTypeInUse for a kind that was taken, or has a voucher, and is left out (say that it is no longer offered instead),
    CurrencyNotSold, TooCheap, BadSalesWindow, OrganizationUnknown, GroupNotAllowed, and NotConfigured where nothing could
    be paid.
    """
    locked = locked_event(event.pk, edition)
    require_step(actor, "update_event", locked)
    held = {one.pk: one for one in locked.ticket_types.all()}
    kept = [line.id for line in lines if line.id is not None]
    if len(set(kept)) != len(kept) or not held.keys() >= set(kept):
        raise TicketTypeUnknown
    gone = held.keys() - set(kept)
    in_use = Q(registrations__isnull=False) | Q(vouchers__isnull=False) | Q(offers__isnull=False)
    if TicketType.objects.filter(in_use, pk__in=gone).exists():
        raise TicketTypeInUse
    TicketType.objects.filter(pk__in=gone).delete()
    if any(_is_new_price(line, held) for line in lines):
        require_step(actor, "edit_money_terms", locked)
    if any(line.price.minor for line in lines):
        gateways.require_configured()
    for position, line in enumerate(lines, start=1):
        row = held[line.id] if line.id is not None else TicketType(event=locked)
        row.position, row.name, row.name_en, row.is_offered = position, line.name, line.name_en, line.is_offered
        row.price_minor, row.currency = checked_price(line.price)
        row.needs_approval, row.is_for_list = line.needs_approval, line.is_for_list
        row.members_of, row.needs_standing = _known(actor, line.members_of), line.needs_standing
        if not line.takes_groups_rightly:
            raise GroupNotAllowed
        row.min_per_order, row.max_per_order = line.min_per_order, line.max_per_order
        row.is_hidden, row.sold_from, row.sold_until = line.is_hidden, line.sold_from, line.sold_until
        if row.sold_from and row.sold_until and row.sold_until <= row.sold_from:
            raise BadSalesWindow
        row.save()
    save_changed(locked)
    tell(actor, "event.ticket_types_written", locked)
    return locked


def _is_new_price(line: TypeLine, held: Mapping[UUID, TicketType]) -> bool:
    """Another price than the kind has, or any of a kind that is new."""
    if line.id is None:
        return line.price.minor > 0
    row = held[line.id]
    return (line.price.minor, line.price.currency) != (row.price_minor, row.currency)


def _known(actor: Actor, wanted: Sequence[UUID]) -> list[UUID]:
    """Raises OrganizationUnknown for one the actor may not see."""
    ids = list(dict.fromkeys(wanted))
    if ids and organizations.visible_organizations(actor).filter(pk__in=ids).count() != len(ids):
        raise OrganizationUnknown
    return ids


def checked_price(price: Money) -> tuple[int, str]:
    """Minor units and currency of what something may cost. Raises CurrencyNotSold, TooCheap."""
    if price.currency not in SOLD_IN:
        raise CurrencyNotSold
    if 0 < price.minor < LEAST_MINOR:
        raise TooCheap
    return price.minor, price.currency


def type_to_take(event: Event, type_id: UUID | None, voucher: Voucher | None, now: datetime) -> TicketType:
    """The kind somebody asks for, or the only one. One that is hidden is there for whoever has a voucher that names it.

    Raises TicketTypeUnknown, TicketTypeNotOffered, TicketTypeNotOnSale, VoucherNotForKind.
    """
    named = voucher.ticket_type_id if voucher is not None else None
    return chosen_among(TicketType.objects.filter(event=event), type_id, named, now)


def chosen_among(kinds: Iterable[TicketType], type_id: UUID | None, named: UUID | None, now: datetime) -> TicketType:
    """`type_to_take` among the kinds of an event, where a voucher names one or none does."""
    rows = [row for row in kinds if not row.is_hidden or row.pk == named]
    if type_id is None:
        offered = [row for row in rows if row.is_offered and (named is None or row.pk == named)]
        if len(offered) != 1:
            raise TicketTypeUnknown
        type_id = offered[0].pk
    row = next((one for one in rows if one.pk == type_id), None)
    if row is None:
        raise TicketTypeUnknown
    if named is not None and row.pk != named:
        raise VoucherNotForKind
    if not row.is_offered:
        raise TicketTypeNotOffered
    if (row.sold_from and now < row.sold_from) or (row.sold_until and now >= row.sold_until):
        raise TicketTypeNotOnSale
    return row
