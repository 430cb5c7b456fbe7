"""Investors from the database alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from backend.core.actors import Viewer
from backend.deals.models import Thesis
from backend.matching.answers import Answer, FacetCount, InvestorCard
from backend.matching.eligibility import public_deals, public_theses
from backend.matching.enums import Mode
from backend.matching.projections import thesis_places
from backend.matching.selectors import cursors, facets
from backend.matching.selectors.candidates import last_deal_on
from backend.matching.selectors.cards import investor_cards
from backend.matching.selectors.clauses import (
    Clauses,
    Reading,
    all_of,
    amount_clause,
    any_of,
    combined,
    nodes_of,
    places_clause,
    saying,
    subtree,
    with_ticket_ends,
)
from backend.matching.selectors.understood import parts_of
from backend.matching.selectors.visibility import findable_investors
from backend.organizations.models import Organization
from search.knowledge import Knowledge
from search.reading.parts import TERM_KINDS
from search.records import LEVELS
from search.request import RangeFacet, SearchRequest, Sort, TermFacet

_NAMES = ("brand_name", "legal_name", "name_en")
_WORDS = (*_NAMES, "one_liner", "one_liner_en", "description", "description_en")


def search(viewer: Viewer, reading: Reading, *, now: datetime, question: str) -> Answer[InvestorCard]:
    """One page with exact counts. Raises SearchRefused for a cursor of another question."""
    request = reading.request
    rows = _rows(viewer, now)
    clauses = _clauses(rows, reading, now)
    offset = cursors.decode(request.cursor, question)
    found = rows.filter(combined(clauses))
    total = found.count()
    page = list(_ordered(found, request)[offset : offset + request.size])
    return Answer(
        mode=Mode.REDUCED,
        count=total,
        count_is_exact=True,
        results=investor_cards(page, now=now),
        facets=_facets(rows, clauses, reading, now),
        understood=parts_of(reading.understood, request, reading.knowledge),
        next_cursor=cursors.following(offset, request.size, total, question),
    )


def _rows(viewer: Viewer, now: datetime) -> QuerySet[Organization]:
    tickets = public_theses(now).filter(firm=OuterRef("pk"))
    return findable_investors(viewer, now).annotate(
        last_deal_on=last_deal_on(),
        ticket_usd=Subquery(tickets.order_by(F("ticket_min_usd").asc(nulls_last=True)).values("ticket_min_usd")[:1]),
    )


def _theses(now: datetime) -> QuerySet[Thesis]:
    return with_ticket_ends(public_theses(now))


def _clauses(rows: QuerySet[Organization], reading: Reading, now: datetime) -> Clauses:
    request, clauses = reading.request, Clauses()
    if request.sectors:
        clauses["sector"] = _sector(request.sectors, reading, now)
    if reading.forbidden:
        clauses["exclude"] = ~any_of(
            _has(name, values, rows, reading, now) for name, values in reading.forbidden.items()
        )
    if request.stages:
        clauses["stage"] = _stage(request.stages, now)
    if request.places:
        clauses["place"] = _place(rows, request.places, reading, now)
    if reading.amount is not None:
        clauses["ticket"] = _says(_theses(now).filter(amount_clause(reading.amount, reading.knowledge)))
    if reading.has_text:
        clauses["text"] = _text(rows, reading, now)
    clauses |= _choices(request, now)
    return clauses


def _choices(request: SearchRequest, now: datetime) -> Clauses:
    clauses = Clauses()
    for choice in request.terms:
        name = "investor_type" if choice.facet is TermFacet.FUND_TYPE else choice.facet.value
        clauses[name] = _term(choice.facet, choice.values, now)
    for chosen in request.ranges:
        if chosen.facet is RangeFacet.LAST_DEAL and chosen.low is not None:
            clauses["active"] = Q(last_deal_on__gte=chosen.low)
    return clauses


def _term(facet: TermFacet, values: tuple[str, ...], now: datetime) -> Q:
    if facet is TermFacet.FUND_TYPE:
        return Q(investor_type__in=values)
    return _says(_theses(now).filter(lead_or_follow__in=values))


def _has(name: str, values: tuple[str, ...], rows: QuerySet[Organization], reading: Reading, now: datetime) -> Q:
    """Firms with one of the values in a field of the index."""
    match name:
        case "sectors":
            return _sector(values, reading, now)
        case "stages":
            return _stage(values, now)
        case "places":
            return _place(rows, values, reading, now)
        case "said":
            return Q(pk__in=saying(lambda likely: _said(rows, likely, now), values))
        case _:
            return _term(TermFacet(name), values, now)


def _said(rows: QuerySet[Organization], likely: Iterable[str], now: datetime) -> Iterator[tuple[UUID, tuple[str, ...]]]:
    """Firms in whose names or keywords one of the words may stand, each with those texts."""
    columns = (*_NAMES, "tech_keywords")
    narrowed = rows.filter(any_of(Q(**{f"{name}__icontains": word}) for word in likely for name in columns))
    for pk, *names, keywords in narrowed.values_list("pk", *columns).iterator():
        yield pk, (*names, *keywords)
    theses = _theses(now).filter(any_of(Q(keywords__icontains=word) for word in likely))
    for firm, keywords in theses.values_list("firm_id", "keywords").iterator():
        yield firm, tuple(keywords)


def _says(theses: QuerySet[Thesis]) -> Q:
    return Q(Exists(theses.filter(firm=OuterRef("pk"))))


def _did(**conditions: Any) -> Q:
    return Q(Exists(public_deals().filter(investor=OuterRef("pk"), **conditions)))


def _sector(codes: Iterable[str], reading: Reading, now: datetime) -> Q:
    """A firm that names the sector or one below it, or that invested in one: as the index files it."""
    below = list(subtree(codes, reading.knowledge))
    return _says(_theses(now).filter(sectors_include__overlap=below)) | _did(round__company__sectors__overlap=below)


def _stage(group: Iterable[str], now: datetime) -> Q:
    stages = list(group)
    return _says(_theses(now).filter(stages__overlap=stages)) | _did(round__stage__in=stages)


def _place(rows: QuerySet[Organization], wanted: Iterable[str], reading: Reading, now: datetime) -> Q:
    """A firm that sits there, or one of whose theses names the place: one below it, or the place itself."""
    knowledge = reading.knowledge
    here = places_clause(wanted, rows.values_list(*LEVELS).distinct(), knowledge)
    paths = set(wanted)
    fitting = [
        thesis.pk
        for thesis in public_theses(now).select_related(None).only("pk", "cities", "regions", "countries")
        if any(paths & set(knowledge.places.nodes(place)) for place in thesis_places(thesis))
    ]
    return here | _says(_theses(now).filter(pk__in=fitting))


def _text(rows: QuerySet[Organization], reading: Reading, now: datetime) -> Q:
    """Everything the text was read as, with every word that is left; or the whole text inside a name."""
    found = reading.understood
    parts = [_sector([sector.code], reading, now) for sector in found.sectors]
    if found.stages:
        parts.append(_stage([stage.code for stage in found.stages], now))
    if found.places:
        parts.append(_place(rows, [place.code for place in found.places], reading, now))
    parts += [_term(TermFacet(kind.value), values, now) for kind in TERM_KINDS if (values := found.wanted(kind))]
    parts += [
        any_of([*(Q(**{f"{name}__icontains": word}) for name in _WORDS), _says(_keyword(word, now))])
        for word in found.words
    ]
    return all_of(parts) | any_of(Q(**{f"{name}__icontains": reading.name}) for name in _NAMES)


def _keyword(word: str, now: datetime) -> QuerySet[Thesis]:
    return _theses(now).filter(keywords__icontains=word)


def _ordered(found: QuerySet[Organization], request: SearchRequest) -> QuerySet[Organization]:
    active = (F("last_deal_on").desc(nulls_last=True), "-pk")
    match request.sort:
        case Sort.AMOUNT_UP:
            return found.order_by(F("ticket_usd").asc(nulls_last=True), *active)
        case Sort.AMOUNT_DOWN:
            return found.order_by(F("ticket_usd").desc(nulls_last=True), *active)
        case _:
            return found.order_by(*active)


def _facets(
    rows: QuerySet[Organization], clauses: Clauses, reading: Reading, now: datetime
) -> dict[str, tuple[FacetCount, ...]]:
    tree, knowledge = reading.knowledge.sectors, reading.knowledge

    def others(name: str) -> Any:
        return rows.filter(combined(clauses, without=name)).values("pk")

    def said(name: str, column: str) -> list[tuple[Any, Any]]:
        return list(public_theses(now).filter(firm__in=others(name)).values_list("firm_id", column))

    def did(name: str, column: str) -> list[tuple[Any, Any]]:
        held = public_deals().filter(investor__in=others(name)).order_by()
        return list(held.values_list("investor_id", column).distinct())

    sectors = [*said("sector", "sectors_include"), *did("sector", "round__company__sectors")]
    stages = [*said("stage", "stages"), *((pk, [stage]) for pk, stage in did("stage", "round__stage"))]
    sits = rows.filter(combined(clauses, without="place")).values_list("pk", *LEVELS)
    looks = public_theses(now).select_related(None).filter(firm__in=others("place"))
    places = [*((pk, nodes_of(row, knowledge)) for pk, *row in sits), *_named(looks, knowledge)]
    types = rows.filter(combined(clauses, without="investor_type")).values_list("pk", "investor_type")
    leads = said("lead_or_follow", "lead_or_follow")
    return {
        "sector": facets.counts(_firms((pk, tree.paths(codes)) for pk, codes in sectors)),
        "stage": facets.counts(_firms(stages)),
        **facets.by_level(_firms(places), knowledge, reading.request.language),
        "investor_type": facets.counts(_firms((pk, [kind]) for pk, kind in types if kind)),
        "lead_or_follow": facets.counts(_firms((pk, [kind]) for pk, kind in leads if kind)),
    }


def _named(theses: QuerySet[Thesis], knowledge: Knowledge) -> list[tuple[Any, tuple[str, ...]]]:
    return [(thesis.firm_id, knowledge.places.nodes(place)) for thesis in theses for place in thesis_places(thesis)]


def _firms(values: Iterable[tuple[Any, Iterable[str]]]) -> dict[str, int]:
    """How many different firms carry each value."""
    seen: dict[str, set[Any]] = {}
    for pk, held in values:
        for value in held:
            seen.setdefault(value, set()).add(pk)
    return {value: len(firms) for value, firms in seen.items()}
