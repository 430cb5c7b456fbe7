"""Counts beside the results. They come from the scoped query alone; a facet's counts leave out only its own choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query

from search.queries import EVERYTHING, all_of
from search.request import Target, TermFacet
from search.results import FacetValue
from search.scope import Audience

# How many values a facet shows at most.
_SIZES = {"sectors": 250, "stages": 20, "places": 100}
_DEFAULT_SIZE = 30
_SHARED = ("sectors", "stages", "places")
_NAMES: Mapping[Target, tuple[str, ...]] = {
    Target.DEALS: (
        *_SHARED,
        TermFacet.QUALIFICATION,
        TermFacet.BUSINESS_MODEL,
        TermFacet.INSTRUMENT,
        TermFacet.CURRENCY,
        TermFacet.LEAD_WANTED,
    ),
    Target.INVESTORS: (*_SHARED, TermFacet.FUND_TYPE, TermFacet.LEAD_OR_FOLLOW),
}
# All facets without a choice of their own are counted over the same documents.
_REST = "rest"


def counted(target: Target, parts: Mapping[str, Query]) -> Query:
    """What every document has that any facet counts: all but one, at most, of the choices made in facets, and the rest of `parts`."""
    chosen = _chosen(target, parts)
    others = [part for name, part in parts.items() if name not in chosen]
    if len(chosen) > 1:
        others.append(Q("bool", should=list(chosen.values()), minimum_should_match=len(chosen) - 1))
    return Q("bool", filter=others) if others else EVERYTHING


def aggregations(target: Target, parts: Mapping[str, Query], audience: Audience) -> dict[str, Agg[Any]]:
    """The facets of the target over what is `counted`, each under the choices made in the others."""
    chosen = _chosen(target, parts)
    found = {name: _under(all_of(chosen, but=name), [name], audience) for name in chosen}
    return {**found, _REST: _under(all_of(chosen), [name for name in _NAMES[target] if name not in chosen], audience)}


def counts(answer: Mapping[str, Any]) -> dict[str, tuple[FacetValue, ...]]:
    """The facets of an answer, values with a count only, most frequent first."""
    return {
        str(name): tuple(FacetValue(str(one["key"]), one["doc_count"]) for one in values["buckets"])
        for wrapped in answer.values()
        for name, values in wrapped.items()
        if isinstance(values, Mapping)
    }


def _chosen(target: Target, parts: Mapping[str, Query]) -> dict[str, Query]:
    return {name: part for name, part in parts.items() if name in _NAMES[target]}


def _under(condition: Query, names: Iterable[str], audience: Audience) -> Agg[Any]:
    wrapped: Agg[Any] = A("filter", condition)
    for name in names:
        wrapped.bucket(name, "terms", field=f"{audience}.{name}", size=_SIZES.get(name, _DEFAULT_SIZE), min_doc_count=1)
    return wrapped
