"""Writes arrive out of order, partly fail and come too late; the newest version stays and every outcome is told."""

from dataclasses import replace

import pytest

from search import bulk
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


def test_refusal_by_an_index_made_for_another_version_waits(engine: Engine) -> None:
    """During a deployment the new code writes before its index is built: what the old one will not hold is not at fault."""
    alias = engine.write_alias(ObjectKind.DEAL)
    seen = facts(founded_year=10**12)
    bad = replace(deal("bad"), public=seen, verified=seen)
    engine.connection.writes.indices.put_mapping(index=alias, meta={"schema": "another"})

    report = bulk.write(engine, [bad, deal("good")])

    assert report.written == [(ObjectKind.DEAL, "good", 1)]
    assert (report.busy, report.rejected) == ([(ObjectKind.DEAL, "bad", 1)], [])


def test_rebuild_that_ended_during_the_write_leaves_no_invented_index(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "building", lambda *_: "was here a moment ago")

    assert bulk.write(engine, [deal("d1")]).written == [(ObjectKind.DEAL, "d1", 1)]

    held = engine.connection.writes.indices.get_alias(index=f"{engine.prefix}*").body
    assert sorted(held) == sorted(f"{engine.prefix}{kind}-v000001" for kind in ObjectKind)


def test_extreme_values_are_stored_or_named_never_crash(engine: Engine, write: Write) -> None:
    odd = facts(names=("\x00\ud800名" * 50,), one_liners=("x" * 10_000_000,), summaries=("",), sectors=("NOWHERE",))

    half = facts(stage="\ud800")

    report = write(replace(deal("odd"), public=odd, verified=odd), replace(deal("half"), public=half), deal("good"))

    assert report.written == [(ObjectKind.DEAL, "odd", 1), (ObjectKind.DEAL, "good", 1)]
    assert [found.id for found in report.rejected] == ["half"]
