"""A request as the parameters of a shareable address, and back. Both ways lose nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from search.errors import SearchRejected
from search.records import AmountRange
from search.request import DATE_RANGES, RangeChoice, RangeFacet, SearchRequest, Sort, Target, TermChoice, TermFacet

GAP = ".."
_LISTS = {
    "sector": "sectors", "not_sector": "sectors_exclude", "stage": "stages", "not_stage": "stages_exclude",
    "place": "places", "not_place": "places_exclude", "not_word": "words_exclude",
}  # fmt: skip
_AMOUNTS = ("amount", "ticket")
_PLAIN = frozenset({"q", "sort", "cursor", "size", "language", "currency", "facets"})
_TERMS = {facet.value: facet for facet in TermFacet if facet is not TermFacet.CURRENCY} | {
    "deal_currency": TermFacet.CURRENCY
}
_RANGES = {facet.value: facet for facet in RangeFacet}


def to_parameters(request: SearchRequest) -> dict[str, list[str]]:
    """The parameters of a request, defaults left out, lists repeated; ranges are `low..high`."""
    plain = SearchRequest(target=request.target)
    found: dict[str, list[str]] = {}
    for name, value, default in (
        ("q", request.text, plain.text),
        ("sort", request.sort.value, plain.sort.value),
        ("cursor", request.cursor, plain.cursor),
        ("size", str(request.size), str(plain.size)),
        ("language", request.language, plain.language),
        ("currency", request.currency, plain.currency),
        ("facets", str(request.facets).lower(), str(plain.facets).lower()),
    ):
        if value != default:
            found[name] = [value]
    found |= {name: list(getattr(request, field)) for name, field in _LISTS.items() if getattr(request, field)}
    for name in _AMOUNTS:
        amount = getattr(request, name)
        if amount is not None:
            found[name] = [f"{_text(amount.low)}{GAP}{_text(amount.high)}{GAP}{amount.currency}"]
    names = {facet: name for name, facet in _TERMS.items()}
    found |= {names[choice.facet]: list(choice.values) for choice in request.terms}
    found |= {choice.facet.value: [f"{_text(choice.low)}{GAP}{_text(choice.high)}"] for choice in request.ranges}
    return found


def from_parameters(target: Target, parameters: Mapping[str, Sequence[str]]) -> SearchRequest:
    """The request of an address. Raises SearchRejected for a parameter that does not exist or cannot be read."""
    known = _PLAIN | set(_LISTS) | set(_AMOUNTS) | set(_TERMS) | set(_RANGES)
    for name in parameters:
        if name not in known:
            raise SearchRejected("search.parameter_unknown", name[:64])
    given: dict[str, Any] = {field: tuple(parameters[name]) for name, field in _LISTS.items() if name in parameters}
    given |= {name: _amount(name, parameters[name]) for name in _AMOUNTS if name in parameters}
    for name, field in (("q", "text"), ("cursor", "cursor"), ("language", "language"), ("currency", "currency")):
        if name in parameters:
            given[field] = _one(name, parameters[name])
    if "size" in parameters:
        given["size"] = _whole("size", _one("size", parameters["size"]))
    if "sort" in parameters:
        given["sort"] = _sort(_one("sort", parameters["sort"]))
    if "facets" in parameters:
        given["facets"] = _one("facets", parameters["facets"]) == "true"
    terms = tuple(TermChoice(facet, tuple(parameters[name])) for name, facet in _TERMS.items() if name in parameters)
    ranges = tuple(_range(facet, parameters[name]) for name, facet in _RANGES.items() if name in parameters)
    return SearchRequest(target=target, terms=terms, ranges=ranges, **given)


def _text(end: Decimal | date | None) -> str:
    return "" if end is None else end.isoformat() if isinstance(end, date) else format(end, "f")


def _one(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise SearchRejected("search.value_invalid", name)
    return values[0]


def _whole(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise SearchRejected("search.size_invalid", name)
    return int(value)


def _sort(value: str) -> Sort:
    try:
        return Sort(value)
    except ValueError as problem:
        raise SearchRejected("search.sort_not_here", "sort") from problem


def _number(name: str, value: str) -> Decimal | None:
    if not value:
        return None
    try:
        return Decimal(value) if len(value) <= 24 else Decimal("NaN")
    except InvalidOperation as problem:
        raise SearchRejected("search.value_invalid", name) from problem


def _amount(name: str, values: Sequence[str]) -> AmountRange:
    parts = _one(name, values).split(GAP)
    if len(parts) not in {2, 3}:
        raise SearchRejected("search.value_invalid", name)
    return AmountRange(
        low=_number(name, parts[0]), high=_number(name, parts[1]), currency=parts[2] if len(parts) == 3 else "CNY"
    )


def _range(facet: RangeFacet, values: Sequence[str]) -> RangeChoice:
    parts = _one(facet, values).split(GAP)
    if len(parts) != 2:
        raise SearchRejected("search.value_invalid", facet)
    if facet in DATE_RANGES:
        return RangeChoice(facet, _day(facet, parts[0]), _day(facet, parts[1]))
    return RangeChoice(facet, _number(facet, parts[0]), _number(facet, parts[1]))


def _day(facet: RangeFacet, value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as problem:
        raise SearchRejected("search.value_invalid", facet) from problem
