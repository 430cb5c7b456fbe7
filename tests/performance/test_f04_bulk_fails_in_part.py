"""F04: of many documents some are refused for what is in them and some because the engine is busy. None is silently gone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from backend.core import clock
from backend.deals.models import Pitch, PitchIp
from backend.matching.models import DeadLetter, DirtyObject
from backend.matching.services import indexing
from search import bulk
from search.records import ObjectKind
from tests.support.alongside import differing
from tests.support.bulk_answers import refuse_as_busy
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.results import is_full, record
from tests.support.search_index import Index

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

# More patents than the index counts; the database still holds them.
TOO_MANY = 2_147_483_647
DEAL = ObjectKind.DEAL


def _pitches() -> tuple[list[Pitch], list[Pitch]]:
    """All pitches, of which one in a hundred cannot be indexed."""
    pitches = many_pitches(10_000 if is_full() else 300)
    bad = pitches[::100]
    PitchIp.objects.bulk_create(PitchIp(pitch=one, patents_granted=TOO_MANY, patents_pending=TOO_MANY) for one in bad)
    mark_all()
    return pitches, bad


def _passes() -> Iterator[indexing.Drained]:
    """The sweeps of a minute, until nothing waits."""
    now = clock.now()
    for number in range(10):
        if not DirtyObject.objects.exists():
            return
        yield indexing.drain(now=now + number * timedelta(seconds=15))


def test_f04_each_document_is_indexed_or_set_aside_with_its_reason(
    shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    pitches, bad = _pitches()
    # One in twenty is refused as busy, once to three times; some of them will be refused for good afterwards.
    busy = {str(one.pk): 1 + number % 3 for number, one in enumerate(pitches[::20])}
    put_back = len(busy)
    refuse_as_busy(monkeypatch, shared_index.engine, busy)

    first, *later = _passes()

    # The control: the engine was met busy.
    assert (first.busy, len(later) >= 3) == (put_back, True)
    letters = dict(DeadLetter.objects.values_list("object_id", "reason"))
    found = shared_index.found(DEAL)
    gone = {str(one.pk) for one in pitches} - found - {str(pk) for pk in letters}
    for name, value, bound in (
        ("F04 indexed", len(found), len(pitches) - len(bad)),
        ("F04 set aside with a reason", sum("ip_count" in reason for reason in letters.values()), len(bad)),
        ("F04 silently gone", len(gone), 0),
    ):
        record(name, value=float(value), bound=float(bound), unit="documents", passed=value == bound)
    assert found == {str(one.pk) for one in pitches} - {str(one.pk) for one in bad}
    assert set(letters) == {one.pk for one in bad}
    assert all("ip_count" in reason for reason in letters.values())
    assert not DirtyObject.objects.exists()
    assert differing() == 0


def test_f04_answers_taken_as_a_whole_lose_what_was_refused(
    shared_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the bulk went through, so all of it counts as written."""
    pitches = many_pitches(20)
    mark_all()
    refuse_as_busy(monkeypatch, shared_index.engine, {str(pitches[0].pk): 1})
    monkeypatch.setattr(bulk, "_outcome", lambda *_: bulk._Outcome.WRITTEN)
    assert [done.indexed for done in _passes()] == [len(pitches)]
    assert not DeadLetter.objects.exists()
    assert shared_index.found(DEAL) == {str(one.pk) for one in pitches[1:]}
