"""What a viewer may match. Every query this package sends is built by `scoped`, so nothing is counted outside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.records import EVERYBODY


class Audience(StrEnum):
    """Which view of each object is searched; also the name of the field group that holds it."""

    PUBLIC = "public"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Plain ids and one level, worked out by the caller from the viewer's rights.

    `reader_keys` are keys a record may name in `readers` (for example an organization's id); a record whose readers hold
    `EVERYBODY` is open to all of its audience. `excluded_ids` are never found, whatever the question.
    """

    audience: Audience = Audience.PUBLIC
    reader_keys: frozenset[str] = frozenset()
    excluded_ids: frozenset[str] = frozenset()


def scoped(scope: Scope, query: Query) -> Query:
    """AND the scope with `query`. The one function through which hits, counts, facets and suggestions pass."""
    readers = sorted({EVERYBODY, *scope.reader_keys})
    forbidden = [Q("terms", id=sorted(scope.excluded_ids))] if scope.excluded_ids else []
    return Q(
        "bool",
        must=[query],
        filter=[Q("term", **{f"{scope.audience}.shown": True}), Q("terms", readers=readers)],
        must_not=forbidden,
    )
