"""Rebuilding beside the live index, and finding what drifted."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from backend.core import clock
from backend.deals.models import Pitch
from backend.matching import locks, models_of_deals
from backend.matching.models import DirtyObject, IndexedObject
from backend.matching.services import drift, rebuild
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import pitch_changed
from search import bulk, indices
from search.errors import SearchUnavailable
from search.health import health
from search.records import ObjectKind, Removal
from tests.factories.deals import PitchFactory
from tests.factories.history import RoundInvestorFactory
from tests.support.search_index import NOWHERE, Index

pytestmark = pytest.mark.django_db
DEAL = ObjectKind.DEAL


@pytest.fixture
def pitches(index: Index) -> list[Pitch]:
    made = [PitchFactory.create(published=True, one_liner=f"第{number}个") for number in range(5)]
    RoundInvestorFactory.create()
    for kind in ObjectKind:
        drift.mark_unknown(kind, now=clock.now())
    index.catch_up()
    return made


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


def test_drift_names_what_is_missing_surplus_and_stale_and_repair_mends_it(index: Index, pitches: list[Pitch]) -> None:
    missing, surplus, stale, fine = pitches[:4]
    engine = index.engine
    engine.connection.writes.delete(index=engine.write_alias(DEAL), id=str(missing.pk))
    Pitch.objects.filter(pk=surplus.pk).update(state="closed")
    IndexedObject.objects.filter(object_id=stale.pk).update(version=1)
    found = drift.find(now=clock.now(), kinds=[DEAL])[0]
    assert (found.missing, found.surplus, found.stale) == ([missing.pk], [surplus.pk], [stale.pk])
    assert fine.pk not in found.differing
    with pytest.raises(CommandError, match="3 objects differ"):
        call_command("index_drift", stdout=StringIO())
    call_command("index_drift", "--repair", stdout=StringIO())
    index.catch_up()
    _no_drift(index)


def test_marked_objects_are_on_their_way_and_do_not_count_as_drift(index: Index, pitches: list[Pitch]) -> None:
    Pitch.objects.filter(pk=pitches[0].pk).update(state="closed")
    pitch_changed(pitches[0].pk)
    _no_drift(index)


def test_repair_numbers_on_from_an_index_that_is_ahead_of_the_database(index: Index, pitches: list[Pitch]) -> None:
    """The database came back from an older copy: its own next numbers would all be conflicts."""
    ahead = 50_000_000
    bulk.write(index.engine, [Removal(kind=DEAL, id=str(pitches[0].pk), version=ahead)])
    drift.repair(now=clock.now(), kinds=[DEAL])
    index.catch_up()
    assert index.versions(DEAL)[str(pitches[0].pk)] > ahead
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}


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


def test_reindex_says_that_the_engine_is_away(index: Index, settings: Any) -> None:
    with index.away(settings), pytest.raises(CommandError, match="reduced mode"):
        call_command("reindex", "--patience", "0", stdout=StringIO())


def test_lapsed_verification_is_marked_by_the_clock(index: Index, pitches: list[Pitch]) -> None:
    company = pitches[0].organization
    company.verified_until = clock.now()
    company.save(update_fields=["verified_until"])
    assert drift.mark_lapsed(now=clock.now()) == 1
    index.catch_up()
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches[1:]}


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
