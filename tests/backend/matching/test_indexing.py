"""The indexer: nothing lost, nothing resurrected, what is refused has its reason."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.core import clock
from backend.deals.enums import Block, ThesisState, Visibility
from backend.deals.models import Pitch, PitchIp, Thesis
from backend.deals.services import pitch_states
from backend.matching import gateway
from backend.matching.models import DeadLetter, DirtyObject, IndexedObject, WaitingMatch
from backend.matching.services import indexing, settling
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import pitch_changed
from backend.organizations.models import Organization
from search import bulk, indices
from search.records import ObjectKind
from tests.factories.deals import PitchBlockFactory, PitchFactory
from tests.factories.organizations import FirmFactory
from tests.support.pitch_cast import person_in
from tests.support.search_index import Index

pytestmark = pytest.mark.django_db
DEAL = ObjectKind.DEAL


def _stored(index: Index, one: Pitch | Organization) -> dict[str, Any]:
    kind = DEAL if isinstance(one, Pitch) else ObjectKind.INVESTOR
    engine = index.engine
    found: dict[str, Any] = engine.connection.reads.get(index=engine.read_alias(kind), id=str(one.pk))["_source"]
    return found


def _rename(pitch: Pitch, text: str) -> None:
    Pitch.objects.filter(pk=pitch.pk).update(one_liner=text)
    pitch_changed(pitch.pk)


def _during_first_write(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], *, before: bool) -> None:
    """Let somebody act once, at the moment the first batch goes to the engine: just before it arrives, or just after."""
    write, todo = bulk.write, [act]

    def writing(*args: Any, **kwargs: Any) -> Any:
        first = todo.pop() if todo else None
        items = list(args[1])
        if first and before:
            first()
        report = write(args[0], items, **kwargs)
        if first and not before:
            first()
        return report

    monkeypatch.setattr(bulk, "write", writing)


def test_published_pitch_is_found_and_a_paused_one_is_not(index: Index) -> None:
    pitch = PitchFactory.create(published=True)
    draft = PitchFactory.create()
    mark_dirty(DEAL, [pitch.pk, draft.pk, uuid.uuid4()])
    assert index.catch_up().indexed == 3
    assert index.found(DEAL) == {str(pitch.pk)}
    assert not DirtyObject.objects.exists()
    pitch_states.pause_pitch(actor=person_in(pitch.organization), pitch=pitch, now=clock.now())
    index.catch_up()
    assert index.found(DEAL) == set()
    assert index.versions(DEAL)[str(pitch.pk)] == IndexedObject.objects.get(object_id=pitch.pk).version


def test_keyword_of_a_firm_and_of_its_theses_stands_once_in_its_document(index: Index) -> None:
    firm = FirmFactory.create(verified=True, tech_keywords=["光刻"])
    for words in (["光刻", "计量"], ["计量"]):
        Thesis.objects.create(
            firm=firm, title="方向", state=ThesisState.PUBLISHED, published_at=clock.now(), keywords=words
        )
    mark_dirty(ObjectKind.INVESTOR, [firm.pk])
    index.catch_up()
    assert _stored(index, firm)["public"]["keywords"] == ["光刻", "计量"]


def test_change_during_the_write_is_indexed_by_the_next_drain(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    pitch = PitchFactory.create(published=True, one_liner="旧的介绍")
    mark_dirty(DEAL, [pitch.pk])
    _during_first_write(monkeypatch, lambda: _rename(pitch, "新的介绍"), before=False)
    index.catch_up()
    assert _stored(index, pitch)["public"]["one_liners_written"][0] == "新的介绍"
    assert not DirtyObject.objects.exists()


def test_change_during_the_write_would_be_lost_by_forgetting_without_the_version(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same race with the version left out of the deletion."""
    pitch = PitchFactory.create(published=True, one_liner="旧的介绍")
    mark_dirty(DEAL, [pitch.pk])
    _during_first_write(monkeypatch, lambda: _rename(pitch, "新的介绍"), before=False)
    monkeypatch.setattr(settling, "_FORGET", settling._FORGET.replace("AND mark.version = given.version", ""))
    index.catch_up()
    assert _stored(index, pitch)["public"]["one_liners_written"][0] == "旧的介绍"
    assert not DirtyObject.objects.exists()


def test_late_write_of_an_older_state_counts_as_done_and_changes_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One indexer reads the old state, another indexes the new one, then the first one's write arrives."""
    pitch = PitchFactory.create(published=True, one_liner="旧的介绍")
    mark_dirty(DEAL, [pitch.pk])

    def meanwhile() -> None:
        _rename(pitch, "新的介绍")
        indexing.drain(now=clock.now())

    _during_first_write(monkeypatch, meanwhile, before=True)
    index.catch_up()
    assert _stored(index, pitch)["public"]["one_liners_written"][0] == "新的介绍"
    assert not DirtyObject.objects.exists()
    assert not DeadLetter.objects.exists()


def test_removed_pitch_is_not_brought_back_by_a_late_write(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    pitch = PitchFactory.create(published=True)
    founder = person_in(pitch.organization)
    mark_dirty(DEAL, [pitch.pk])

    def meanwhile() -> None:
        pitch_states.pause_pitch(actor=founder, pitch=pitch, now=clock.now())
        indexing.drain(now=clock.now())

    _during_first_write(monkeypatch, meanwhile, before=True)
    index.catch_up()
    assert index.found(DEAL) == set()


def test_while_the_engine_is_away_marks_stay_untouched(index: Index, settings: Any) -> None:
    pitch = PitchFactory.create(published=True)
    mark_dirty(DEAL, [pitch.pk])
    before = list(DirtyObject.objects.values())
    with index.away(settings):
        for _ in range(5):
            assert indexing.drain(now=clock.now()).is_engine_away
    assert list(DirtyObject.objects.values()) == before
    assert index.catch_up().indexed == 1
    assert index.found(DEAL) == {str(pitch.pk)}


def test_index_that_was_lost_is_filled_again_and_is_news_to_nobody(index: Index, pitches: list[Pitch]) -> None:
    """The engine came back without its disk: what the index was told is nowhere, and no object has changed."""
    assert not DirtyObject.objects.exists()
    indices.drop_all(index.engine)
    index.catch_up()
    assert index.found(DEAL) == {str(pitch.pk) for pitch in pitches}
    assert not WaitingMatch.objects.filter(is_news=True).exists()


def test_refused_document_is_set_aside_with_its_reason_until_the_object_changes(index: Index) -> None:
    good, bad = PitchFactory.create(published=True), PitchFactory.create(published=True)
    PitchIp.objects.create(pitch=bad, patents_granted=2_147_483_647, patents_pending=2_147_483_647)
    mark_dirty(DEAL, [good.pk, bad.pk])
    done = index.catch_up()
    assert (done.indexed, done.rejected) == (1, 1)
    assert index.found(DEAL) == {str(good.pk)}
    letter = DeadLetter.objects.get()
    assert letter.object_id == bad.pk
    assert "ip_count" in letter.reason
    assert not DirtyObject.objects.exists()
    PitchIp.objects.update(patents_pending=0)
    pitch_changed(bad.pk)
    index.catch_up()
    assert index.found(DEAL) == {str(good.pk), str(bad.pk)}
    assert not DeadLetter.objects.exists()


def test_what_is_refused_is_not_found_as_it_was_before(index: Index) -> None:
    """The document that cannot be replaced says what its team has closed since."""
    pitch = PitchFactory.create(published=True, story="采用液态金属")
    block = PitchBlockFactory.create(pitch=pitch, block=Block.STORY, visibility=Visibility.PUBLIC)
    mark_dirty(DEAL, [pitch.pk])
    index.catch_up()

    def found() -> int:
        return gateway.search_deals(AnonymousUser(), {"q": "液态金属"}, now=clock.now()).count

    assert found() == 1
    block.visibility = Visibility.NAMED_INVESTORS
    block.save(update_fields=["visibility"])
    PitchIp.objects.create(pitch=pitch, patents_granted=2_000_000_000, patents_pending=2_000_000_000)
    pitch_changed(pitch.pk)
    assert index.catch_up().rejected == 1
    assert (found(), index.found(DEAL)) == (0, set())
    PitchIp.objects.update(patents_pending=0)
    pitch_changed(pitch.pk)
    index.catch_up()
    assert (found(), index.found(DEAL)) == (0, {str(pitch.pk)})
