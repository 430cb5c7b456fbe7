"""Matches of a pitch, a thesis or a firm: rights, order, page. Both modes end in the same cards and reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

from backend.core.actors import Viewer
from backend.core.errors import NotPermitted
from backend.matching import knowledge, models_of_deals
from backend.matching.answers import (
    DealCard,
    DealMatch,
    Explained,
    InvestorCard,
    InvestorMatch,
    Matches,
    ModelInfo,
)
from backend.matching.enums import MatchOrder, Mode
from backend.matching.selectors import candidates, cursors, matches, subjects
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.subjects import Investor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit:
    """One pair, for both sides."""

    mode: Mode
    model: ModelInfo
    deal: DealCard
    investor: InvestorCard
    why: Explained


def match_pitch(
    viewer: Viewer, pitch_id: UUID, parameters: Mapping[str, Any], *, now: datetime
) -> Matches[InvestorMatch]:
    """Investors for a pitch of the viewer's team. Raises NotFound, NotPermitted, SearchRefused."""
    started = perf_counter()
    pitch = subjects.pitch_of_team(viewer, pitch_id)
    order, personalized = _order(viewer, parameters)
    known, model = knowledge.current(), models_of_deals.current()
    deal = subjects.facts_for_team(pitch)
    if order == MatchOrder.BEST:
        firms = candidates.investors_for(viewer, deal, known, now=now)
        pairs = matches.best_first(matches.explained_investors(deal, firms, known=known, model=model, now=now))
        page, following = _page(pairs, parameters, f"pitch:{pitch_id}:{order}")
    else:
        rows, following = _page(
            list(candidates.neutral_investors(viewer, now)[: cursors.MAX_OFFSET]), parameters, order
        )
        page = matches.explained_investors(deal, rows, known=known, model=model, now=now)
    return Matches(
        mode=Mode.REDUCED,
        order=order,
        personalized=personalized,
        model=models_of_deals.info(model),
        results=matches.investor_matches(page, now=now),
        next_cursor=following,
        took_ms=_since(started),
    )


def match_thesis(
    viewer: Viewer, thesis_id: UUID, parameters: Mapping[str, Any], *, now: datetime
) -> Matches[DealMatch]:
    """Pitches for one thesis of the viewer's firm. Raises NotFound, NotPermitted, SearchRefused."""
    investor = subjects.thesis_of_member(viewer, thesis_id, now)
    return _match_investor(viewer, investor, parameters, f"thesis:{thesis_id}", now=now)


def match_firm(viewer: Viewer, firm_id: UUID, parameters: Mapping[str, Any], *, now: datetime) -> Matches[DealMatch]:
    """Pitches for the viewer's firm, by all it says and did. Raises NotFound, NotPermitted, SearchRefused."""
    investor = subjects.firm_of_member(viewer, firm_id, now)
    return _match_investor(viewer, investor, parameters, f"firm:{firm_id}", now=now)


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
    known, model = knowledge.current(), models_of_deals.current()
    audience = subjects.audience_for_pair(viewer, pitch, now)
    why = matches.explained_pitches(investor.facts, [pitch], audience, known=known, model=model, now=now)[0][1]
    return Fit(Mode.REDUCED, models_of_deals.info(model), DealCard(pitch), investor_cards([firm], now=now)[0], why)


def _match_investor(
    viewer: Viewer, investor: Investor, parameters: Mapping[str, Any], subject: str, *, now: datetime
) -> Matches[DealMatch]:
    started = perf_counter()
    order, personalized = _order(viewer, parameters)
    known, model = knowledge.current(), models_of_deals.current()
    audience = audience_of(viewer, now)
    if order == MatchOrder.BEST:
        pitches = candidates.pitches_for(viewer, investor.facts, known)
        pairs = matches.best_first(
            matches.explained_pitches(investor.facts, pitches, audience, known=known, model=model, now=now)
        )
        page, following = _page(pairs, parameters, f"{subject}:{order}")
    else:
        rows, following = _page(list(candidates.neutral_pitches(viewer)[: cursors.MAX_OFFSET]), parameters, order)
        page = matches.explained_pitches(investor.facts, rows, audience, known=known, model=model, now=now)
    return Matches(
        mode=Mode.REDUCED,
        order=order,
        personalized=personalized,
        model=models_of_deals.info(model),
        results=matches.deal_matches(page),
        next_cursor=following,
        took_ms=_since(started),
    )


def _order(viewer: Viewer, parameters: Mapping[str, Any]) -> tuple[str, bool]:
    """The order asked for; a person who switched personal traits off gets the neutral one instead of the best."""
    order = parameters.get("order", MatchOrder.BEST)
    personalized = subjects.is_personalized(viewer)
    if order == MatchOrder.BEST and not personalized:
        order = MatchOrder.NOT_PERSONALIZED
    return str(order), personalized


def _page(rows: Sequence[T], parameters: Mapping[str, Any], question: str) -> tuple[list[T], str | None]:
    offset = cursors.decode(parameters.get("cursor", ""), question)
    size = parameters.get("size", 20)
    return list(rows[offset : offset + size]), cursors.following(offset, size, len(rows), question)


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)
