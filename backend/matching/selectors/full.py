"""Searches answered by the engine. Counts, facets and suggestions come only from queries cut to the viewer's scope."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.answers import Answer, DealCard, FacetCount, InvestorCard, Suggested, UnderstoodPart
from backend.matching.enums import Mode, SuggestionKind
from backend.matching.selectors import facets
from backend.matching.selectors.authorizing import Authorized, authorize_deals, authorize_investors
from backend.matching.selectors.cards import investor_cards
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
from search.results import SearchPage, UnvalidatedHit
from search.scope import Audience, Scope
from search.understanding import Understood

R = TypeVar("R", Pitch, Organization)
C = TypeVar("C")

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

    with _told(compiled[1], request, engine) as told:
        page, held = _page(engine, request, scope, compiled, check, now=now)
    cards = tuple(DealCard(pitch, held.highlights.get(pitch.pk, {})) for pitch in held.rows)
    return _answer(page, cards, engine, request, told.result())


def search_investors(viewer: Viewer, request: SearchRequest, engine: Engine, *, now: datetime) -> Answer[InvestorCard]:
    """Raises SearchRejected, SearchUnavailable."""
    scope = scope_of(viewer, ObjectKind.INVESTOR, now)
    compiled = compile_request(request, engine.knowledge)

    def check(hits: tuple[UnvalidatedHit, ...]) -> Authorized[Organization]:
        return authorize_investors(viewer, hits, engine=engine, criteria=compiled[0], now=now)

    with _told(compiled[1], request, engine) as told:
        page, held = _page(engine, request, scope, compiled, check, now=now)
    cards = investor_cards(held.rows, now=now, highlights=held.highlights)
    return _answer(page, cards, engine, request, told.result())


def carried(viewer: Viewer, engine: Engine, *, target: Target, now: datetime) -> Carrying:
    """Counts of what the viewer can find. Raises SearchUnavailable when they are asked for."""
    kind = ObjectKind.DEAL if target is Target.DEALS else ObjectKind.INVESTOR
    return Carrying(engine, scope_of(viewer, kind, now), target)


def suggest(
    text: str, engine: Engine, scope: Scope, viewer: Viewer, *, target: Target, now: datetime, most: int
) -> tuple[Suggested, ...]:
    """Names that begin like the text, in any of their forms, as the database has them now. Raises as a search does."""
    is_deals = target is Target.DEALS
    ids = [one.id for one in suggesting.suggest(engine, text, scope, target=target, size=most)]
    rows = pitches_by_id(viewer, ids) if is_deals else investors_by_id(viewer, ids, now)
    kind = SuggestionKind.COMPANY if is_deals else SuggestionKind.INVESTOR
    found: dict[str, Suggested] = {}
    for pk, row in rows.items():
        name = _typed_name(row.organization if isinstance(row, Pitch) else row, compact(text))
        if name:
            found[str(pk)] = Suggested(name, kind, str(pk), 0)
    return tuple(found[pk] for pk in ids if pk in found)


def _page(
    engine: Engine,
    request: SearchRequest,
    scope: Scope,
    compiled: tuple[Criteria, Understood],
    check: Callable[[tuple[UnvalidatedHit, ...]], Authorized[R]],
    *,
    now: datetime,
) -> tuple[SearchPage, Authorized[R]]:
    page = searching.search(engine, request, scope, now=now, compiled=compiled)
    held = check(page.hits)
    for _ in range(_TRIES):
        if not held.refused:
            return page, held
        scope = replace(scope, excluded_ids=scope.excluded_ids | held.refused)
        page = searching.search(engine, request, scope, now=now, compiled=compiled)
        held = check(page.hits)
    return replace(page, total=page.total - len(held.refused)), held


@contextmanager
def _told(
    understood: Understood, request: SearchRequest, engine: Engine
) -> Iterator[Future[tuple[UnderstoodPart, ...]]]:
    """What the page tells of the question: to put it in other words takes about as long as the engine takes to answer it."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        yield aside.submit(parts_of, understood, request, engine.knowledge)


def _answer(
    page: SearchPage,
    cards: tuple[C, ...],
    engine: Engine,
    request: SearchRequest,
    told: tuple[UnderstoodPart, ...],
) -> Answer[C]:
    return Answer(
        mode=Mode.FULL,
        count=page.total,
        count_is_exact=page.total_is_exact,
        results=cards,
        facets=_facets(page, engine, request.language),
        understood=told,
        next_cursor=page.cursor or None,
    )


def _facets(page: SearchPage, engine: Engine, language: str) -> Mapping[str, tuple[FacetCount, ...]]:
    named = {
        name: tuple(FacetCount(one.value, one.count) for one in page.facets[held])
        for held, name in _FACETS.items()
        if held in page.facets
    }
    places = {one.value: one.count for one in page.facets.get("places", ())}
    return {**named, **facets.by_level(places, engine.knowledge, language)}


def _typed_name(organization: Organization, typed: str) -> str:
    """The name that begins like what was typed; blank when none does any more."""
    names = (organization.display_name, organization.legal_name, organization.name_en)
    return next((name for name in names if any(form.startswith(typed) for form in name_forms([name]))), "")
