"""Rebuilding beside the live index, and finding what drifted."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from backend.core import clock
from backend.deals.models import Pitch, PitchIp, RoundInvestor
from backend.matching import locks, models_of_deals
from backend.matching.models import DeadLetter, DirtyObject
from backend.matching.projections import investor_records
from backend.matching.services import drift, indexing, rebuild, settling
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import pitch_changed
from search import bulk, indices, rendering
from search.errors import SearchUnavailable
from search.health import health
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.history import RoundInvestorFactory
from tests.support.search_index import NOWHERE, Index

pytestmark = pytest.mark.django_db
DEAL = ObjectKind.DEAL


def _names(index: Index) -> set[str]:
    engine = index.engine
    indices.refresh(engine)
    stored = engine.connection.reads.search(index=engine.read_alias(DEAL), size=100)["hits"]["hits"]
    return {hit["_source"]["public"]["one_liners_written"][0] for hit in stored if "public" in hit["_source"]}


def _rename(pitch: Pitch, text: str) -> None:
    Pitch.objects.filter(pk=pitch.pk).update(one_liner=text)
    pitch_changed(pitch.pk)


def _no_drift(index: Index) -> None:
    assert [one.differing for one in drift.find(now=clock.now())] == [[], [], []]


def test_rebuild_keeps_every_object_and_leaves_one_index_behind_each_name(index: Index, pitches: list[Pitch]) -> None:
    before = {one.alias: one.indices for one in health(index.engine).indices}
    counts = rebuild.rebuild(tuple(ObjectKind), now=clock.now())
    after = {one.alias: one.indices for one in health(index.engine).indices}
    assert counts[DEAL] == 5
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}
    assert all(len(behind) == 1 for behind in after.values())
    assert all(before[alias] != after[alias] for alias in before)
    held = index.engine.connection.reads.indices.get_alias(index=f"{index.engine.prefix}*").body
    assert set(held) == {name for behind in after.values() for name in behind}
    _no_drift(index)


def test_changes_during_a_rebuild_are_in_the_new_index(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object changes after it was copied, one is paused before the swap, one is new."""
    finish = indices.finish_rebuild

    def finishing(engine: Any, target: Any) -> None:
        _rename(pitches[0], "改过的")
        Pitch.objects.filter(pk=pitches[1].pk).update(state="paused")
        pitch_changed(pitches[1].pk)
        pitch_changed(PitchFactory.create(published=True, one_liner="新来的").pk)
        index.catch_up()
        finish(engine, target)

    monkeypatch.setattr(indices, "finish_rebuild", finishing)
    rebuild.rebuild((DEAL,), now=clock.now())
    assert _names(index) == {"改过的", "第2个", "第3个", "第4个", "新来的"}
    _no_drift(index)


def test_changes_of_a_process_that_saw_no_rebuild_yet_are_in_the_new_index(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It chose the old index alone a moment before there was a new one, and settles after the copying has begun."""
    engine, copy, begin = index.engine, rebuild._copy, indices.begin_rebuild
    live = next(one.indices[0] for one in health(engine).indices if one.kind is DEAL)
    _rename(pitches[0], "改过的")
    Pitch.objects.filter(pk=pitches[1].pk).update(state="paused")
    pitch_changed(pitches[1].pk)
    pitch_changed(PitchFactory.create(published=True, one_liner="新来的").pk)
    items, _ = indexing.project(DirtyObject.objects.all(), now=clock.now())

    def beginning(*args: Any) -> Any:
        target = begin(*args)
        bulk.write(engine, items, into=indices.NewIndex(DEAL, live))
        return target

    def copying(*args: Any, **kwargs: Any) -> None:
        settling.forget([(DEAL, item.id, item.version) for item in items])
        copy(*args, **kwargs)

    monkeypatch.setattr(indices, "begin_rebuild", beginning)
    monkeypatch.setattr(rebuild, "_copy", copying)
    rebuild.rebuild((DEAL,), now=clock.now())
    assert _names(index) == {"改过的", "第2个", "第3个", "第4个", "新来的"}
    _no_drift(index)


def test_what_the_new_index_refuses_is_set_aside_with_its_reason(index: Index, pitches: list[Pitch]) -> None:
    """The live index holds it as it was; the new one cannot hold it as it is."""
    bad = pitches[0]
    PitchIp.objects.create(pitch=bad, patents_granted=2_147_483_647, patents_pending=2_147_483_647)
    rebuild.rebuild((DEAL,), now=clock.now())
    index.catch_up()
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches[1:]}
    letter = DeadLetter.objects.get()
    assert letter.object_id == bad.pk
    assert "ip_count" in letter.reason


def test_killed_rebuild_leaves_the_live_index_serving_and_the_next_one_cleans_up(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(engine: Any, target: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(indices, "finish_rebuild", dies)
        with pytest.raises(KeyboardInterrupt):
            rebuild.rebuild((DEAL,), now=clock.now())
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}
    _rename(pitches[0], "中断后改的")
    index.catch_up()
    rebuild.rebuild((DEAL,), now=clock.now())
    assert _names(index) == {"中断后改的", "第1个", "第2个", "第3个", "第4个"}
    assert all(len(one.indices) == 1 for one in health(index.engine).indices)
    _no_drift(index)


def test_new_model_is_in_force_only_once_the_index_is_built_by_it(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = models_of_deals.current().version
    RoundInvestorFactory.create()
    model = models_of_deals.learn(now=clock.now())
    assert model.version != old
    seen: list[str] = []
    finish = indices.finish_rebuild

    def finishing(engine: Any, target: Any) -> None:
        seen.append(models_of_deals.current().version)
        finish(engine, target)

    monkeypatch.setattr(indices, "finish_rebuild", finishing)
    rebuild.rebuild((ObjectKind.INVESTOR, DEAL), now=clock.now(), model=model)
    assert seen == [old, old]
    assert models_of_deals.current().version == model.version
    assert rebuild.needed(index.engine) == ()
    index.catch_up()
    _no_drift(index)


def _written_by_the_model_in_force(index: Index, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Of a firm that changes during a switch, and that a slow indexer writes after it with what it read before."""
    firm = RoundInvestor.objects.get().investor_id
    model = models_of_deals.learn(now=clock.now() + timedelta(days=1))
    slow: list[Any] = []
    finish = indices.finish_rebuild

    def finishing(engine: Any, target: Any) -> None:
        if not slow:
            mark_dirty(ObjectKind.INVESTOR, [firm])
            slow.append((index.engine, list(DirtyObject.objects.all())))
        finish(engine, target)

    monkeypatch.setattr(indices, "finish_rebuild", finishing)
    rebuild.put_in_force(model, now=clock.now())
    engine, marks = slow[0]
    indexing._work_off(engine, marks, indexing.Drained(), now=clock.now())
    index.catch_up()
    (record,) = investor_records({firm: 1}, now=clock.now())
    wanted = rendering.source(record, knowledge=index.engine.knowledge, model=model)["public"]
    held = index.engine.connection.reads.get(index=index.engine.read_alias(ObjectKind.INVESTOR), id=str(firm))[
        "_source"
    ]
    assert not DirtyObject.objects.exists()
    return bool(held["public"]["as_of"] == wanted["as_of"])


def test_what_a_slow_indexer_writes_after_a_switch_is_written_again(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _written_by_the_model_in_force(index, monkeypatch)


def test_without_looking_at_the_model_again_it_would_stay(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    monkeypatch.setattr(indexing, "_mark_for_another_model", lambda engine, done: None)
    assert not _written_by_the_model_in_force(index, monkeypatch)


def test_a_model_replaced_while_it_is_read_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    old, read = models_of_deals.current(), models_of_deals._stored
    read.cache_clear()

    def reading(version: str) -> Any:
        if version == old.version:
            models_of_deals.make_current(replace(old, version="later"))
        return read(version)

    monkeypatch.setattr(models_of_deals, "_stored", reading)
    assert models_of_deals.current().version == "later"


def test_second_rebuild_at_the_same_time_is_refused(index: Index, pitches: list[Pitch]) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [locks.REBUILD])
        with pytest.raises(rebuild.RebuildRunning):
            rebuild.rebuild((DEAL,), now=clock.now())
    finally:
        # The pool keeps the connection, and with it the lock.
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [locks.REBUILD])
        other.close()


def test_reindex_if_needed_takes_in_what_was_loaded_without_marks(index: Index, pitches: list[Pitch]) -> None:
    extra = PitchFactory.create(published=True)
    assert not DirtyObject.objects.exists()
    call_command("reindex", "--if-needed", stdout=StringIO())
    assert str(extra.pk) in index.found(DEAL)
    _no_drift(index)


def test_reindex_if_needed_fills_what_was_lost(index: Index, pitches: list[Pitch]) -> None:
    indices.drop_all(index.engine)
    call_command("reindex", "--if-needed", stdout=StringIO())
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}
    _no_drift(index)


def test_reindex_says_that_the_engine_is_away(index: Index, settings: Any) -> None:
    with index.away(settings), pytest.raises(CommandError, match="reduced mode"):
        call_command("reindex", "--patience", "0", stdout=StringIO())


def test_engine_away_ends_a_rebuild_without_touching_the_live_index(
    index: Index, pitches: list[Pitch], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> Any:
        raise SearchUnavailable("search.unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "write", away)
        with pytest.raises(SearchUnavailable):
            rebuild.rebuild((DEAL,), now=clock.now())
    mark_dirty(DEAL, [pitches[0].pk])
    assert index.catch_up().indexed == 1
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}


def test_reindex_goes_on_when_the_engine_comes_back(
    index: Index, pitches: list[Pitch], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away at the first try, there at the second."""
    index.empty()
    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOWHERE
    monkeypatch.setattr(
        "backend.matching.management.commands.reindex.time.sleep", lambda _: setattr(settings, "ELASTICSEARCH_URL", url)
    )
    said = StringIO()
    call_command("reindex", stdout=StringIO(), stderr=said)
    assert said.getvalue().count("trying again") == 1
    assert _names(index) == {pitch.one_liner for pitch in pitches}
