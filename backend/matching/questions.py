"""From the parameters of an address to one `SearchRequest`. Raises SearchRefused with the parameter at fault."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from backend.matching.enums import DealSort, InvestorSort
from backend.matching.errors import SearchRefused
from backend.matching.projections.values import named_place
from search.errors import SearchRejected
from search.knowledge import Knowledge
from search.records import LEVELS, AmountRange, Place
from search.request import RangeChoice, RangeFacet, SearchRequest, Sort, Target, TermChoice, TermFacet

_DEAL_TERMS = {
    "qualification": TermFacet.QUALIFICATION,
    "business_model": TermFacet.BUSINESS_MODEL,
    "ask_currency": TermFacet.CURRENCY,
    "instrument": TermFacet.INSTRUMENT,
    "lead_wanted": TermFacet.LEAD_WANTED,
}
_INVESTOR_TERMS = {"investor_type": TermFacet.FUND_TYPE, "lead_or_follow": TermFacet.LEAD_OR_FOLLOW}
_DAYS_PER_MONTH = 30.44


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a rejection by the search package into our refusal."""
    try:
        yield
    except SearchRejected as problem:
        raise SearchRefused.of(problem) from problem


def deal_question(given: Mapping[str, Any], knowledge: Knowledge, *, today: date) -> SearchRequest:
    """The question of `GET search/deals/`."""
    sort = given.get("sort") or (DealSort.RELEVANCE if given.get("q", "").strip() else DealSort.NEWEST)
    with refusing():
        return SearchRequest(
            target=Target.DEALS,
            amount=_range(given.get("amount_min"), given.get("amount_max"), given),
            terms=_terms(given, _DEAL_TERMS),
            ranges=tuple(_deal_ranges(given, today)),
            # Deals are never ranked by the person who asks; newest is the order that ignores even the words.
            sort=Sort.NEWEST if sort == DealSort.NOT_PERSONALIZED else Sort(sort),
            **_shared(given, knowledge),
        )


def investor_question(given: Mapping[str, Any], knowledge: Knowledge, *, today: date) -> SearchRequest:
    """The question of `GET search/investors/`."""
    sort = given.get("sort") or (InvestorSort.RELEVANCE if given.get("q", "").strip() else InvestorSort.LAST_DEAL)
    months = given.get("active_within")
    since = None if months is None else today - timedelta(days=round(months * _DAYS_PER_MONTH))
    with refusing():
        return SearchRequest(
            target=Target.INVESTORS,
            amount=_range(given.get("ticket_min"), given.get("ticket_max"), given),
            terms=_terms(given, _INVESTOR_TERMS),
            ranges=() if since is None else (RangeChoice(RangeFacet.LAST_DEAL, since, None),),
            sort=Sort.LAST_DEAL if sort == InvestorSort.NOT_PERSONALIZED else Sort(sort),
            **_shared(given, knowledge),
        )


def _shared(given: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    return {
        "text": given.get("q", "").strip(),
        "sectors": _sectors(given, "sector", knowledge),
        "sectors_exclude": _sectors(given, "sector_exclude", knowledge),
        "stages": tuple(given.get("stage", ())),
        "stages_exclude": tuple(given.get("stage_exclude", ())),
        "places": place_paths(given, knowledge),
        "places_exclude": tuple(
            dict.fromkeys(_any_place(value, knowledge) for value in given.get("place_exclude", ()))
        ),
        "words_exclude": tuple(dict.fromkeys(word for word in given.get("word_exclude", ()) if word.strip())),
        "currency": given.get("currency", "CNY"),
        "cursor": given.get("cursor", ""),
        "size": given.get("size", 20),
        "language": language(),
    }


def _sectors(given: Mapping[str, Any], name: str, knowledge: Knowledge) -> tuple[str, ...]:
    codes = []
    for word in given.get(name, ()):
        code = knowledge.sectors.resolve(word)
        if not code:
            raise SearchRejected("search.sector_unknown", name)
        codes.append(code)
    return tuple(dict.fromkeys(codes))


def place_paths(given: Mapping[str, Any], knowledge: Knowledge) -> tuple[str, ...]:
    """The places asked for, as paths. The deepest level that is given decides; a level above it only helps to find it."""
    for depth in range(len(LEVELS) - 1, -1, -1):
        values = given.get(LEVELS[depth], ())
        if values:
            above = {level: _only(given.get(level, ())) for level in LEVELS[:depth]}
            return tuple(dict.fromkeys(_path(value, depth, above, knowledge) for value in values))
    return ()


def _any_place(value: str, knowledge: Knowledge) -> str:
    """A path as it is, or the place a name stands for at whatever level; an unknown name is nowhere."""
    return value if "/" in value else knowledge.places.words.code_of(value) or value


def _only(values: Any) -> str:
    return values[0] if len(values) == 1 and "/" not in values[0] else ""


def _path(value: str, depth: int, above: Mapping[str, str], knowledge: Knowledge) -> str:
    if value.count("/") == depth and depth:
        return value
    if any(above.values()):
        return knowledge.places.path(Place(**{**above, LEVELS[depth]: value}))
    return knowledge.places.path(named_place(LEVELS[depth], value))


def _range(low: Decimal | None, high: Decimal | None, given: Mapping[str, Any]) -> AmountRange | None:
    if low is None and high is None:
        return None
    return AmountRange(low=low, high=high, currency=given.get("currency", "CNY"))


def _terms(given: Mapping[str, Any], facets: Mapping[str, TermFacet]) -> tuple[TermChoice, ...]:
    return tuple(TermChoice(facet, tuple(given[name])) for name, facet in facets.items() if given.get(name))


def _deal_ranges(given: Mapping[str, Any], today: date) -> Iterator[RangeChoice]:
    years = [None if given.get(name) is None else Decimal(given[name]) for name in ("founded_from", "founded_to")]
    if any(year is not None for year in years):
        yield RangeChoice(RangeFacet.FOUNDED, years[0], years[1])
    if given.get("close_before"):
        yield RangeChoice(RangeFacet.CLOSE_BY, today, given["close_before"])
    if given.get("confirmed_within"):
        yield RangeChoice(RangeFacet.CONFIRMED, today - timedelta(days=given["confirmed_within"]), None)


def language() -> str:
    """Of the reader, as the search package names it."""
    active = (get_language() or "").lower()
    if active.startswith("en"):
        return "en"
    return "zh-Hant" if active.startswith(("zh-hant", "zh-hk", "zh-tw")) else "zh-Hans"
