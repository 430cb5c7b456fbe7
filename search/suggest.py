"""Names while somebody types: an ordinary scoped search over beginnings, so nothing is suggested that could not be found."""

from __future__ import annotations

from elasticsearch.dsl import Q

from search import queries
from search.engine import Engine
from search.names import compact, name_forms
from search.request import Target, check_words
from search.results import Suggestion
from search.scope import Scope, scoped
from search.searching import KINDS, base_search, run

MAX_SUGGESTIONS = 10


def suggest(
    engine: Engine, text: str, scope: Scope, *, target: Target = Target.DEALS, size: int = 8
) -> tuple[Suggestion, ...]:
    """Names one of whose forms (characters, pinyin, initials, English) begins like `text`; ids are unvalidated.

    Raises SearchRejected, SearchUnavailable.
    """
    check_words(text)
    typed = compact(text)
    if not typed:
        return ()
    view = scope.audience
    body = (
        base_search(engine, KINDS[target])
        .query(scoped(scope, Q("bool", filter=[queries.name_begins(view, typed)])))
        .sort({"id": {"order": "asc"}})
        .extra(size=max(1, min(size, MAX_SUGGESTIONS)), track_total_hits=False)
        .source(["id", f"{view}.names_written"])
    )
    found = []
    for hit in run(body)["hits"]["hits"]:
        names = hit["_source"][view.value]["names_written"]
        found.append(Suggestion(hit["_source"]["id"], _matching(names, typed)))
    return tuple(found)


def _matching(names: list[str], typed: str) -> str:
    """The name that was meant, among those of one object."""
    return next((name for name in names if any(form.startswith(typed) for form in name_forms([name]))), names[0])
