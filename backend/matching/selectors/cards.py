"""Investors in lists: what a firm says and what it did, for a page of firms in four queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q

from backend.core.money import Money
from backend.deals.models import Thesis
from backend.matching.answers import Highlights, InvestorCard, money_of
from backend.matching.eligibility import public_deals, public_theses
from backend.organizations.models import Organization

_RECENT = timedelta(days=730)
_MOST_SECTORS = 5


def investor_cards(
    firms: Sequence[Organization], *, now: datetime, highlights: Mapping[UUID, Highlights] | None = None
) -> tuple[InvestorCard, ...]:
    """Cards in the order of `firms`, which must have been read under the viewer's rights."""
    ids = [firm.pk for firm in firms]
    theses = _theses_of(ids, now)
    deals = _deals_of(ids, since=now.date() - _RECENT)
    done = _sectors_of_deals([pk for pk in ids if not _said(theses[pk])])
    marks = highlights or {}
    return tuple(
        _card(firm, theses[firm.pk], deals.get(firm.pk), done[firm.pk], marks.get(firm.pk, {})) for firm in firms
    )


def _theses_of(ids: Iterable[UUID], now: datetime) -> dict[UUID, list[Thesis]]:
    found: dict[UUID, list[Thesis]] = defaultdict(list)
    for thesis in public_theses(now).filter(firm__in=list(ids)).order_by("pk"):
        found[thesis.firm_id].append(thesis)
    return found


def _deals_of(ids: Iterable[UUID], *, since: date) -> dict[UUID, tuple[int, int, date]]:
    rows = (
        public_deals()
        .filter(investor__in=list(ids))
        .values("investor_id")
        .annotate(
            total=Count("pk"), recent=Count("pk", filter=Q(round__closed_on__gte=since)), last=Max("round__closed_on")
        )
        .order_by()
    )
    return {row["investor_id"]: (row["total"], row["recent"], row["last"]) for row in rows}


def _sectors_of_deals(ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """For firms that say nothing: the sectors they most often invested in."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = (
        public_deals()
        .filter(investor__in=list(ids))
        .values_list("investor_id", "round__company__sectors", named=False)
        .annotate(count=Count("pk"))
        .order_by()
    )
    for investor_id, sectors, count in rows:
        for code in sectors or ():
            counts[investor_id][code] += count
    most = {pk: sorted(found, key=lambda code: (-found[code], code)) for pk, found in counts.items()}
    return defaultdict(tuple, {pk: tuple(codes[:_MOST_SECTORS]) for pk, codes in most.items()})


def _said(theses: Iterable[Thesis]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for thesis in theses for code in thesis.sectors_include))


def _card(
    firm: Organization,
    theses: Sequence[Thesis],
    deals: tuple[int, int, date] | None,
    done: tuple[str, ...],
    highlights: Highlights,
) -> InvestorCard:
    total, recent, last = deals or (0, 0, None)
    low, high = tickets_of(theses)
    own_city = [firm.city] if firm.city else []
    return InvestorCard(
        organization=firm,
        sectors=_said(theses) or done,
        stages=tuple(dict.fromkeys(stage for thesis in theses for stage in thesis.stages)),
        ticket_min=low,
        ticket_max=high,
        cities=tuple(dict.fromkeys([*own_city, *(city for thesis in theses for city in thesis.cities)])),
        deals_total=total,
        deals_24m=recent,
        last_deal_on=last,
        theses=len(theses),
        highlights=highlights,
    )


def tickets_of(theses: Iterable[Thesis]) -> tuple[Money | None, Money | None]:
    """The smallest and the largest ticket over the theses, each in its own currency, compared in US dollars."""
    lows = [thesis for thesis in theses if thesis.ticket_min_minor is not None]
    highs = [thesis for thesis in theses if thesis.ticket_max_minor is not None]
    low = min(lows, key=lambda thesis: thesis.ticket_min_usd or 0, default=None)
    high = max(highs, key=lambda thesis: thesis.ticket_max_usd or 0, default=None)
    return (
        money_of(low.ticket_min_minor, low.currency) if low else None,
        money_of(high.ticket_max_minor, high.currency) if high else None,
    )
