"""Deals from the database alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from backend.core import clock
from backend.core.actors import Viewer
from backend.deals.models import Pitch
from backend.matching.answers import Answer, DealCard, FacetCount
from backend.matching.enums import Mode
from backend.matching.selectors import cursors, facets
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
)
from backend.matching.selectors.understood import parts_of
from backend.matching.selectors.visibility import findable_pitches
from search.reading.parts import TERM_KINDS
from search.records import LEVELS
from search.request import RangeFacet, SearchRequest, Sort, TermFacet

_NAMES = ("organization__brand_name", "organization__legal_name", "organization__name_en")
_WORDS = (*_NAMES, "one_liner", "one_liner_en", "organization__one_liner", "organization__one_liner_en")
_STATED = Q(amount_min_minor__isnull=False) | Q(amount_target_minor__isnull=False) | Q(amount_max_minor__isnull=False)
# The parameter's name, where the facet has another.
_FACET_OF = {TermFacet.CURRENCY: "ask_currency"}
_TERMS = {
    TermFacet.BUSINESS_MODEL: "business_model__in",
    # Annotated: of a stated ask, as in the index.
    TermFacet.CURRENCY: "ask_in__in",
}


def search(viewer: Viewer, reading: Reading, *, question: str) -> Answer[DealCard]:
    """One page with exact counts. Raises SearchRefused for a cursor of another question."""
    rows = _rows(viewer)
    clauses = _clauses(rows, reading)
    offset = cursors.decode(reading.request.cursor, question)
    found = rows.filter(combined(clauses))
    total = found.count()
    page = _ordered(found, reading.request)[offset : offset + reading.request.size]
    return Answer(
        mode=Mode.REDUCED,
        count=total,
        count_is_exact=True,
        results=tuple(DealCard(pitch) for pitch in page),
        facets=_facets(rows, clauses, reading),
        understood=parts_of(reading.understood, reading.request, reading.knowledge),
        next_cursor=cursors.following(offset, reading.request.size, total, question),
    )


def count(viewer: Viewer, reading: Reading) -> int:
    """How many a search would find."""
    rows = _rows(viewer)
    return rows.filter(combined(_clauses(rows, reading))).count()


def _rows(viewer: Viewer) -> QuerySet[Pitch]:
    return findable_pitches(viewer).annotate(
        low_end=Coalesce("amount_min_minor", "amount_target_minor", "amount_max_minor"),
        high_end=Coalesce("amount_max_minor", "amount_target_minor", "amount_min_minor"),
        founded=ExtractYear("organization__founded_on"),
        ask_in=Case(When(_STATED, then=F("currency")), default=None, output_field=CharField()),
    )


def _clauses(rows: QuerySet[Pitch], reading: Reading) -> Clauses:
    request, clauses = reading.request, Clauses()
    if request.sectors:
        clauses["sector"] = _filed(request.sectors, reading)
    if reading.forbidden:
        clauses["exclude"] = ~any_of(_has(name, values, rows, reading) for name, values in reading.forbidden.items())
    if request.stages:
        clauses["stage"] = Q(stage__in=request.stages)
    if request.places:
        clauses["place"] = _located(request.places, rows, reading)
    if reading.amount is not None:
        clauses["amount"] = amount_clause(reading.amount, reading.knowledge)
    if reading.has_text:
        clauses["text"] = _text(rows, reading)
    for choice in request.terms:
        clauses[_FACET_OF.get(choice.facet, choice.facet.value)] = _term(choice.facet, choice.values)
    clauses["ranges"] = _ranges(request)
    return clauses


def _filed(codes: Iterable[str], reading: Reading) -> Q:
    return Q(sectors__overlap=list(subtree(codes, reading.knowledge)))


def _located(paths: Iterable[str], rows: QuerySet[Pitch], reading: Reading) -> Q:
    return places_clause(paths, rows.values_list(*LEVELS).distinct(), reading.knowledge)


def _text(rows: QuerySet[Pitch], reading: Reading) -> Q:
    """Everything the text was read as, with every word that is left; or the whole text inside a name."""
    found = reading.understood
    parts = [_filed([sector.code], reading) for sector in found.sectors]
    if found.stages:
        parts.append(Q(stage__in=[stage.code for stage in found.stages]))
    if found.places:
        parts.append(_located([place.code for place in found.places], rows, reading))
    parts += [_term(TermFacet(kind.value), values) for kind in TERM_KINDS if (values := found.wanted(kind))]
    parts += [
        any_of([*(Q(**{f"{name}__icontains": word}) for name in _WORDS), Q(tech_keywords__icontains=word)])
        for word in found.words
    ]
    return all_of(parts) | any_of(Q(**{f"{name}__icontains": reading.name}) for name in _NAMES)


def _has(name: str, values: tuple[str, ...], rows: QuerySet[Pitch], reading: Reading) -> Q:
    """Rows with one of the values in a field of the index."""
    match name:
        case "sectors":
            return _filed(values, reading)
        case "stages":
            return Q(stage__in=values)
        case "places":
            return _located(values, rows, reading)
        case "said":
            return Q(pk__in=saying(lambda likely: _said(rows, likely), values))
        case _:
            return _term(TermFacet(name), values)


def _said(rows: QuerySet[Pitch], likely: Iterable[str]) -> Iterator[tuple[UUID, tuple[str, ...]]]:
    """Rows in which one of the words may stand, with the texts a word is excluded by."""
    lists = ("tech_keywords", "organization__tech_keywords")
    narrowed = rows.filter(any_of(Q(**{f"{name}__icontains": word}) for word in likely for name in (*_WORDS, *lists)))
    for pk, *texts in narrowed.values_list("pk", *_WORDS, *lists).iterator():
        yield pk, (*texts[: len(_WORDS)], *(word for held in texts[len(_WORDS) :] for word in held))


def _term(facet: TermFacet, values: tuple[str, ...]) -> Q:
    if facet is TermFacet.QUALIFICATION:
        return Q(organization__qualifications__overlap=list(values))
    if facet is TermFacet.LEAD_WANTED:
        return Q(lead_wanted__in=[value == "true" for value in values])
    lookup = _TERMS.get(facet)
    return Q(**{lookup: values}) if lookup else Q(**{f"{facet.value}__in": values})


def _ranges(request: SearchRequest) -> Q:
    clause = Q()
    names = {RangeFacet.FOUNDED: "founded", RangeFacet.CLOSE_BY: "close_by_date"}
    for choice in request.ranges:
        low, high = choice.low, choice.high
        if choice.facet is RangeFacet.CONFIRMED and isinstance(low, date):
            clause &= Q(last_confirmed_at__gte=clock.midnight(low))
        name = names.get(choice.facet)
        if name and low is not None:
            clause &= Q(**{f"{name}__gte": low})
        if name and high is not None:
            clause &= Q(**{f"{name}__lte": high})
    return clause


def _ordered(found: QuerySet[Pitch], request: SearchRequest) -> QuerySet[Pitch]:
    newest = (F("published_at").desc(nulls_last=True), "-pk")
    match request.sort:
        case Sort.CLOSING:
            return found.order_by(F("close_by_date").asc(nulls_last=True), *newest)
        case Sort.CONFIRMED:
            return found.order_by(F("last_confirmed_at").desc(nulls_last=True), *newest)
        case Sort.AMOUNT_UP:
            return found.order_by(F("amount_usd").asc(nulls_last=True), *newest)
        case Sort.AMOUNT_DOWN:
            return found.order_by(F("amount_usd").desc(nulls_last=True), *newest)
        case Sort.RELEVANCE if request.text:
            named = any_of(Q(**{f"{name}__icontains": request.text}) for name in _NAMES)
            first = Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())
            return found.order_by(first, *newest)
        case _:
            return found.order_by(*newest)


def _facets(rows: QuerySet[Pitch], clauses: Clauses, reading: Reading) -> dict[str, tuple[FacetCount, ...]]:
    def others(name: str) -> QuerySet[Pitch]:
        return rows.filter(combined(clauses, without=name))

    def plain(name: str, column: str, show: Callable[[object], str] = str) -> tuple[FacetCount, ...]:
        counted = others(name).values_list(column).annotate(count=Count("pk"))
        return facets.counts(Counter({show(value): count for value, count in counted if value not in ("", None)}))

    tree, knowledge = reading.knowledge.sectors, reading.knowledge
    sectors = others("sector").values_list("sectors").annotate(count=Count("pk"))
    places = others("place").values_list(*LEVELS).annotate(count=Count("pk"))
    held = others("qualification").values_list("organization__qualifications").annotate(count=Count("pk"))
    return {
        "sector": facets.counts(facets.spread((tree.paths(codes), count) for codes, count in sectors)),
        "stage": plain("stage", "stage"),
        **facets.by_level(
            facets.spread((nodes_of(row, knowledge), count) for *row, count in places),
            knowledge,
            reading.request.language,
        ),
        "qualification": facets.counts(facets.spread((codes, count) for codes, count in held)),
        "business_model": plain("business_model", "business_model"),
        "instrument": plain("instrument", "instrument"),
        "ask_currency": plain("ask_currency", "ask_in"),
        "lead_wanted": plain("lead_wanted", "lead_wanted", lambda value: str(value).lower()),
    }
