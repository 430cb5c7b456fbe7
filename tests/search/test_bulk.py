"""Writes arrive out of order, partly fail and come too late; the newest version stays and every outcome is told."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from search import bulk, indices
from search.engine import Engine
from search.errors import SearchUnavailable
from search.indices import stored_versions
from search.records import DealRecord, ObjectKind, Removal
from search.request import SearchRequest
from search.scope import Scope
from search.searching import search
from tests.search.conftest import NOW, Write, deal, facts


def versions(engine: Engine) -> dict[str, int]:
    return {held.id: held.version for held in stored_versions(engine, ObjectKind.DEAL, page=40)}


def test_shuffled_versions_of_many_writers_end_at_the_newest(engine: Engine) -> None:
    """Eight writers, every version of every object once, in no order."""
    writes = [deal(f"d{i:03}", version=version) for i in range(100) for version in range(1, 21)]
    random.Random(7).shuffle(writes)
    shares = [writes[i::8] for i in range(8)]

    with ThreadPoolExecutor(8) as writers:
        reports = list(writers.map(lambda share: bulk.write(engine, share), shares))
    indices.refresh(engine)

    assert versions(engine) == {f"d{i:03}": 20 for i in range(100)}
    assert sum(len(report.done) for report in reports) == 2000
    assert all(not report.rejected and not report.busy for report in reports)
    assert sum(len(report.conflicts) for report in reports) > 0


def test_same_order_without_versions_would_end_wrong(engine: Engine) -> None:
    """The control: the same late write without its version does overwrite the newer one."""
    bulk.write(engine, [deal("d1", version=2)])
    engine.connection.writes.index(
        index=engine.write_alias(ObjectKind.DEAL), id="d1", document={"id": "d1", "version": 1, "readers": ["*"]}
    )
    indices.refresh(engine)

    assert versions(engine) == {"d1": 1}


def test_older_and_equal_versions_are_conflicts_and_done(engine: Engine) -> None:
    bulk.write(engine, [deal("d1", version=5)])

    report = bulk.write(engine, [deal("d1", version=5), deal("d1", version=4), deal("d1", version=6)])

    assert report.conflicts == [(ObjectKind.DEAL, "d1", 5), (ObjectKind.DEAL, "d1", 4)]
    assert report.written == [(ObjectKind.DEAL, "d1", 6)]


def test_late_write_after_a_removal_stays_without_effect(engine: Engine, write: Write) -> None:
    write(deal("d1", version=1), Removal(kind=ObjectKind.DEAL, id="d1", version=3))

    report = write(deal("d1", version=2))

    assert report.conflicts == [(ObjectKind.DEAL, "d1", 2)]
    assert search(engine, SearchRequest(), Scope(), now=NOW).total == 0
    assert [held.is_removed for held in stored_versions(engine, ObjectKind.DEAL)] == [True]


def test_object_removed_before_it_was_ever_written(engine: Engine, write: Write) -> None:
    write(Removal(kind=ObjectKind.DEAL, id="d1", version=2))
    write(deal("d1", version=1))

    assert search(engine, SearchRequest(), Scope(), now=NOW).total == 0


def test_published_again_after_a_removal(engine: Engine, write: Write) -> None:
    write(Removal(kind=ObjectKind.DEAL, id="d1", version=2))
    write(deal("d1", version=3))

    assert search(engine, SearchRequest(), Scope(), now=NOW).total == 1


def test_bad_objects_are_named_and_good_ones_written(engine: Engine, write: Write) -> None:
    seen = facts(founded_year=10**12)
    bad: list[DealRecord] = [replace(deal(f"bad{i}"), public=seen, verified=seen) for i in range(3)]
    good = [deal(f"good{i}") for i in range(5)]

    report = write(*bad, *good)

    assert {found.id for found in report.rejected} == {"bad0", "bad1", "bad2"}
    assert all("founded_year" in found.reason for found in report.rejected)
    assert {identity for _, identity, _ in report.written} == {f"good{i}" for i in range(5)}


def test_read_only_index_makes_writes_busy_not_lost(engine: Engine) -> None:
    alias = engine.write_alias(ObjectKind.DEAL)
    block = {"index.blocks.read_only_allow_delete": True}
    engine.connection.writes.indices.put_settings(index=alias, settings=block)

    report = bulk.write(engine, [deal("d1")])

    assert (report.written, report.rejected) == ([], [])
    assert report.busy == [(ObjectKind.DEAL, "d1", 1)]
    engine.connection.writes.indices.put_settings(index=alias, settings={"index.blocks.read_only_allow_delete": None})
    assert bulk.write(engine, [deal("d1")]).written == [(ObjectKind.DEAL, "d1", 1)]


def test_missing_index_fails_loudly_and_is_not_invented(engine: Engine) -> None:
    lost = replace(engine, prefix=f"{engine.prefix}lost-")

    with pytest.raises(SearchUnavailable) as failure:
        bulk.write(lost, [deal("d1")])

    assert failure.value.code == "search.index_missing"
    assert not engine.connection.writes.indices.exists(index=f"{lost.prefix}*", allow_no_indices=False)


def test_extreme_values_are_stored_or_named_never_crash(engine: Engine, write: Write) -> None:
    odd = facts(names=("\x00\ud800名" * 50,), one_liners=("x" * 10_000_000,), summaries=("",), sectors=("NOWHERE",))

    half = facts(stage="\ud800")

    report = write(replace(deal("odd"), public=odd, verified=odd), replace(deal("half"), public=half), deal("good"))

    assert report.written == [(ObjectKind.DEAL, "odd", 1), (ObjectKind.DEAL, "good", 1)]
    assert [found.id for found in report.rejected] == ["half"]
