"""The parts a search is composed of. Every value lands in a term, range or match of our own fields, never in a query language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.criteria import AMOUNT, TICKET, Criteria, Interval, field_of
from search.request import RangeFacet
from search.scope import Audience
from search.understanding import Understood

EVERYTHING = Q("match_all")
_RANGE_FIELDS = frozenset({AMOUNT, TICKET})


def clauses(criteria: Criteria, audience: Audience) -> dict[str, Query]:
    """What a document must meet, by the name of the facet that demands it, so that its counts can leave it out."""
    found = {name: group_filter(audience, name, values) for name, values in criteria.groups.items()}
    found |= {name: interval_filter(audience, name, interval) for name, interval in criteria.intervals.items()}
    if criteria.forbidden:
        unwanted = [group_filter(audience, name, values) for name, values in criteria.forbidden.items()]
        found["forbidden"] = Q("bool", must_not=unwanted)
    if criteria.has_text:
        found["text"] = text_filter(criteria, audience)
    return found


def all_of(parts: Mapping[str, Query], *, but: str = "") -> Query:
    """All clauses at once, leaving out the one of the facet `but`."""
    kept = [part for name, part in parts.items() if name != but]
    return Q("bool", filter=kept) if kept else EVERYTHING


def group_filter(audience: Audience, name: str, values: Iterable[str]) -> Query:
    """Any of the values of one facet."""
    return Q("terms", **{f"{audience}.{name}": list(values)})


def unstated(field: str) -> Query:
    """The field holds nothing."""
    return Q("bool", must_not=[Q("exists", field=field)])


def unless_stated(field: str, met: Query) -> Query:
    """The field holds nothing, or what it holds is met."""
    return Q("bool", should=[unstated(field), met], minimum_should_match=1)


def interval_filter(audience: Audience, name: str, interval: Interval) -> Query:
    """A number inside the interval, or a stored range that overlaps it; unknown values do not match."""
    low, high = interval
    bounds: dict[str, float | str] = {key: end for key, end in (("gte", low), ("lte", high)) if end is not None}
    if name in _RANGE_FIELDS:
        bounds["relation"] = "intersects"
    return Q("range", **{f"{audience}.{name}": bounds})


def text_filter(criteria: Criteria, audience: Audience) -> Query:
    """The words of the text (all of a short one, most of a long one) and its stages and places; or a name that begins like it."""
    parts = [group_filter(audience, name, values) for name, values in criteria.text_groups.items()]
    if criteria.required:
        atoms = [Q("term", **{f"{audience}.{name}": held}) for name, held in map(field_of, criteria.required)]
        parts.append(Q("bool", should=atoms, minimum_should_match=criteria.needed))
    meant = Q("bool", filter=parts)
    return (
        Q("bool", should=[meant, name_begins(audience, criteria.name)], minimum_should_match=1)
        if criteria.name
        else meant
    )


def name_begins(audience: Audience, typed: str) -> Query:
    """Any form of any name begins with what was typed (compact and folded)."""
    return Q("term", **{f"{audience}.beginnings": typed})


def ranking(understood: Understood, audience: Audience) -> list[Query]:
    """What moves a found document up: its name, then its own sector, then its words."""
    if not understood.text:
        return []
    words = Q(
        "multi_match",
        query=understood.text,
        type="most_fields",
        fields=[
            f"{audience}.{field}"
            for field in (
                "names^4",
                "names.en^2",
                "one_liners^3",
                "one_liners.en^2",
                "keywords^2",
                "summaries",
                "summaries.en",
            )
        ],
    )
    wanted = [words]
    if len(understood.name) > 1:
        wanted.append(Q("constant_score", filter=name_begins(audience, understood.name), boost=8.0))
    for found in understood.sectors:
        wanted.append(Q("constant_score", filter=Q("term", **{f"{audience}.leaves": found.code}), boost=3.0))
        wanted.append(Q("constant_score", filter=Q("term", **{f"{audience}.sectors": found.code}), boost=5.0))
    return wanted


def freshness(now_days: int, audience: Audience) -> Query:
    """A little more for what was confirmed lately: full for 30 days, half after another 90."""
    field = f"{audience}.{RangeFacet.CONFIRMED}"
    return Q("function_score", query=Q("exists", field=field), boost_mode="replace", functions=[
        {"gauss": {field: {"origin": now_days, "offset": 30, "scale": 90, "decay": 0.5}}}
    ])  # fmt: skip
