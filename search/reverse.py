"""The other direction: theses and saved searches are stored as documents, and a new pitch is the query that finds them.

A stored question is found by a pitch exactly when the question, asked of the index, would find that pitch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search import cursor, rendering
from search.criteria import (
    ABOUT,
    CHINESE,
    FORBIDDEN_FIELDS,
    GROUP_FIELDS,
    INTERVALS,
    MOST_TOKENS,
    SAID,
    TEXT_GROUP_FIELDS,
    WORDS,
    atoms_of,
    keys_held,
    listed,
    tokens_of,
)
from search.engine import Engine
from search.names import MAX_PREFIX
from search.queries import unless_stated, unstated
from search.records import CriteriaKind, DealFacts, ObjectKind
from search.request import MAX_SIZE
from search.searching import base_search, run

# The fields of a document's view that are compared with a question.
_SPOKEN_OF = (WORDS, CHINESE, ABOUT, "beginnings", SAID, *GROUP_FIELDS, *INTERVALS)
# The engine refuses a clause of more than 65,536; all that a team and its company may write makes half as many runs.
_MOST_ATOMS = 60_000
# What a cursor is bound to.
_QUESTION = "newly_fitting"


@dataclass(frozen=True, slots=True)
class FittingHit:
    """A stored question the pitch answers. Whether its owner may see the pitch is decided when they are told, not here."""

    id: str
    kind: CriteriaKind
    owner_id: str


@dataclass(frozen=True, slots=True)
class FittingPage:
    """A page of stored questions, ordered by id; `cursor` is empty on the last one. `total` counts the known ones too."""

    hits: tuple[FittingHit, ...]
    total: int
    cursor: str


def fitting(
    engine: Engine,
    facts: DealFacts,
    *,
    kinds: Collection[CriteriaKind] = tuple(CriteriaKind),
    size: int = MAX_SIZE,
    after: str = "",
) -> FittingPage:
    """Stored questions that `facts` answer. Raises SearchUnavailable, and SearchRejected for a foreign cursor."""
    return newly_fitting(engine, view_of(engine, facts), None, kinds=kinds, size=size, after=after)


def view_of(engine: Engine, facts: DealFacts) -> dict[str, Any]:
    """What a stored question can speak of, as plain values to be kept and handed to `newly_fitting`."""
    view = rendering.deal_view(facts, engine.knowledge, engine.model)
    return {name: view[name] for name in _SPOKEN_OF if view.get(name) is not None}


def newly_fitting(
    engine: Engine,
    view: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    *,
    kinds: Collection[CriteriaKind] = tuple(CriteriaKind),
    size: int = MAX_SIZE,
    after: str = "",
) -> FittingPage:
    """Stored questions a pitch answers as it is and did not as it was `before`; None: it was not there.

    Whoever asked them, so for alerts alone. Raises as `fitting`.
    """
    wanted = Q("bool", filter=[Q("terms", kind=[kind.value for kind in kinds]), answered_by(view)])
    body = base_search(engine, ObjectKind.CRITERIA).query(wanted)
    body = body.sort({"id": {"order": "asc"}}).extra(size=min(size, MAX_SIZE), track_total_hits=True)
    if after:
        body = body.extra(search_after=cursor.decode(engine.cursor_key, _QUESTION, after))
    answer = run(body.source(["id", "kind", "owner_id"]))["hits"]
    known = _answered_among(engine, before, answer["hits"]) if before is not None else frozenset()
    return _page(engine, answer, known, min(size, MAX_SIZE))


def _answered_among(engine: Engine, before: Mapping[str, Any], hits: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Those of the found a pitch answered before. Asked apart: both views in one query are more than a small engine takes."""
    if not hits:
        return frozenset()
    among = Q("terms", id=[hit["_source"]["id"] for hit in hits])
    body = base_search(engine, ObjectKind.CRITERIA).query(Q("bool", filter=[among, answered_by(before)]))
    answer = run(body.extra(size=len(hits), track_total_hits=False).source(["id"]))
    return frozenset(hit["_source"]["id"] for hit in answer["hits"]["hits"])


def _page(engine: Engine, answer: Mapping[str, Any], known: Collection[str], size: int) -> FittingPage:
    hits = answer["hits"]
    found = tuple(
        FittingHit(hit["_source"]["id"], CriteriaKind(hit["_source"]["kind"]), hit["_source"]["owner_id"])
        for hit in hits
        if hit["_source"]["id"] not in known
    )
    following = cursor.encode(engine.cursor_key, _QUESTION, hits[-1]["sort"]) if len(hits) == size else ""
    return FittingPage(found, answer["total"]["value"], following)


def answered_by(view: Mapping[str, Any]) -> Query:
    """Stored questions all of whose demands a document's view meets; one that demands nothing of a field passes it."""
    forms = view.get("beginnings", ())
    beginnings = sorted({form[:end] for form in forms for end in range(1, min(len(form), MAX_PREFIX) + 1)})
    return Q(
        "bool",
        filter=[
            Q("terms", found_by=list(keys_held(view, beginnings))),
            _text(view, beginnings),
            *(_group(f"groups.{name}", view.get(name)) for name in GROUP_FIELDS),
            *(_interval(name, view.get(name)) for name in INTERVALS),
        ],
        must_not=[Q("terms", **{f"forbidden.{name}": atoms_of(view, name)[:_MOST_ATOMS]}) for name in FORBIDDEN_FIELDS],
    )


def _text(view: Mapping[str, Any], beginnings: list[str]) -> Query:
    words = Q(
        "bool",
        should=[
            Q("term", needed=0),
            Q("terms_set", required={"terms": tokens_of(view)[:MOST_TOKENS], "minimum_should_match_field": "needed"}),
        ],
        minimum_should_match=1,
    )
    groups = [_group(f"text_groups.{name}", view.get(name)) for name in TEXT_GROUP_FIELDS]
    named = Q("terms", name=beginnings)
    return Q("bool", should=[Q("bool", filter=[words, *groups]), named], minimum_should_match=1)


def _group(field: str, value: Any) -> Query:
    return unless_stated(field, Q("terms", **{field: listed(value)}))


def _interval(name: str, value: Any) -> Query:
    field = f"intervals.{name}"
    if value is None:
        return unstated(field)
    bounds = value if isinstance(value, dict) else {"gte": value, "lte": value}
    return unless_stated(field, Q("range", **{field: {**bounds, "relation": "intersects"}}))
