"""Which rows hold places, and which quotas they count in; and from that, whether a kind can be had."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Expression, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from backend.roadshows.enums import HOLDS_A_PLACE, SaleState, WaitState
from backend.roadshows.models import Event, Quota, Registration, TicketType, Voucher, WaitlistEntry


def holders() -> list[tuple[QuerySet[Registration] | QuerySet[Voucher] | QuerySet[WaitlistEntry], Expression | F]]:
    """Every kind of row that holds places now, and how many each. All have `event`, `ticket_type` and `quota_ids`.

    In the order in which their rows are locked. Whatever comes to hold places is added here, and is counted.
    """
    registrations = Registration.objects.filter(state__in=HOLDS_A_PLACE)
    return [
        (registrations, Value(1, output_field=IntegerField())),
        (Voucher.objects.filter(held__gt=0), F("held")),
        (WaitlistEntry.objects.filter(state=WaitState.OFFERED), F("party_size")),
    ]


@dataclass(frozen=True, slots=True)
class Miscount:
    """A quota whose count is not that of the rows which hold its places."""

    quota_id: UUID
    event_id: UUID
    taken: int
    held: int


def miscounted(event_ids: Collection[UUID] | None = None) -> list[Miscount]:
    """Of all events, or of some. One statement: what is written meanwhile is seen whole or not at all."""
    held: Expression | F | CombinedExpression = Value(0)
    for rows, places in holders():
        counted = rows.filter(event=OuterRef("event"), quota_ids__contains=[OuterRef("pk")]).order_by()
        total = counted.values("event").annotate(total=Sum(places)).values("total")
        held += Coalesce(Subquery(total), 0)
    quotas = Quota.objects.annotate(held=held).exclude(taken=F("held")).order_by("pk")
    if event_ids is not None:
        quotas = quotas.filter(event__in=event_ids)
    return [Miscount(*row) for row in quotas.values_list("pk", "event", "taken", "held")]


def sales_of(event: Event, now: datetime) -> dict[UUID, SaleState]:
    """How it stands with each kind of ticket. Reads `ticket_types` and `quotas__kinds`, prefetched or not."""
    quotas = [(one, {kind.pk for kind in one.kinds.all()}) for one in event.quotas.all()]
    return {
        kind.pk: sale_of(kind, [one for one, kinds in quotas if one.covers_all or kind.pk in kinds], now)
        for kind in event.ticket_types.all()
    }


def free_of(event: Event) -> dict[UUID, int]:
    """How many of each kind of ticket could be had at once; below zero where somebody was let in above the capacity. Reads
    what `sales_of` reads.
    """
    quotas = [(one, {kind.pk for kind in one.kinds.all()}) for one in event.quotas.all()]
    return {
        kind.pk: min(one.capacity - one.taken for one, kinds in quotas if one.covers_all or kind.pk in kinds)
        for kind in event.ticket_types.all()
    }


def sale_of(kind: TicketType, quotas: Iterable[Quota], now: datetime) -> SaleState:
    """By what its host says first; only then by what is left."""
    if not kind.is_offered:
        return SaleState.NOT_OFFERED
    if kind.sold_until is not None and now >= kind.sold_until:
        return SaleState.OVER
    if kind.sold_from is not None and now < kind.sold_from:
        return SaleState.NOT_YET
    return SaleState.SOLD_OUT if any(one.is_full for one in quotas) else SaleState.OPEN
