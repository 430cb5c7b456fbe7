"""The one module through which every search goes: question, scope, engine, and the database's word on each hit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any

import structlog
from django.utils import timezone

from backend.core.actors import Viewer
from backend.matching import engine as engines
from backend.matching import knowledge
from backend.matching.answers import Answer, DealCard, InvestorCard, Suggested
from backend.matching.questions import deal_question, investor_question, refusing
from backend.matching.selectors import full, reduced_deals, reduced_investors, suggestions
from backend.matching.selectors.carrying import Carried, OfDeals, OfInvestors
from backend.matching.selectors.clauses import read
from search.errors import SearchUnavailable
from search.knowledge import Knowledge
from search.names import compact
from search.request import Target

log = structlog.get_logger(__name__)

MOST_LINES = 12
_SECTOR_LINES = 3
_PLACE_LINES = 2
_STAGE_LINES = 2
_NAME_LINES = 6
_WORD_LINES = 3


def search_deals(viewer: Viewer, parameters: Mapping[str, Any], *, now: datetime) -> Answer[DealCard]:
    """Published pitches. Raises SearchRefused when the question is at fault; never fails because the engine is away."""
    started = perf_counter()
    known = knowledge.current()
    request = deal_question(parameters, known, today=timezone.localdate(now))
    try:
        with refusing():
            answer = full.search_deals(viewer, request, engines.current(known), now=now)
    except SearchUnavailable as problem:
        log.warning("search_reduced", code=problem.code)
        answer = reduced_deals.search(viewer, read(request, known), question=_question(parameters))
    return replace(answer, took_ms=_since(started))


def search_investors(viewer: Viewer, parameters: Mapping[str, Any], *, now: datetime) -> Answer[InvestorCard]:
    """Active firms. Raises SearchRefused when the question is at fault; never fails because the engine is away."""
    started = perf_counter()
    known = knowledge.current()
    request = investor_question(parameters, known, today=timezone.localdate(now))
    try:
        with refusing():
            answer = full.search_investors(viewer, request, engines.current(known), now=now)
    except SearchUnavailable as problem:
        log.warning("search_reduced", code=problem.code)
        answer = reduced_investors.search(viewer, read(request, known), now=now, question=_question(parameters))
    return replace(answer, took_ms=_since(started))


def suggest(viewer: Viewer, text: str, *, kind: str, now: datetime) -> tuple[Suggested, ...]:
    """What can be filtered by first, then names, then keywords; at most twelve lines. Only what the viewer could also find."""
    typed = text.strip()
    if not compact(typed):
        return ()
    known = knowledge.current()
    target = Target.INVESTORS if kind == "investors" else Target.DEALS
    try:
        with refusing():
            engine = engines.current(known)
            held = full.carried(viewer, engine, target=target, now=now)
            named = full.suggest(typed, engine, held.scope, viewer, target=target, now=now, most=_NAME_LINES)
            return _lines(held, typed, named, known)
    except SearchUnavailable:
        if target is Target.INVESTORS:
            named = suggestions.investors(viewer, typed, now=now, most=_NAME_LINES)
            return _lines(OfInvestors(viewer, known, now), typed, named, known)
        named = suggestions.companies(viewer, typed, most=_NAME_LINES)
        return _lines(OfDeals(viewer, known), typed, named, known)


def _lines(held: Carried, typed: str, named: tuple[Suggested, ...], known: Knowledge) -> tuple[Suggested, ...]:
    return (*_filters(held, typed, known), *named, *suggestions.words(held, typed, most=_WORD_LINES))[:MOST_LINES]


def _filters(held: Carried, typed: str, known: Knowledge) -> tuple[Suggested, ...]:
    return (
        *suggestions.sectors(held, typed, known, most=_SECTOR_LINES),
        *suggestions.places(held, typed, known, most=_PLACE_LINES),
        *suggestions.stages(held, typed, most=_STAGE_LINES),
    )


def _question(parameters: Mapping[str, Any]) -> str:
    """What a cursor is bound to: everything but the cursor and the size of a page."""
    return repr(sorted((name, value) for name, value in parameters.items() if name not in {"cursor", "size"}))


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)
