"""What if: how many theses would fit a pitch that asked for another amount, round or place, and why. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog

from backend.core.actors import Viewer
from backend.core.money import Money
from backend.matching import engine as engines
from backend.matching import knowledge, matchmaking
from backend.matching.answers import InvestorMatch
from backend.matching.eligibility import public_theses
from backend.matching.enums import Mode
from backend.matching.projections import thesis_facts
from backend.matching.questions import refusing
from backend.matching.selectors import full, subjects
from search.errors import SearchUnavailable
from search.matching.what_if import Change, counted, what_if
from search.records import AmountRange, DealFacts, ObjectKind, Place

log = structlog.get_logger(__name__)

_BEST = 3


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would change, and the firms that would fit best then; none for a person who switched personal traits off."""

    mode: Mode
    change: Change
    best: tuple[InvestorMatch, ...]


def suppose(viewer: Viewer, pitch_id: UUID, fields: Mapping[str, Any], *, now: datetime) -> Supposed:
    """Compare a pitch of the viewer's team with what it would be with `fields`. Raises NotFound, NotPermitted, SearchRefused."""
    pitch = subjects.pitch_of_team(viewer, pitch_id)
    before = subjects.facts_for_team(pitch)
    after = changed(before, fields, stated_in=pitch.currency)
    mode, change = _change(viewer, before, after, now)
    if not subjects.is_personalized(viewer):
        # Nobody is told who fits best whose lists are not in that order either.
        return Supposed(mode, change, ())
    best = matchmaking.match_facts(viewer, pitch, after, {"size": _BEST}, is_counted=False, now=now)
    return Supposed(Mode.REDUCED if Mode.REDUCED in (mode, best.mode) else Mode.FULL, change, best.results)


def changed(facts: DealFacts, fields: Mapping[str, Any], *, stated_in: str) -> DealFacts:
    """The facts as they would be; a field that is missing stays as it is, the smallest ticket too, `stated_in` a currency."""
    amount: Money | None = fields.get("amount")
    if amount is not None:
        currency = amount.currency.value
        ask = AmountRange(low=amount.major, high=amount.major, currency=currency)
        facts = replace(facts, ask=ask, min_ticket=_converted(facts.min_ticket, stated_in, currency))
    if fields.get("stage"):
        facts = replace(facts, stage=fields["stage"])
    named = {level: fields[level] for level in ("country", "region", "city") if level in fields}
    return replace(facts, place=Place(**named)) if named else facts


def _converted(amount: Decimal | None, one: str, other: str) -> Decimal | None:
    rates = knowledge.current().rates.cny
    return amount if amount is None or one == other else amount * rates[one] / rates[other]


def _change(viewer: Viewer, before: DealFacts, after: DealFacts, now: datetime) -> tuple[Mode, Change]:
    try:
        engine = engines.current()
        with refusing():
            return Mode.FULL, what_if(engine, before, after, full.scope_of(viewer, ObjectKind.INVESTOR, now))
    except SearchUnavailable as problem:
        log.warning("matching_reduced", code=problem.code)
        theses = public_theses(now).select_related("firm").prefetch_related("portfolio_conflicts")
        facts = ((str(thesis.firm_id), thesis_facts(thesis)) for thesis in theses)
        return Mode.REDUCED, counted(facts, before, after, knowledge.current())
