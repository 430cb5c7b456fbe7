"""Stored searches by the million: some thousands are drawn and rendered as the product does it, each is kept by many people."""

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import QueryDict
from elasticsearch import helpers

from backend.core import clock
from backend.matching.questions import deal_question
from backend.matching.serializers.parameters import DealSearchParameters
from search import indices, rendering
from search.engine import Engine
from search.records import ObjectKind, SavedSearchRecord
from search.request import SearchRequest
from tests.bench import questions

DISTINCT = 10_000


def requests(count: int, engine: Engine) -> Iterator[SearchRequest]:
    """What people search for, as saved: the same kinds of questions as those that are asked."""
    chance, today = random.Random(questions.SEED + 1), clock.now().date()
    sectors = questions.sectors()
    for _ in range(count):
        asked = DealSearchParameters(data=_query(questions.draw(chance, sectors)))
        asked.is_valid(raise_exception=True)
        yield deal_question(asked.validated_data, engine.knowledge, today=today)


def _query(question: questions.Question) -> QueryDict:
    held = QueryDict(mutable=True)
    for name, values in question.items():
        held.setlist(name, list(values))
    return held


def records(count: int, engine: Engine) -> list[SavedSearchRecord]:
    """So many stored searches, each another one."""
    return [
        SavedSearchRecord(id=str(UUID(int=at)), version=1, owner_id=f"person-{at}", request=request)
        for at, request in enumerate(requests(count, engine))
    ]


def write(count: int, engine: Engine) -> None:
    """Fill the index with so many; the same ones are always the first."""
    indices.create_missing(engine)
    drawn = [_document(record, engine) for record in records(min(count, DISTINCT), engine)]
    client, name = engine.connection.writes, engine.write_alias(ObjectKind.CRITERIA)
    actions = ({"_index": name, **_copy(drawn[at % len(drawn)], at)} for at in range(count))
    for done, result in helpers.parallel_bulk(client, actions, thread_count=2, chunk_size=2_000):
        assert done, result
    client.indices.refresh(index=name)
    # As it is after a night of merging; while searches trickle in the segments are few as well.
    client.options(request_timeout=600).indices.forcemerge(index=name, max_num_segments=4)


def _document(record: SavedSearchRecord, engine: Engine) -> dict[str, Any]:
    return rendering.source(record, knowledge=engine.knowledge, model=engine.model)


def _copy(document: dict[str, Any], at: int) -> dict[str, Any]:
    identity, owner = str(UUID(int=at)), f"person-{at}"
    return {"_id": identity, "_source": {**document, "id": identity, "owner_id": owner, "readers": [f"owner:{owner}"]}}
