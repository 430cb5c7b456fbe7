"""Making and closing the vouchers of an event. What happens when one is used is `redeeming`'s."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.money import Currency, Money
from backend.roadshows.errors import (
    NoPlacesToReserve,
    TicketTypeUnknown,
    TooManyVouchers,
    VoucherContradicts,
    VoucherExists,
    VoucherOfThePast,
)
from backend.roadshows.events import PlaceFreed
from backend.roadshows.models import Event, TicketType, Voucher
from backend.roadshows.models.event import new_code
from backend.roadshows.selectors.vouchers import spelled
from backend.roadshows.services.events import locked_event, person_id_of, require_step
from backend.roadshows.services.seats import free_places, quotas_of, take_counts
from backend.roadshows.services.ticketing import checked_price

MAX_AT_ONCE = 1_000
MAX_VOUCHERS = 20_000
_MADE_OF = 10
# Long enough that nobody comes upon one by trying.
CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff_-]{4,32}")


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher as its host wants it; without a `code` it gets one that nobody guesses."""

    code: str = ""
    note: str = ""
    ticket_type: UUID | None = None
    percent: int | None = None
    price: Money | None = None
    max_uses: int = 1
    reserves: bool = False
    bypasses: bool = False
    valid_until: datetime | None = None
    skips_approval: bool = False


@transaction.atomic
def create_vouchers(*, actor: Actor, event: Event, lines: Sequence[VoucherLine], now: datetime) -> list[Voucher]:
    """All of them, the places of those that reserve taken at once, or none.

    Raises NotPermitted, WrongState, TooManyVouchers, TicketTypeUnknown, VoucherContradicts, VoucherOfThePast,
    VoucherExists, NoPlacesToReserve, CurrencyNotSold, TooCheap.
    """
    # Whoever counts holds the event, so that two writers count in turn, and no kind is regrouped meanwhile.
    held = locked_event(event.pk)
    require_step(actor, "manage_vouchers", held)
    if any(line.percent is not None or line.price is not None for line in lines):
        require_step(actor, "give_discounts", held)
    if held.vouchers.count() + len(lines) > MAX_VOUCHERS:
        raise TooManyVouchers
    kinds = {kind.pk: kind for kind in held.ticket_types.all()}
    rows = [_made(held, line, kinds, person_id_of(actor), now) for line in lines]
    _refuse_twins(held, rows)
    _reserve(rows, kinds)
    Voucher.objects.bulk_create(rows)
    audit.record(actor, "event.vouchers_created", held, organizations=[held.organization_id], count=len(rows))
    return rows


def _made(event: Event, line: VoucherLine, kinds: dict[UUID, TicketType], by: UUID | None, now: datetime) -> Voucher:
    if line.ticket_type is not None and line.ticket_type not in kinds:
        raise TicketTypeUnknown
    if (line.reserves and (line.bypasses or line.ticket_type is None)) or (line.percent and line.price is not None):
        raise VoucherContradicts
    if line.valid_until is not None and line.valid_until <= now:
        raise VoucherOfThePast
    minor, currency = checked_price(line.price) if line.price is not None else (None, Currency.CNY)
    return Voucher(
        event=event,
        code=spelled(line.code) or new_code(_MADE_OF),
        note=line.note.strip(),
        ticket_type_id=line.ticket_type,
        percent=line.percent,
        price_minor=minor,
        currency=currency,
        max_uses=line.max_uses,
        reserves=line.reserves,
        bypasses=line.bypasses,
        skips_approval=line.skips_approval,
        valid_until=line.valid_until,
        created_by_id=by,
    )


def _refuse_twins(event: Event, rows: Sequence[Voucher]) -> None:
    codes = [row.code for row in rows]
    twins = [code for code in codes if codes.count(code) > 1] if len(set(codes)) < len(codes) else []
    twins += event.vouchers.filter(code__in=codes).values_list("code", flat=True)[:1]
    if twins:
        raise VoucherExists(str(VoucherExists.message).format(code=twins[0]))


def _reserve(rows: Sequence[Voucher], kinds: dict[UUID, TicketType]) -> None:
    counts: Counter[UUID] = Counter()
    grouped = {pk: quotas_of(kinds[pk]) for row in rows if row.reserves and (pk := row.ticket_type_id) is not None}
    for row in rows:
        if row.reserves and row.ticket_type_id is not None:
            row.held, row.quota_ids = row.max_uses, grouped[row.ticket_type_id]
            counts.update(dict.fromkeys(row.quota_ids, row.held))
    if counts and not take_counts(counts):
        raise NoPlacesToReserve


@transaction.atomic
def close_voucher(*, actor: Actor, voucher: Voucher, now: datetime) -> Voucher:
    """Nobody uses it any more, and what it held is free; who has a ticket by it keeps that. Twice is once.

    Raises NotPermitted, WrongState.
    """
    require_step(actor, "manage_vouchers", Event.objects.select_related("organization").get(pk=voucher.event_id))
    _close(actor, Voucher.objects.filter(pk=voucher.pk), now)
    return Voucher.objects.select_related("ticket_type").get(pk=voucher.pk)


def lapse_due(*, now: datetime) -> int:
    """Close those whose time is over, one by one. Returns how many; safe to run in several workers."""
    due = Voucher.objects.filter(closed_at=None, valid_until__lte=now).order_by("pk")
    return sum(_lapse(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _lapse(pk: UUID, now: datetime) -> bool:
    return _close(SYSTEM, Voucher.objects.filter(pk=pk, valid_until__lte=now), now)


def _close(actor: Actor, rows: QuerySet[Voucher], now: datetime) -> bool:
    voucher = rows.filter(closed_at=None).select_for_update(of=("self",)).select_related("event").first()
    if voucher is None:
        return False
    Voucher.objects.filter(pk=voucher.pk).update(closed_at=now, held=0, updated_at=now)
    if voucher.held:
        free_places(voucher.quota_ids, voucher.held)
        outbox.publish(PlaceFreed(event_id=voucher.event_id))
    event = voucher.event
    audit.record(actor, "event.voucher_closed", event, organizations=[event.organization_id], voucher=str(voucher.pk))
    return True
