"""The one module through which every search goes: question, scope, engine, and the database's word on each hit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any

from backend.core.actors import Viewer
from backend.matching import knowledge
from backend.matching.answers import Answer, DealCard, InvestorCard, Suggested
from backend.matching.questions import deal_question, investor_question, language
from backend.matching.selectors import reduced_deals, reduced_investors, suggestions
from backend.matching.selectors.clauses import read


def search_deals(viewer: Viewer, parameters: Mapping[str, Any], *, now: datetime) -> Answer[DealCard]:
    """Published pitches. Raises SearchRefused when the question is at fault; never fails because the engine is away."""
    started = perf_counter()
    known = knowledge.current()
    request = deal_question(parameters, known, today=now.date())
    answer = reduced_deals.search(viewer, read(request, known), question=_question(parameters))
    return replace(answer, took_ms=_since(started))


def search_investors(viewer: Viewer, parameters: Mapping[str, Any], *, now: datetime) -> Answer[InvestorCard]:
    """Active firms. Raises SearchRefused when the question is at fault; never fails because the engine is away."""
    started = perf_counter()
    known = knowledge.current()
    request = investor_question(parameters, known, today=now.date())
    answer = reduced_investors.search(viewer, read(request, known), now=now, question=_question(parameters))
    return replace(answer, took_ms=_since(started))


def suggest(viewer: Viewer, text: str, *, kind: str, now: datetime) -> tuple[Suggested, ...]:
    """Sectors first, then names; at most ten lines. Only what the viewer could also find by searching."""
    known = knowledge.current()
    typed = text.strip()
    if not typed:
        return ()
    english = language() == "en"
    found = suggestions.sectors(viewer, typed, known, most=4, english=english)
    if kind == "investors":
        return (*found, *suggestions.investors(viewer, typed, now=now, most=6))
    return (*found, *suggestions.companies(viewer, typed, most=6))


def _question(parameters: Mapping[str, Any]) -> str:
    """What a cursor is bound to: everything but the cursor and the size of a page."""
    return repr(sorted((name, value) for name, value in parameters.items() if name not in {"cursor", "size"}))


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)
