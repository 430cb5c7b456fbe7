"""What a thesis declares beside what its firm did: the share of recorded deals that obey it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from backend.deals.enums import SELF_REPORTED, Stage
from backend.deals.models import RoundInvestor, Thesis
from backend.organizations import selectors as organizations
from backend.taxonomy import selectors as taxonomy
from search.sectors import SectorTree

WINDOW = timedelta(days=730)
# A share of fewer deals says more about chance than about the firm.
FEWEST = 5
_NO_STAGE = frozenset({Stage.UNKNOWN, Stage.OTHER, Stage.VENTURE, ""})


@dataclass(frozen=True, slots=True)
class FieldShare:
    """Of the deals whose record tells this (`known`), how many are as the thesis says (`met`)."""

    field: str
    met: int
    known: int


@dataclass(frozen=True, slots=True)
class DeclaredVsActual:
    """`obeying` of `deals` break nothing the thesis states, as far as their record tells; None for too few deals."""

    since: date
    until: date
    deals: int
    obeying: int | None
    fields: tuple[FieldShare, ...]


@dataclass(frozen=True, slots=True)
class _Deal:
    stage: str
    amount_usd: int | None
    sectors: tuple[str, ...]


def declared_vs_actual(theses: Iterable[Thesis], *, today: date) -> dict[UUID, DeclaredVsActual]:
    """For each thesis, from the public record alone, so that everybody reads the same figures. One query for all deals."""
    rows = list(theses)
    since = today - WINDOW
    done = _deals_of({row.firm_id for row in rows}, since, today)
    tree = taxonomy.current_tree()
    return {row.pk: _compared(row, done[row.firm_id], tree, since, today) for row in rows}


def _deals_of(firms: Iterable[UUID], since: date, today: date) -> dict[UUID, list[_Deal]]:
    companies = organizations.visible_organizations(AnonymousUser()).order_by().values("pk")
    rows = (
        RoundInvestor.objects.filter(
            investor__in=list(firms),
            round__company__in=companies,
            round__closed_on__gte=since,
            round__closed_on__lte=today,
        )
        .exclude(round__source=SELF_REPORTED)
        .values_list("investor_id", "round__stage", "round__amount_usd", "round__company__sectors")
    )
    found: dict[UUID, list[_Deal]] = defaultdict(list)
    for firm_id, stage, amount, sectors in rows:
        found[firm_id].append(_Deal(stage, amount, tuple(sectors)))
    return found


def _compared(thesis: Thesis, deals: Sequence[_Deal], tree: SectorTree, since: date, until: date) -> DeclaredVsActual:
    if len(deals) < FEWEST:
        return DeclaredVsActual(since, until, len(deals), None, ())
    verdicts = [_verdicts(thesis, deal, tree) for deal in deals]
    fields = tuple(
        FieldShare(
            name,
            sum(one[name] is True for one in verdicts),
            sum(one[name] is not None for one in verdicts),
        )
        for name in verdicts[0]
    )
    obeying = sum(False not in one.values() for one in verdicts)
    return DeclaredVsActual(since, until, len(deals), obeying, fields)


def _verdicts(thesis: Thesis, deal: _Deal, tree: SectorTree) -> dict[str, bool | None]:
    """For each part the thesis states: kept, broken, or None where the record does not tell."""
    verdicts: dict[str, bool | None] = {}
    filed = {node for code in deal.sectors for node in tree.path(code)}
    if thesis.sectors_include:
        verdicts["sectors_include"] = bool(filed & set(thesis.sectors_include)) if filed else None
    if thesis.sectors_exclude:
        verdicts["sectors_exclude"] = not filed & set(thesis.sectors_exclude) if filed else None
    if thesis.stages:
        verdicts["stages"] = deal.stage in thesis.stages if deal.stage not in _NO_STAGE else None
    if thesis.ticket_min_usd is not None:
        # The record knows whole rounds, and no cheque is larger than its round.
        verdicts["ticket_min"] = None if deal.amount_usd is None else deal.amount_usd >= thesis.ticket_min_usd
    return verdicts
