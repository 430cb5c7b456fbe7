"""Searches answered by the engine. Counts, facets and suggestions come only from queries cut to the viewer's scope."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.answers import Answer, DealCard, FacetCount, Highlights, InvestorCard, Suggested, UnderstoodPart
from backend.matching.enums import Mode, SuggestionKind
from backend.matching.selectors import facets
from backend.matching.selectors.authorizing import (
    Authorized,
    authorize_deals,
    authorize_investors,
    deal_words,
    investor_words,
)
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.highlights import readable
from backend.matching.selectors.scope import audience_of
from backend.matching.selectors.staleness import hidden_meanwhile
from backend.matching.selectors.understood import parts_of
from backend.matching.selectors.visibility import investors_by_id, pitches_by_id
from backend.organizations.models import Organization
from search import searching
from search import suggest as suggesting
from search.carrying import Carrying
from search.criteria import Criteria, compile_request
from search.engine import Engine
from search.names import compact, name_forms
from search.records import ObjectKind
from search.request import SearchRequest, Target
from search.results import FacetValue, Highlight, SearchPage, UnvalidatedHit
from search.scope import Audience, Scope
from search.understanding import Understood

R = TypeVar("R", Pitch, Organization)
C = TypeVar("C")

Counts = dict[str, tuple[FacetValue, ...]]
# Speaks to the engine and reads texts, never the database. Threads are made when nobody is idle; starting one for each search
# took longer than most of what is done in it.
_ASIDE = ThreadPoolExecutor(max_workers=64, thread_name_prefix="search-aside")

# A page is asked for again without what was refused, so that its counts do not tell of it either.
_TRIES = 3
_FACETS = {
    "sectors": "sector",
    "stages": "stage",
    "qualification": "qualification",
    "business_model": "business_model",
    "instrument": "instrument",
    "currency": "ask_currency",
    "lead_wanted": "lead_wanted",
    "fund_type": "investor_type",
    "lead_or_follow": "lead_or_follow",
}


@dataclass(frozen=True, slots=True)
class _Found(Generic[R]):
    """What the engine offers, what of it the viewer may see, and what the engine is still asked for beside it."""

    page: SearchPage
    held: Authorized[R]
    counts: Future[Counts]
    marks: Future[dict[str, tuple[Highlight, ...]]]


def scope_of(viewer: Viewer, kind: ObjectKind, now: datetime) -> Scope:
    """What the viewer may match now, without what the index does not yet know to be hidden. Firms have the public view alone."""
    audience = Audience.PUBLIC if kind is ObjectKind.INVESTOR else audience_of(viewer, now)
    return Scope(audience=audience, excluded_ids=hidden_meanwhile(viewer, kind, now))


def search_deals(viewer: Viewer, request: SearchRequest, engine: Engine, *, now: datetime) -> Answer[DealCard]:
    """Raises SearchRejected, SearchUnavailable."""
    scope = scope_of(viewer, ObjectKind.DEAL, now)
    compiled = compile_request(request, engine.knowledge)

    def check(hits: tuple[UnvalidatedHit, ...]) -> Authorized[Pitch]:
        return authorize_deals(viewer, hits, scope.audience, engine=engine, criteria=compiled[0])

    told = _ASIDE.submit(parts_of, compiled[1], request, engine.knowledge)
    found = _found(engine, request, scope, compiled, check, now=now)
    marked = _readable(found, deal_words(found.held.rows, scope.audience) if compiled[1].text else {})
    cards = tuple(DealCard(pitch, marked.get(pitch.pk, {})) for pitch in found.held.rows)
    return _answer(found, cards, engine, request, told.result())


def search_investors(viewer: Viewer, request: SearchRequest, engine: Engine, *, now: datetime) -> Answer[InvestorCard]:
    """Raises SearchRejected, SearchUnavailable."""
    scope = scope_of(viewer, ObjectKind.INVESTOR, now)
    compiled = compile_request(request, engine.knowledge)

    def check(hits: tuple[UnvalidatedHit, ...]) -> Authorized[Organization]:
        return authorize_investors(viewer, hits, engine=engine, criteria=compiled[0], now=now)

    told = _ASIDE.submit(parts_of, compiled[1], request, engine.knowledge)
    found = _found(engine, request, scope, compiled, check, now=now)
    firms = found.held.rows
    words = zip(firms, investor_words(firms, now=now), strict=True) if compiled[1].text else ()
    marked = _readable(found, {firm.pk: texts for firm, texts in words})
    cards = investor_cards(firms, now=now, highlights=marked)
    return _answer(found, cards, engine, request, told.result())


def carried(viewer: Viewer, engine: Engine, *, target: Target, now: datetime) -> Carrying:
    """Counts of what the viewer can find. Raises SearchUnavailable when they are asked for."""
    kind = ObjectKind.DEAL if target is Target.DEALS else ObjectKind.INVESTOR
    return Carrying(engine, scope_of(viewer, kind, now), target)


def suggest(
    text: str, engine: Engine, scope: Scope, viewer: Viewer, *, target: Target, now: datetime, most: int
) -> tuple[Suggested, ...]:
    """Names that begin like the text, in any of their forms, as the database has them now. Raises as a search does."""
    is_deals = target is Target.DEALS
    ids = suggesting.suggest(engine, text, scope, target=target, size=most)
    rows = pitches_by_id(viewer, ids) if is_deals else investors_by_id(viewer, ids, now)
    kind = SuggestionKind.COMPANY if is_deals else SuggestionKind.INVESTOR
    found: dict[str, Suggested] = {}
    for pk, row in rows.items():
        name = _typed_name(row.organization if isinstance(row, Pitch) else row, compact(text))
        if name:
            found[str(pk)] = Suggested(name, kind, str(pk), 0)
    return tuple(found[pk] for pk in ids if pk in found)


def _found(
    engine: Engine,
    request: SearchRequest,
    scope: Scope,
    compiled: tuple[Criteria, Understood],
    check: Callable[[tuple[UnvalidatedHit, ...]], Authorized[R]],
    *,
    now: datetime,
) -> _Found[R]:
    criteria, understood = compiled

    def ask(scope: Scope) -> _Found[R]:
        """What is found is read again while the engine still marks and counts."""
        counts = _ASIDE.submit(searching.facet_counts, engine, request, scope, criteria=criteria)
        page = searching.search(engine, request, scope, now=now, compiled=compiled)
        ids = [hit.id for hit in page.hits]
        marks = _ASIDE.submit(searching.marks, engine, understood, scope, request.target, ids)
        return _Found(page, check(page.hits), counts, marks)

    found = ask(scope)
    for _ in range(_TRIES):
        if not found.held.refused:
            return found
        scope = replace(scope, excluded_ids=scope.excluded_ids | found.held.refused)
        found = ask(scope)
    return replace(found, page=replace(found.page, total=found.page.total - len(found.held.refused)))


def _readable(found: _Found[Any], words: Mapping[UUID, Sequence[str]]) -> dict[UUID, Highlights]:
    """Of each row what is marked in it and cut from its `words`, which the viewer may read now."""
    marks = found.marks.result()
    return {pk: readable(marks[str(pk)], texts) for pk, texts in words.items() if str(pk) in marks}


def _answer(
    found: _Found[Any],
    cards: tuple[C, ...],
    engine: Engine,
    request: SearchRequest,
    told: tuple[UnderstoodPart, ...],
) -> Answer[C]:
    return Answer(
        mode=Mode.FULL,
        count=found.page.total,
        count_is_exact=found.page.total_is_exact,
        results=cards,
        facets=_facets(found.counts.result(), engine, request.language),
        understood=told,
        next_cursor=found.page.cursor or None,
    )


def _facets(counts: Counts, engine: Engine, language: str) -> Mapping[str, tuple[FacetCount, ...]]:
    named = {
        name: tuple(FacetCount(one.value, one.count) for one in counts[held])
        for held, name in _FACETS.items()
        if held in counts
    }
    places = {one.value: one.count for one in counts.get("places", ())}
    return {**named, **facets.by_level(places, engine.knowledge, language)}


def _typed_name(organization: Organization, typed: str) -> str:
    """The name that begins like what was typed; blank when none does any more."""
    names = (organization.display_name, organization.legal_name, organization.name_en)
    return next((name for name in names if any(form.startswith(typed) for form in name_forms([name]))), "")
