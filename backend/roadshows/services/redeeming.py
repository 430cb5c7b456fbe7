"""Vouchers at the moment of taking: the use of one, and the place that comes with it or must be taken."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Case, F, Q, Value, When

from backend.core.money import Currency, Money
from backend.roadshows.enums import SaleState, VoucherState
from backend.roadshows.errors import EventFull, PlacesShort, TicketTypeSoldOut, VoucherNotForKind, VoucherSpent
from backend.roadshows.models import Event, Quota, Registration, TicketType, Voucher
from backend.roadshows.selectors.vouchers import state_of, voucher_by_code
from backend.roadshows.selectors.waiting import has_line, sales_in_line
from backend.roadshows.services.seats import free_places, let_in, take_places

# No gateway takes less than a few yuan; below one it is a mistake.
LEAST_MINOR = 100


def price_of(kind: TicketType, voucher: Voucher | None) -> Money:
    """What a place costs with the voucher. What would be less than anybody can pay costs nothing.

    Raises VoucherNotForKind where its price is in another currency.
    """
    if voucher is None or not kind.price_minor:
        return kind.price
    minor = kind.price_minor
    if voucher.percent is not None:
        left = Decimal(minor * (100 - voucher.percent)) / 100
        minor = int(left.quantize(Decimal(1), ROUND_HALF_UP))
    elif voucher.price_minor is not None:
        if voucher.currency != kind.currency:
            raise VoucherNotForKind
        minor = min(minor, voucher.price_minor)
    return Money(minor if minor >= LEAST_MINOR else 0, Currency(kind.currency))


@dataclass(frozen=True, slots=True)
class Offer:
    """What a voucher is good for now: the kinds it opens, and how it stands with each for whoever has it."""

    voucher: Voucher
    kinds: list[TicketType]
    sales: dict[UUID, SaleState]


def offer_of(event: Event, code: str, now: datetime) -> Offer:
    """Raises VoucherUnknown, VoucherSpent. Reads `ticket_types` and `quotas__kinds`, prefetched or not."""
    voucher = voucher_by_code(event, code)
    if state_of(voucher, now) != VoucherState.OPEN:
        raise VoucherSpent(fields={"voucher": [VoucherSpent.message]})
    kinds = sorted(event.ticket_types.all(), key=lambda one: one.position)
    if voucher.ticket_type_id is not None:
        kinds = [one for one in kinds if one.pk == voucher.ticket_type_id]
    else:
        fits = voucher.currency if voucher.price_minor is not None else None
        kinds = [one for one in kinds if not one.is_hidden and one.is_offered and fits in (None, one.currency)]
    sales = sales_in_line(event, now)
    if voucher.reserves or voucher.bypasses:
        # A place is there for it, or is made.
        sales = {pk: SaleState.OPEN if sale == SaleState.SOLD_OUT else sale for pk, sale in sales.items()}
    return Offer(voucher, kinds, sales)


def is_usable(now: datetime) -> Q:
    """Of vouchers: open, not past their time, and not used up."""
    in_time = Q(valid_until=None) | Q(valid_until__gt=now)
    return in_time & Q(closed_at=None, used__lt=F("max_uses"))


def take(registration: Registration, *, now: datetime, count: int = 1) -> None:
    """Its place in its quotas, by its voucher if it has one; or so many without one, all or none. In the transaction that
    writes it, after all other rows.

    Raises EventFull, TicketTypeSoldOut, PlacesShort where fewer would fit, VoucherSpent; the transaction must end, or go
    back to a savepoint.
    """
    voucher = registration.voucher
    if voucher is not None:
        left = Case(When(held__gt=0, then=F("held") - 1), default=Value(0))
        rows = Voucher.objects.filter(is_usable(now), pk=voucher.pk)
        if rows.update(used=F("used") + 1, held=left) != 1:
            raise VoucherSpent(fields={"voucher": [VoucherSpent.message]})
        if voucher.reserves:
            # One of the places that were held for it: it changes hands, and counts where it did.
            return
        if voucher.bypasses:
            let_in(registration.quota_ids)
            return
    # Whoever waits is asked first: a place that is free for a moment is theirs.
    if has_line(registration.event, now):
        raise sold_out(registration)
    if not take_places(registration.quota_ids, count):
        full = Quota.objects.filter(pk__in=registration.quota_ids, taken__gte=F("capacity"))
        raise PlacesShort if count > 1 and not full.exists() else sold_out(registration)


def give_back(registration: Registration) -> None:
    """Its place, and the use of its voucher. In the transaction that ends it, its row locked and read after that.

    A place that was held for a voucher is so again, as long as that stands.
    """
    used = Voucher.objects.filter(pk=registration.voucher_id, used__gt=0) if registration.voucher_id else None
    if used is not None:
        if used.filter(reserves=True, closed_at=None).update(used=F("used") - 1, held=F("held") + 1):
            return
        used.update(used=F("used") - 1)
    free_places(registration.quota_ids)


def sold_out(registration: Registration) -> EventFull | TicketTypeSoldOut:
    """Why there is no place for it: all are taken, or those of its kind."""
    seats = Quota.objects.filter(pk__in=registration.quota_ids, covers_all=True, taken__gte=F("capacity"))
    return EventFull() if len(registration.quota_ids) == 1 or seats.exists() else TicketTypeSoldOut()
