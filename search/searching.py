"""One search: hits, total and the next cursor, and the counts beside them, all from queries built by `scoped`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search import cursor, facets, highlight, queries
from search.client import meaning_of, translated
from search.criteria import Criteria, compile_request
from search.engine import Engine
from search.errors import SearchUnavailable
from search.records import ObjectKind
from search.request import SearchRequest, Sort, Target
from search.results import FacetValue, Highlight, SearchPage, UnvalidatedHit
from search.scope import Audience, Scope, scoped
from search.understanding import Understood

COUNT_LIMIT = 10_000
# One shard stops looking after this many documents; far above anything the street holds, a lid on what one query may cost.
TERMINATE_AFTER = 1_000_000
KINDS = {Target.DEALS: ObjectKind.DEAL, Target.INVESTORS: ObjectKind.INVESTOR}


def search(
    engine: Engine,
    request: SearchRequest,
    scope: Scope,
    *,
    now: datetime,
    compiled: tuple[Criteria, Understood] | None = None,
) -> SearchPage:
    """One page of what `scope` lets be found. Raises SearchRejected, SearchUnavailable; changes nothing.

    `compiled` is what `compile_request` made of the request, where the caller has it already. What stands beside the hits is
    asked for apart, so that they can be read again meanwhile: counts (`facet_counts`), which leave out their own choice, and
    what is marked (`marks`), which takes the engine as long as finding does.
    """
    criteria, understood = compiled or compile_request(request, engine.knowledge)
    parts = queries.clauses(criteria, scope.audience)
    question = question_of(request, scope)
    body = (
        base_search(engine, KINDS[request.target])
        .query(scoped(scope, _ranked(parts, understood, scope.audience, now, request)))
        .extra(size=request.size, track_total_hits=COUNT_LIMIT)
        .sort(*order(request, scope.audience))
    )
    if request.cursor:
        body = body.extra(search_after=cursor.decode(engine.cursor_key, question, request.cursor))
    answer = run(body)
    hits = answer["hits"]["hits"]
    return SearchPage(
        hits=tuple(map(read_hit, hits)),
        total=answer["hits"]["total"]["value"],
        total_is_exact=answer["hits"]["total"]["relation"] == "eq",
        cursor=cursor.encode(engine.cursor_key, question, hits[-1]["sort"]) if len(hits) == request.size else "",
        understood=understood,
    )


def marks(
    engine: Engine, understood: Understood, scope: Scope, target: Target, ids: Sequence[str]
) -> dict[str, tuple[Highlight, ...]]:
    """Where each of the objects holds what is looked for. Raises SearchUnavailable."""
    if not understood.text or not ids:
        return {}
    body = (
        base_search(engine, KINDS[target])
        .query(scoped(scope, Q("ids", values=list(ids))))
        .extra(size=len(ids), track_total_hits=False)
        .extra(highlight=highlight.request_body(understood, engine.knowledge, scope.audience))
        .source(["id", *highlight.sources(scope.audience)])
    )
    return {hit["_source"]["id"]: highlight.read(hit, scope.audience) for hit in run(body)["hits"]["hits"]}


def facet_counts(
    engine: Engine, request: SearchRequest, scope: Scope, *, criteria: Criteria | None = None
) -> dict[str, tuple[FacetValue, ...]]:
    """By facet how many of what `scope` lets be found carry each value. Raises SearchRejected, SearchUnavailable."""
    parts = queries.clauses(criteria or compile_request(request, engine.knowledge)[0], scope.audience)
    query = scoped(scope, facets.counted(request.target, parts))
    body = base_search(engine, KINDS[request.target]).query(query).extra(size=0, track_total_hits=False)
    for name, aggregation in facets.aggregations(request.target, parts, scope.audience).items():
        body.aggs.bucket(name, aggregation)
    return facets.counts(run(body)["aggregations"])


def count(engine: Engine, request: SearchRequest, scope: Scope) -> int:
    """How many the scope lets be found. Raises SearchRejected, SearchUnavailable."""
    return _total(run(_count(engine, request, scope)))


def counts(engine: Engine, target: Target, requests: Sequence[SearchRequest], scope: Scope) -> list[int]:
    """`count` of several requests for one target, asked together."""
    if not requests:
        return []
    bodies = [_count(engine, request, scope) for request in requests]
    return [_total(answer) for answer in run_together(engine, KINDS[target], bodies)]


def _count(engine: Engine, request: SearchRequest, scope: Scope) -> Search[Any]:
    criteria, _ = compile_request(request, engine.knowledge)
    query = scoped(scope, queries.all_of(queries.clauses(criteria, scope.audience)))
    return base_search(engine, KINDS[request.target]).query(query).extra(size=0, track_total_hits=True)


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def base_search(engine: Engine, kind: ObjectKind) -> Search[Any]:
    """A search over one kind with the limits every search has."""
    found: Search[Any] = Search(using=engine.connection.reads, index=engine.read_alias(kind))
    return found.extra(timeout=engine.connection.engine_timeout, terminate_after=TERMINATE_AFTER).source(
        ["id", "version"]
    )


def run(body: Search[Any]) -> Mapping[str, Any]:
    """Send a search. Raises SearchUnavailable when the engine is away or gave up half-way, SearchRejected when it refuses."""
    with translated():
        answer: Mapping[str, Any] = body.execute().to_dict()
    return _whole(answer)


def run_together(engine: Engine, kind: ObjectKind, bodies: Sequence[Search[Any]]) -> list[Mapping[str, Any]]:
    """Send searches over one kind in one request; the engine works on all at the same time. Raises as `run` does."""
    lines = [line for body in bodies for line in ({}, body.to_dict())]
    with translated():
        answers = engine.connection.reads.msearch(index=engine.read_alias(kind), searches=lines)["responses"]
    return [_whole(answer) for answer in answers]


def _whole(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    if "error" in answer:
        raise meaning_of(answer["status"], str(answer["error"].get("type")))
    if answer.get("timed_out") or answer.get("_shards", {}).get("failed"):
        raise SearchUnavailable("search.too_slow")
    return answer


def question_of(request: SearchRequest, scope: Scope) -> str:
    """What a cursor is bound to: the question and the scope, whatever the page size."""
    plain = asdict(replace(request, cursor="", size=20))
    return json.dumps([plain, scope.audience, sorted(scope.reader_keys)], default=str, sort_keys=True)


def order(request: SearchRequest, audience: Audience) -> list[dict[str, Any]]:
    """The sort with a unique last key, so that no two hits ever tie; unknown values come last."""
    if request.sort is Sort.RELEVANCE:
        return [{"_score": {"order": "desc"}}, {"id": {"order": "asc"}}]
    low = "ask_low" if request.target is Target.DEALS else "ticket_low"
    high = "ask_high" if request.target is Target.DEALS else "ticket_high"
    fields = {
        Sort.NEWEST: ("published_at", "desc"),
        Sort.CONFIRMED: (f"{audience}.last_confirmed_on", "desc"),
        Sort.CLOSING: (f"{audience}.close_by", "asc"),
        Sort.AMOUNT_UP: (f"{audience}.{low}", "asc"),
        Sort.AMOUNT_DOWN: (f"{audience}.{high}", "desc"),
        Sort.LAST_DEAL: (f"{audience}.last_deal_on", "desc"),
        Sort.RESPONSE: (f"{audience}.response_days", "asc"),
    }
    field, direction = fields[request.sort]
    return [{field: {"order": direction, "missing": "_last"}}, {"id": {"order": "asc"}}]


def read_hit(hit: Mapping[str, Any]) -> UnvalidatedHit:
    """A hit as it is handed out: an id to be checked."""
    source = hit["_source"]
    return UnvalidatedHit(source["id"], source["version"], hit.get("_score"))


def _ranked(
    parts: Mapping[str, Query], understood: Understood, audience: Audience, now: datetime, request: SearchRequest
) -> Query:
    found = queries.all_of(parts)
    if request.sort is not Sort.RELEVANCE:
        return found
    wanted = queries.ranking(understood, audience)
    if request.target is Target.DEALS:
        wanted.append(queries.freshness(now.date().toordinal(), audience))
    return Q("bool", filter=[found], should=wanted)
