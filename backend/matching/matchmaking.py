"""Matches of a pitch, a thesis or a firm: rights, order, page. Both modes end in the same cards, gates and reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

import structlog

from backend.core.actors import Viewer
from backend.core.errors import NotPermitted
from backend.deals.models import Pitch
from backend.matching import engine as engines
from backend.matching import knowledge, models_of_deals
from backend.matching.answers import DealCard, DealMatch, Explained, InvestorCard, InvestorMatch, Matches, ModelInfo
from backend.matching.enums import ExposedKind, MatchOrder, Mode
from backend.matching.questions import refusing
from backend.matching.selectors import candidates, cursors, matches, subjects
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.explaining import passes
from backend.matching.selectors.matches import Asking
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.subjects import Investor
from backend.matching.services import exposing
from search.errors import SearchUnavailable
from search.matching.gates import GateCode
from search.records import DealFacts, InvestorFacts

log = structlog.get_logger(__name__)

T = TypeVar("T")
Pairs = list[tuple[T, Explained]]

# What nobody wants to be shown as a match: a sector the investor excludes, a competitor of its portfolio.
_USUAL_GATES = frozenset({GateCode.EXCLUSION, GateCode.CONFLICT})
# What the viewer's side of a match may be told, and what may leave somebody out of its list. A startup that missed a
# firm among its matches would know that the firm counts it among the competitors of its portfolio.
_FOR_INVESTORS = frozenset(GateCode)
_FOR_STARTUPS = _FOR_INVESTORS - {GateCode.CONFLICT}


@dataclass(frozen=True, slots=True)
class Fit:
    """One pair, for both sides."""

    mode: Mode
    model: ModelInfo
    deal: DealCard
    investor: InvestorCard
    why: Explained


@dataclass(frozen=True, slots=True)
class _Found:
    """A page in whichever mode answered."""

    mode: Mode
    pairs: Sequence[tuple[Any, Explained]]
    cursor: str | None
    explored: frozenset[UUID] = frozenset()


def match_pitch(
    viewer: Viewer, pitch_id: UUID, parameters: Mapping[str, Any], *, now: datetime
) -> Matches[InvestorMatch]:
    """Investors for a pitch of the viewer's team. Raises NotFound, NotPermitted, SearchRefused."""
    pitch = subjects.pitch_of_team(viewer, pitch_id)
    return match_facts(viewer, pitch, subjects.facts_for_team(pitch), parameters, is_counted=True, now=now)


def match_facts(
    viewer: Viewer, pitch: Pitch, deal: DealFacts, parameters: Mapping[str, Any], *, is_counted: bool, now: datetime
) -> Matches[InvestorMatch]:
    """Investors for what a pitch says, or would say; `is_counted` when they count as shown. The viewer is of its team.

    Raises SearchRefused.
    """
    started = perf_counter()
    ask, order = _asking(viewer, parameters, _FOR_STARTUPS, now=now)
    found = _investors_for(ask, pitch, deal, order)
    if is_counted:
        _count_shown(ask, order, ExposedKind.INVESTOR, found)
    results = matches.investor_matches(found.pairs, found.explored, now=now)
    return _matches(ask, order, found, results, started)


def match_thesis(
    viewer: Viewer, thesis_id: UUID, parameters: Mapping[str, Any], *, now: datetime
) -> Matches[DealMatch]:
    """Pitches for one thesis of the viewer's firm. Raises NotFound, NotPermitted, SearchRefused."""
    started = perf_counter()
    investor = subjects.thesis_of_member(viewer, thesis_id, now)
    ask, order = _asking(viewer, parameters, _FOR_INVESTORS, now=now)
    found = _pitches_for(ask, investor, order, f"thesis:{thesis_id}")
    _count_shown(ask, order, ExposedKind.DEAL, found)
    return _matches(ask, order, found, matches.deal_matches(found.pairs, found.explored), started)


def match_firm(viewer: Viewer, firm_id: UUID, parameters: Mapping[str, Any], *, now: datetime) -> Matches[DealMatch]:
    """Pitches for the viewer's firm, by all it says and did. Raises NotFound, NotPermitted, SearchRefused."""
    started = perf_counter()
    investor = subjects.firm_of_member(viewer, firm_id, now)
    ask, order = _asking(viewer, parameters, _FOR_INVESTORS, now=now)
    found = _pitches_for(ask, investor, order, f"firm:{firm_id}")
    _count_shown(ask, order, ExposedKind.DEAL, found)
    return _matches(ask, order, found, matches.deal_matches(found.pairs, found.explored), started)


def fit(viewer: Viewer, pitch_id: UUID, parameters: Mapping[str, Any], *, now: datetime) -> Fit:
    """Why one pair fits. Raises NotFound when either is invisible, NotPermitted for anybody on neither side."""
    pitch = subjects.visible_pitch(viewer, pitch_id)
    firm = subjects.visible_firm(viewer, parameters["firm"])
    if not subjects.may_see_fit(viewer, pitch, firm):
        raise NotPermitted
    if "thesis" in parameters:
        investor = subjects.thesis_of_member(viewer, parameters["thesis"], now)
        if investor.firm.pk != firm.pk:
            raise NotPermitted
    else:
        investor = subjects.investor_of(firm, subjects.published_theses(viewer, firm, now))
    knows_conflicts = subjects.is_of_firm(viewer, firm)
    ask, _ = _asking(viewer, {}, _FOR_INVESTORS if knows_conflicts else _FOR_STARTUPS, now=now)
    deal = subjects.facts_for(pitch, subjects.audience_for_pair(viewer, pitch, now))
    why = matches.explained_pair(ask, deal, pitch, investor.facts, knows_conflicts=knows_conflicts)
    return Fit(Mode.FULL, models_of_deals.info(ask.model), DealCard(pitch), investor_cards([firm], now=now)[0], why)


def explain_pitches(
    viewer: Viewer, investor: InvestorFacts, pitches: Sequence[Pitch], *, now: datetime
) -> tuple[dict[UUID, Explained], ModelInfo]:
    """Why each pitch fits an investor of the viewer's own, by the very parts its matches are ranked by."""
    ask, _ = _asking(viewer, {}, _FOR_INVESTORS, now=now)
    pairs = matches.explained_pitches(ask, investor, pitches, audience_of(viewer, now))
    return {pitch.pk: why for pitch, why in pairs}, models_of_deals.info(ask.model)


def _investors_for(ask: Asking, pitch: Pitch, deal: DealFacts, order: MatchOrder) -> _Found:
    startup_id = pitch.organization_id
    if order is not MatchOrder.BEST:
        firms, following = _page(candidates.neutral_investors(ask.viewer, ask.now), ask, order.value)
        return _Found(Mode.FULL, matches.explained_investors(ask, deal, startup_id, firms), following)
    try:
        with refusing():
            ranked = matches.ranked_investors(ask, engines.current(ask.known), deal, startup_id)
        firms = matches.firms_by_rank(ask, ranked)
        pairs = matches.explained_investors(ask, deal, startup_id, firms)
        return _Found(Mode.FULL, pairs, ranked.cursor or None, ranked.explored)
    except SearchUnavailable as problem:
        log.warning("matching_reduced", code=problem.code)
        some = candidates.investors_for(ask.viewer, deal, ask.known, now=ask.now)
        return _best(ask, matches.explained_investors(ask, deal, startup_id, some), f"pitch:{pitch.pk}")


def _pitches_for(ask: Asking, investor: Investor, order: MatchOrder, subject: str) -> _Found:
    audience = audience_of(ask.viewer, ask.now)
    if order is not MatchOrder.BEST:
        pitches, following = _page(candidates.neutral_pitches(ask.viewer), ask, order.value)
        return _Found(Mode.FULL, matches.explained_pitches(ask, investor.facts, pitches, audience), following)
    try:
        with refusing():
            ranked = matches.ranked_pitches(ask, engines.current(ask.known), investor.facts)
        pitches = matches.pitches_by_rank(ask, ranked)
        pairs = matches.explained_pitches(ask, investor.facts, pitches, audience)
        return _Found(Mode.FULL, pairs, ranked.cursor or None, ranked.explored)
    except SearchUnavailable as problem:
        log.warning("matching_reduced", code=problem.code)
        some = candidates.pitches_for(ask.viewer, investor.facts, ask.known)
        return _best(ask, matches.explained_pitches(ask, investor.facts, some, audience), subject)


def _best(ask: Asking, pairs: Pairs[T], subject: str) -> _Found:
    """The candidates that pass, by the same score; equal ones keep their order."""
    passing = [pair for pair in pairs if passes(pair[1], ask.required)]
    ordered = sorted(passing, key=lambda pair: -pair[1].score)
    page, following = _page(ordered, ask, subject)
    return _Found(Mode.REDUCED, page, following)


def _count_shown(ask: Asking, order: MatchOrder, kind: ExposedKind, found: _Found) -> None:
    """Whom the ranking shows, counted once a look: on the first page, and where the ranking decides the order."""
    if order is MatchOrder.BEST and not ask.cursor:
        shown = [one.pk for one, _ in found.pairs]
        exposing.count_shown(ask.viewer, kind, shown, found.explored, now=ask.now)


def _asking(
    viewer: Viewer, parameters: Mapping[str, Any], gates: frozenset[GateCode], *, now: datetime
) -> tuple[Asking, MatchOrder]:
    """The order asked for, and those of the `gates` that shall leave out; a person who switched personal traits off gets the neutral one instead of the best."""
    order = MatchOrder(parameters.get("order", MatchOrder.BEST))
    if order is MatchOrder.BEST and not subjects.is_personalized(viewer):
        order = MatchOrder.NOT_PERSONALIZED
    named = parameters.get("require")
    required = (_USUAL_GATES if named is None else frozenset(GateCode(code) for code in named)) & gates
    if parameters.get("show_failed") or order is not MatchOrder.BEST:
        # The neutral orders leave out nobody, so that they are the same for everybody.
        required = frozenset()
    ask = Asking(
        viewer=viewer,
        known=knowledge.current(),
        model=models_of_deals.current(),
        now=now,
        required=required,
        size=parameters.get("size", 20),
        cursor=parameters.get("cursor", ""),
    )
    return ask, order


def _page(rows: Any, ask: Asking, question: str) -> tuple[list[Any], str | None]:
    """A page of a list or a query, one row more being read to know whether there is another."""
    offset = cursors.decode(ask.cursor, question)
    some = list(rows[offset : offset + ask.size + 1])
    return some[: ask.size], cursors.following(offset, ask.size, offset + len(some), question)


def _matches(ask: Asking, order: MatchOrder, found: _Found, results: tuple[T, ...], started: float) -> Matches[T]:
    return Matches(
        mode=found.mode,
        order=order.value,
        personalized=subjects.is_personalized(ask.viewer),
        gates_applied=tuple(sorted(code.value for code in ask.required)),
        model=models_of_deals.info(ask.model),
        results=results,
        next_cursor=found.cursor,
        took_ms=round((perf_counter() - started) * 1000),
    )
