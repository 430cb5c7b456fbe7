"""Why a pair fits, computed from rows of the database with the very score the index ranks by."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from backend.matching.answers import Evidence, Explained, GateResult, PastDeal, ReasonResult
from backend.matching.enums import GateState
from backend.matching.words import place_labels
from search.knowledge import Knowledge
from search.matching import explain as explaining
from search.matching.gates import Gate, GateCode
from search.matching.model import Model
from search.matching.parts import PartCode
from search.matching.reasons import Reason
from search.records import DealFacts, InvestorFacts

_OF_PLACES = frozenset(
    {PartCode.REGION, PartCode.CITY, PartCode.HOME_CITY, PartCode.HOME_REGION, PartCode.HOME_COUNTRY}
)


def explain(
    deal: DealFacts,
    investor: InvestorFacts,
    *,
    startup_id: UUID,
    known: Knowledge,
    model: Model,
    now: datetime,
    knows_conflicts: bool,
) -> Explained:
    """Gates and reasons of one pair.

    Whom a firm counts among the competitors of its portfolio is nobody else's business: unless the viewer
    `knows_conflicts`, the firm is judged as if it had named none, and nothing is said of that gate.
    """
    if not knows_conflicts:
        investor = replace(investor, theses=tuple(replace(thesis, conflicts=()) for thesis in investor.theses))
    found = explaining.explain(deal, investor, knowledge=known, model=model, now=now, startup_id=str(startup_id))
    # What speaks against a pair is no share of what speaks for it.
    total = sum(reason.contribution for reason in found.reasons if reason.contribution > 0)
    return Explained(
        score=found.score.total,
        gates=tuple(
            _gate(gate, known) for gate in found.gates.gates if knows_conflicts or gate.code is not GateCode.CONFLICT
        ),
        reasons=tuple(_reason(reason, total, known) for reason in found.reasons),
    )


def passes(why: Explained, required: frozenset[GateCode]) -> bool:
    """Whether none of the required gates failed."""
    codes = {code.value for code in required}
    return not any(gate.code in codes and gate.state == GateState.FAILED for gate in why.gates)


def _gate(gate: Gate, known: Knowledge) -> GateResult:
    state = GateState(gate.status.value)
    if gate.code is GateCode.CONFLICT:
        # The ids behind it are companies the firm named among themselves; the state says enough.
        return GateResult(gate.code.value, state, Evidence())
    common = tuple(value for value in gate.asked if value in gate.given)
    labels = place_labels((*gate.asked, *gate.given), known) if gate.code is GateCode.GEOGRAPHY else {}
    return GateResult(gate.code.value, state, Evidence(gate.asked, gate.given, common, (), dict(gate.figures), labels))


def _reason(reason: Reason, total: float, known: Knowledge) -> ReasonResult:
    """`total` is what all reasons for the pair add up to."""
    held = reason.evidence
    figures = {**held.figures, "declared_share": held.declared_share} if held.declared_share else dict(held.figures)
    deals = tuple(PastDeal(UUID(deal.company_id), deal.company_name, deal.on, deal.stage) for deal in held.deals)
    # Likeness shares tokens of all kinds; of these only places are paths.
    places = [one for one in held.shared if reason.code in _OF_PLACES or "/" in one]
    labels = place_labels(places, known) if reason.code in {*_OF_PLACES, PartCode.LIKENESS} else {}
    evidence = Evidence(common=held.shared, deals=deals, figures=figures, labels=labels)
    share = max(0.0, reason.contribution) / total if total > 0 else 0.0
    return ReasonResult(reason.code.value, share, reason.contribution, evidence)
