"""Hard conditions a thesis states: passed, failed, or not stated by one of the two sides. Always reported, filters only when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.knowledge import Knowledge
from search.queries import EVERYTHING, unless_stated
from search.records import DealFacts, InvestorFacts, ThesisFacts
from search.scope import Audience


class GateCode(StrEnum):
    """The conditions there are."""

    STAGE = "stage"
    TICKET = "ticket"
    EXCLUSION = "exclusion"
    CONFLICT = "conflict"
    GEOGRAPHY = "geography"


class GateStatus(StrEnum):
    """How a condition stands."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition with what each side states; `figures` holds amounts in CNY and the overlap as a share of the ticket."""

    code: GateCode
    status: GateStatus
    asked: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateReport:
    """The gates of the thesis that suits best; `thesis_id` is empty when the investor states none."""

    thesis_id: str
    gates: tuple[Gate, ...]

    @property
    def is_open(self) -> bool:
        """Whether no gate failed."""
        return all(gate.status is not GateStatus.FAILED for gate in self.gates)


def gates_of(deal: DealFacts, investor: InvestorFacts, knowledge: Knowledge, *, startup_id: str = "") -> GateReport:
    """The gates of the best suited thesis: fewest failures, then most conditions met, then the first stated."""
    if not investor.theses:
        return GateReport("", tuple(Gate(code, GateStatus.NOT_STATED) for code in GateCode))
    reports = [GateReport(thesis.id, thesis_gates(deal, thesis, knowledge, startup_id)) for thesis in investor.theses]
    return min(reports, key=_standing)


def _standing(report: GateReport) -> tuple[int, int]:
    statuses = [gate.status for gate in report.gates]
    return statuses.count(GateStatus.FAILED), -statuses.count(GateStatus.PASSED)


def thesis_gates(deal: DealFacts, thesis: ThesisFacts, knowledge: Knowledge, startup_id: str) -> tuple[Gate, ...]:
    """All gates of one thesis."""
    filed = knowledge.sectors.paths(deal.sectors)
    nodes = knowledge.places.nodes(deal.place)
    places = tuple(path for place in thesis.places if (path := knowledge.places.path(place)))
    stage = (deal.stage,) if deal.stage else ()
    return (
        _membership(GateCode.STAGE, thesis.stages, stage),
        _ticket(deal, thesis, knowledge),
        _absence(GateCode.EXCLUSION, thesis.sectors_exclude, filed),
        _absence(GateCode.CONFLICT, thesis.conflicts, (startup_id,) if startup_id else ()),
        _membership(GateCode.GEOGRAPHY, places, nodes),
    )


def _membership(code: GateCode, asked: tuple[str, ...], given: tuple[str, ...]) -> Gate:
    if not asked or not given:
        return Gate(code, GateStatus.NOT_STATED, asked, given)
    return Gate(code, GateStatus.PASSED if set(asked) & set(given) else GateStatus.FAILED, asked, given)


def _absence(code: GateCode, refused: tuple[str, ...], given: tuple[str, ...]) -> Gate:
    if not refused or not given:
        return Gate(code, GateStatus.NOT_STATED, refused, given)
    return Gate(code, GateStatus.FAILED if set(refused) & set(given) else GateStatus.PASSED, refused, given)


def _ticket(deal: DealFacts, thesis: ThesisFacts, knowledge: Knowledge) -> Gate:
    """A cheque fits when it is at least the smallest ticket taken and not more than the whole ask."""
    low, high = knowledge.rates.bounds(thesis.ticket)
    _, ask = knowledge.rates.bounds(deal.ask)
    if low is None or high is None or ask is None or deal.ask is None:
        return Gate(GateCode.TICKET, GateStatus.NOT_STATED)
    least = least_of(deal, knowledge)
    shared = min(high, ask) - max(low, least)
    overlap = 1.0 if low == high and shared >= 0 else max(0.0, shared) / (high - low) if high > low else 0.0
    figures = {"ticket_low": low, "ticket_high": high, "ask": ask, "least": least, "overlap": overlap}
    return Gate(GateCode.TICKET, GateStatus.PASSED if shared >= 0 else GateStatus.FAILED, figures=figures)


def least_of(deal: DealFacts, knowledge: Knowledge) -> float:
    """The smallest cheque a deal takes, in CNY: never more than the whole ask, which one cheque may fill."""
    _, ask = knowledge.rates.bounds(deal.ask)
    least = knowledge.rates.in_cny(deal.min_ticket, deal.ask.currency) if deal.ask else None
    return min(least or 0.0, ask or 0.0)


def open_investors(
    required: Iterable[GateCode], deal: DealFacts, knowledge: Knowledge, audience: Audience, startup_id: str
) -> Query:
    """Investors with a thesis that fails none of the required gates, or with no thesis at all."""
    path = f"{audience}.theses"
    wanted = [investor_gate(code, deal, knowledge, path, startup_id) for code in sorted(required)]
    some = Q("nested", path=path, query=Q("bool", filter=wanted))
    none = Q("bool", must_not=[Q("nested", path=path, query=EVERYTHING)])
    return Q("bool", should=[some, none], minimum_should_match=1)


def investor_gate(code: GateCode, deal: DealFacts, knowledge: Knowledge, path: str, startup_id: str) -> Query:
    """One condition of the theses under `path`, as a query inside of them."""
    if code is GateCode.STAGE:
        return (
            unless_stated(f"{path}.stages", Q("term", **{f"{path}.stages": deal.stage})) if deal.stage else EVERYTHING
        )
    if code is GateCode.GEOGRAPHY:
        nodes = list(knowledge.places.nodes(deal.place))
        return unless_stated(f"{path}.places", Q("terms", **{f"{path}.places": nodes})) if nodes else EVERYTHING
    if code is GateCode.EXCLUSION:
        filed = list(knowledge.sectors.paths(deal.sectors))
        return Q("bool", must_not=[Q("terms", **{f"{path}.sectors_exclude": filed})])
    if code is GateCode.CONFLICT:
        return Q("bool", must_not=[Q("term", **{f"{path}.conflicts": startup_id})])
    _, ask = knowledge.rates.bounds(deal.ask)
    if ask is None or deal.ask is None:
        return EVERYTHING
    fits = Q("range", **{f"{path}.ticket": {"gte": least_of(deal, knowledge), "lte": ask, "relation": "intersects"}})
    return unless_stated(f"{path}.ticket", fits)


def open_deals(
    required: Iterable[GateCode], investor: InvestorFacts, knowledge: Knowledge, audience: Audience
) -> Query:
    """Deals that fail none of the required gates of at least one thesis."""
    if not investor.theses:
        return EVERYTHING
    codes = sorted(required)
    ways = [
        Q("bool", filter=[_deal_gate(code, thesis, knowledge, audience) for code in codes])
        for thesis in investor.theses
    ]
    return Q("bool", should=ways, minimum_should_match=1)


def _deal_gate(code: GateCode, thesis: ThesisFacts, knowledge: Knowledge, audience: Audience) -> Query:
    if code is GateCode.STAGE:
        field = f"{audience}.stages"
        return unless_stated(field, Q("terms", **{field: list(thesis.stages)})) if thesis.stages else EVERYTHING
    if code is GateCode.GEOGRAPHY:
        field = f"{audience}.places"
        paths = [path for place in thesis.places if (path := knowledge.places.path(place))]
        return unless_stated(field, Q("terms", **{field: paths})) if paths else EVERYTHING
    if code is GateCode.EXCLUSION:
        return Q("bool", must_not=[Q("terms", **{f"{audience}.sectors": list(thesis.sectors_exclude)})])
    if code is GateCode.CONFLICT:
        return Q("bool", must_not=[Q("terms", startup_id=list(thesis.conflicts))])
    low, high = knowledge.rates.bounds(thesis.ticket)
    if low is None:
        return EVERYTHING
    field = f"{audience}.ticket"
    return unless_stated(field, Q("range", **{field: {"gte": low, "lte": high, "relation": "intersects"}}))
