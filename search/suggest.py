"""Names while somebody types: an ordinary scoped search over beginnings, so nothing is suggested that could not be found."""

from __future__ import annotations

from elasticsearch.dsl import Q

from search import queries
from search.engine import Engine
from search.names import compact
from search.request import Target, check_words
from search.scope import Scope, scoped
from search.searching import KINDS, base_search, run

MAX_SUGGESTIONS = 10


def suggest(
    engine: Engine, text: str, scope: Scope, *, target: Target = Target.DEALS, size: int = 8
) -> tuple[str, ...]:
    """Ids of what has a name one of whose forms (characters, pinyin, initials, English) begins like `text`.

    They are unvalidated: the names are read from the database by whoever shows them. Raises SearchRejected, SearchUnavailable.
    """
    check_words(text)
    typed = compact(text)
    if not typed:
        return ()
    body = (
        base_search(engine, KINDS[target])
        .query(scoped(scope, Q("bool", filter=[queries.name_begins(scope.audience, typed)])))
        .sort({"id": {"order": "asc"}})
        .extra(size=max(1, min(size, MAX_SUGGESTIONS)), track_total_hits=False)
        .source(["id"])
    )
    return tuple(hit["_source"]["id"] for hit in run(body)["hits"]["hits"])
