"""One page of what is alike, scored by a script inside the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.alike.parts import AlikeHit
from search.engine import Engine
from search.records import ObjectKind
from search.scope import Scope, scoped
from search.searching import base_search, run


def page(
    engine: Engine, kind: ObjectKind, query: Query, scope: Scope, *, script: str, params: Mapping[str, Any], size: int
) -> tuple[AlikeHit, ...]:
    """The best by the script, equal ones by id, so that no two lists differ. Raises SearchUnavailable."""
    scored = Q("script_score", query=scoped(scope, query), script={"source": script, "params": dict(params)})
    body = base_search(engine, kind).query(scored).extra(size=size, track_total_hits=False)
    answer = run(body.sort({"_score": {"order": "desc"}}, {"id": {"order": "asc"}}))
    return tuple(
        AlikeHit(hit["_source"]["id"], hit["_source"]["version"], hit["_score"]) for hit in answer["hits"]["hits"]
    )
