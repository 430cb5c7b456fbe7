"""Counts beside the results. They come from the scoped query alone; a facet's counts leave out only its own choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from elasticsearch.dsl import A
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query

from search.criteria import AMOUNT, Interval
from search.queries import all_of, interval_filter
from search.request import RangeFacet, Target, TermFacet
from search.results import FacetValue
from search.scope import Audience

_MILLION = 1_000_000.0
_MONEY: tuple[Interval, ...] = (
    (None, _MILLION), (_MILLION, 5 * _MILLION), (5 * _MILLION, 10 * _MILLION), (10 * _MILLION, 30 * _MILLION),
    (30 * _MILLION, 100 * _MILLION), (100 * _MILLION, 300 * _MILLION), (300 * _MILLION, None),
)  # fmt: skip
_IP: tuple[Interval, ...] = ((0, 0), (1, 5), (6, 20), (21, None))
_RESPONSE: tuple[Interval, ...] = ((0, 3), (4, 7), (8, 14), (15, None))

# How many values a facet shows at most.
_SIZES = {"sectors": 250, "stages": 20, "places": 100}
_DEFAULT_SIZE = 30
_SHARED = ("sectors", "stages", "places")
_DEAL_TERMS = tuple(facet.value for facet in TermFacet if facet not in {TermFacet.FUND_TYPE, TermFacet.LEAD_OR_FOLLOW})
_INVESTOR_TERMS = (TermFacet.FUND_TYPE.value, TermFacet.LEAD_OR_FOLLOW.value)


def aggregations(target: Target, parts: Mapping[str, Query], audience: Audience, today: date) -> dict[str, Agg[Any]]:
    """One aggregation for each facet of the target, each under the filters of all other facets."""
    terms = (*_SHARED, *(_DEAL_TERMS if target is Target.DEALS else _INVESTOR_TERMS))
    found: dict[str, Agg[Any]] = {}
    for name in terms:
        values = A("terms", field=f"{audience}.{name}", size=_SIZES.get(name, _DEFAULT_SIZE), min_doc_count=1)
        found[name] = _under_others(name, parts, values)
    for name, bands in _bands(target, today).items():
        filters = {_label(name, band): interval_filter(audience, name, band) for band in bands}
        found[name] = _under_others(name, parts, A("filters", filters=filters))
    return found


def _under_others(name: str, parts: Mapping[str, Query], values: Agg[Any]) -> Agg[Any]:
    wrapped: Agg[Any] = A("filter", all_of(parts, but=name))
    wrapped.bucket("values", values)
    return wrapped


def _bands(target: Target, today: date) -> dict[str, tuple[Interval, ...]]:
    day = today.toordinal()
    if target is Target.INVESTORS:
        return {
            AMOUNT: _MONEY,
            RangeFacet.LAST_DEAL: tuple((day - days, None) for days in (90, 180, 365, 730)),
            RangeFacet.RESPONSE_DAYS: _RESPONSE,
        }
    years: tuple[Interval, ...] = (
        (today.year - 1, None),
        (today.year - 3, today.year - 2),
        (today.year - 5, today.year - 4),
    )
    return {
        AMOUNT: _MONEY,
        RangeFacet.VALUATION: _MONEY,
        RangeFacet.REVENUE: _MONEY,
        RangeFacet.IP_COUNT: _IP,
        RangeFacet.FOUNDED: (*years, (today.year - 10, today.year - 6), (None, today.year - 11)),
        RangeFacet.CLOSE_BY: tuple((day, day + days) for days in (30, 90, 180)),
        RangeFacet.CONFIRMED: tuple((day - days, None) for days in (30, 90)),
    }


_DATES = frozenset({RangeFacet.CLOSE_BY.value, RangeFacet.CONFIRMED.value, RangeFacet.LAST_DEAL.value})


def _label(name: str, band: Interval) -> str:
    """A band as the address writes it: `low..high`, an open end empty, days as dates, money in whole CNY."""
    return "..".join("" if end is None else _end(name, end) for end in band)


def _end(name: str, end: float) -> str:
    if name in _DATES:
        return (date.min + timedelta(days=int(end) - 1)).isoformat()
    return str(int(end))


def counts(answer: Mapping[str, Any]) -> dict[str, tuple[FacetValue, ...]]:
    """The facets of an answer, values with a count only, most frequent first; bands keep their order."""
    found: dict[str, tuple[FacetValue, ...]] = {}
    for name, wrapped in answer.items():
        buckets = wrapped["values"]["buckets"]
        if isinstance(buckets, Mapping):
            pairs = [(key, bucket["doc_count"]) for key, bucket in buckets.items()]
        else:
            pairs = [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
        found[name] = tuple(FacetValue(key, count) for key, count in pairs if count > 0)
    return found
