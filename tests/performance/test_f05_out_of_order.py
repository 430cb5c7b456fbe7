"""F05: every state of every object is written once, by many writers and in no order. The newest state stays."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

import pytest
from django.db import connection

from backend.core import clock
from backend.deals.models import Pitch
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.services import indexing, settling
from backend.matching.services.marks import mark_dirty
from search import bulk
from search.bulk import BulkReport
from search.records import ObjectKind, Record, Removal
from tests.support.alongside import differing
from tests.support.bulk_answers import change_operations
from tests.support.many_pitches import many_pitches
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

WORKERS = 8
DEAL = ObjectKind.DEAL
Items = Sequence[Record | Removal]


def _states(pitches: list[Pitch], rounds: int) -> list[Record | Removal]:
    """What an indexer would have read after each of so many changes of each pitch."""
    ids, items = [one.pk for one in pitches], []
    for number in range(rounds):
        Pitch.objects.update(one_liner=f"第{number}版")
        mark_dirty(DEAL, ids)
        for start in range(0, len(ids), 500):
            marks = DirtyObject.objects.order_by("pk")[start : start + 500]
            items += indexing.project(marks, now=clock.now())[0]
    return items


def _write_all(index: Index, items: Items) -> list[BulkReport]:
    engine = index.engine

    def write(share: Items) -> list[BulkReport]:
        reports = []
        try:
            for batch in _batches(share):
                reports.append(bulk.write(engine, batch))
                settling.forget(reports[-1].done)
        finally:
            connection.close()
        return reports

    with ThreadPoolExecutor(WORKERS) as workers:
        return list(chain(*workers.map(write, [items[start::WORKERS] for start in range(WORKERS)])))


def _batches(items: Items) -> list[Items]:
    """In this order, and each object once in a batch, as marks are."""
    batches: list[dict[str, Record | Removal]] = []
    for item in items:
        batch = next((one for one in batches if item.id not in one), None)
        if batch is None:
            batches.append(batch := {})
        batch[item.id] = item
    return [list(batch.values()) for batch in batches]


def _shown(index: Index) -> dict[str, str]:
    """The one-liner of each document that can be found."""
    engine, found = index.engine, {}
    for start in range(0, 1000, 500):
        body: dict[str, Any] = {"sort": "id", "size": 500, "from": start, "source": ["id", "public.one_liners_written"]}
        for hit in engine.connection.reads.search(index=engine.read_alias(DEAL), **body)["hits"]["hits"]:
            found[hit["_source"]["id"]] = hit["_source"]["public"]["one_liners_written"][0]
    return found


def test_f05_newest_of_all_states_stays(shared_index: Index) -> None:
    count, rounds = (1000, 20) if is_full() else (100, 20)
    items = _states(many_pitches(count), rounds)
    newest = dict(DirtyObject.objects.values_list("object_id", "version"))
    random.Random(5).shuffle(items)

    reports = _write_all(shared_index, items)

    # A mark another writer was just settling is left to the next drain.
    indexing.drain(now=clock.now())
    held = shared_index.versions(DEAL)
    right = sum(held[str(pk)] == version for pk, version in newest.items())
    record("F05 at the newest version", value=right, bound=count, unit="objects", passed=right == count)
    assert held == {str(pk): version for pk, version in newest.items()}
    assert _shown(shared_index) == {str(pk): f"第{rounds - 1}版" for pk in newest}
    assert sum(len(report.done) for report in reports) == count * rounds
    assert sum(len(report.conflicts) for report in reports) > 0
    assert all(not report.rejected and not report.busy for report in reports)
    assert dict(IndexedObject.objects.values_list("object_id", "version")) == newest
    assert not DirtyObject.objects.exists()
    assert differing() == 0


def test_f05_writes_without_versions_end_at_any_state(shared_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the oldest state comes last and nothing says that it is old."""
    items = _states(many_pitches(3), 3)
    names = ("version", "version_type")
    change_operations(
        monkeypatch,
        shared_index.engine,
        lambda meta: {name: value for name, value in meta.items() if name not in names},
    )
    for item in reversed(items):
        bulk.write(shared_index.engine, [item])
        settling.forget([(DEAL, item.id, item.version)])
    shared_index.found(DEAL)
    assert set(_shown(shared_index).values()) == {"第0版"}
    assert differing() == 3
