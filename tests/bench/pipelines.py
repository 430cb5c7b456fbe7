"""Two ways to fill an index: the product's marks, and the client's own helper over documents that are there already."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from elasticsearch import helpers

from backend.core import clock
from backend.matching import engine as engines
from backend.matching.services import indexing
from backend.matching.services.marks import mark_dirty
from search import indices
from search.engine import Engine
from search.records import ObjectKind

_REMEMBERED = ("matching_indexedobject", "matching_waitingmatch", "matching_dirtyobject")


@contextmanager
def own_indices(name: str) -> Iterator[Engine]:
    """Inside, the product's indices are empty ones of that name; they are dropped afterwards."""
    before = settings.SEARCH_PREFIX
    settings.SEARCH_PREFIX = f"{before}_{name}"
    engine = engines.current()
    try:
        indices.create_missing(engine)
        yield engine
    finally:
        indices.drop_all(engine)
        settings.SEARCH_PREFIX = before


@contextmanager
def as_before() -> Iterator[None]:
    """What the index was told and what waits to be matched is afterwards what it was: the street's own index stays the newest."""
    with connection.cursor() as cursor:
        for table in _REMEMBERED:
            cursor.execute(f"CREATE UNLOGGED TABLE bench_{table} AS TABLE {table}")
        try:
            yield
        finally:
            for table in _REMEMBERED:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
                cursor.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE bench_{table}")
                cursor.execute(f"DROP TABLE bench_{table}")


def documents(engine: Engine, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Pitches as an index holds them."""
    answer = engine.connection.writes.mget(index=engine.read_alias(ObjectKind.DEAL), ids=[str(pk) for pk in ids])
    return [found["_source"] for found in answer["docs"]]


@dataclass(slots=True)
class Rate:
    """Documents, and the seconds they took."""

    documents: int = 0
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        return self.documents / self.seconds

    def add(self, documents: int, started: float) -> None:
        self.documents += documents
        self.seconds += perf_counter() - started


def through_the_product(ids: Sequence[UUID], rate: Rate) -> None:
    """Mark them, read them again, make their documents, write them."""
    started = perf_counter()
    mark_dirty(ObjectKind.DEAL, ids)
    done = indexing.drain(now=clock.now(), kinds=[ObjectKind.DEAL])
    rate.add(len(ids), started)
    assert (done.indexed, done.rejected, done.busy) == (len(ids), 0, 0)


def by_the_client(engine: Engine, made: list[dict[str, Any]], rate: Rate) -> None:
    """Hand finished documents to `parallel_bulk`."""
    started = perf_counter()
    name = engine.write_alias(ObjectKind.DEAL)
    actions = [{"_index": name, "_id": one["id"], "_source": one} for one in made]
    assert all(done for done, _ in helpers.parallel_bulk(engine.connection.writes, actions))
    rate.add(len(made), started)
