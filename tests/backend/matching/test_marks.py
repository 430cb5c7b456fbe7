"""Marks belong to the transaction of the change."""

import threading
import uuid

import pytest
from django.db import OperationalError, connection, transaction

from backend.core import clock
from backend.deals.services import pitch_states
from backend.matching import wake
from backend.matching.models import DirtyObject
from backend.matching.services import marks, settling
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import history_changed, organization_changed
from search.records import ObjectKind
from tests.factories.deals import PitchFactory
from tests.factories.history import RoundInvestorFactory
from tests.support.pitch_cast import person_in
from tests.support.races import WAIT_SECONDS, overlap

DEAL = ObjectKind.DEAL


def _marked() -> dict[tuple[str, str], int]:
    rows = DirtyObject.objects.values_list("kind", "object_id", "version")
    return {(kind, str(object_id)): version for kind, object_id, version in rows}


@pytest.mark.django_db
def test_change_marks_its_document_in_its_own_transaction() -> None:
    pitch = PitchFactory.create(published=True)
    founder = person_in(pitch.organization)
    assert _marked() == {}
    with transaction.atomic():
        pitch_states.pause_pitch(actor=founder, pitch=pitch, now=clock.now())
        assert set(_marked()) == {("deal", str(pitch.pk))}
        transaction.set_rollback(True)
    assert _marked() == {}
    pitch_states.pause_pitch(actor=founder, pitch=pitch, now=clock.now())
    assert set(_marked()) == {("deal", str(pitch.pk))}


@pytest.mark.django_db
def test_second_mark_has_a_larger_version_and_ends_a_wait() -> None:
    one = uuid.uuid4()
    mark_dirty(DEAL, [one])
    first = DirtyObject.objects.get()
    DirtyObject.objects.update(attempts=3, retry_at=clock.now())
    mark_dirty(DEAL, [one, one])
    second = DirtyObject.objects.get()
    assert second.version > first.version
    assert (second.attempts, second.retry_at, second.marked_at) == (0, None, first.marked_at)


@pytest.mark.django_db
def test_organization_reaches_its_pitches_its_own_document_and_its_investors() -> None:
    deal = RoundInvestorFactory.create()
    pitch = PitchFactory.create(organization=deal.round.company)
    PitchFactory.create()
    organization_changed(deal.round.company_id)
    expected = {("deal", str(pitch.pk)), ("investor", str(deal.round.company_id)), ("investor", str(deal.investor_id))}
    assert set(_marked()) == expected


@pytest.mark.django_db
def test_history_reaches_the_investors_of_a_company() -> None:
    deal = RoundInvestorFactory.create()
    RoundInvestorFactory.create()
    history_changed([deal.round.company_id])
    assert set(_marked()) == {("investor", str(deal.round.company_id)), ("investor", str(deal.investor_id))}


@pytest.mark.django_db(transaction=True)
def test_indexer_is_woken_by_the_commit_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(wake, "_wake", [lambda: woken.append(1)])
    with transaction.atomic():
        mark_dirty(DEAL, [uuid.uuid4()])
        assert woken == []
    assert woken == [1]


def _draw() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('matching_document_version')")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _two_writers(one: uuid.UUID) -> tuple[int, int]:
    """The second waits for the first; a number drawn while it waits, and the version it ends with."""
    drawn: list[int] = []

    outcomes = overlap(
        lambda: mark_dirty(DEAL, [one]),
        lambda: mark_dirty(DEAL, [one]),
        meanwhile=lambda: drawn.append(_draw()),
    )
    assert outcomes == [None, None]
    return drawn[0], DirtyObject.objects.get().version


@pytest.mark.django_db(transaction=True)
def test_later_writer_of_one_object_has_the_larger_version() -> None:
    drawn, final = _two_writers(uuid.uuid4())
    assert final > drawn


_EARLY = """
    INSERT INTO matching_dirtyobject (kind, object_id, version, marked_at, attempts, is_news)
    SELECT %s, id, nextval('matching_document_version'), statement_timestamp(), 0, %s FROM unnest(%s::uuid[]) AS given (id)
    ON CONFLICT (kind, object_id) DO UPDATE SET version = excluded.version
"""


@pytest.mark.django_db(transaction=True)
def test_number_drawn_before_the_lock_would_be_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: in one statement the waiting writer holds a number others have passed by then."""
    monkeypatch.setattr(marks, "_LOCK", _EARLY)
    monkeypatch.setattr(marks, "_NUMBER", "SELECT %s, %s")
    drawn, final = _two_writers(uuid.uuid4())
    assert final < drawn


def _settle_while_marked(one: uuid.UUID, version: int) -> BaseException | None:
    """Forget the old version while a writer holds the mark; what came of it."""
    outcome: list[BaseException | None] = [None]

    def settle() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            settling.forget([(DEAL, str(one), version)])
        except OperationalError as error:
            outcome[0] = error
        finally:
            # Closing gives the connection back to the pool as it is: the next race would meet the short patience.
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
            connection.close()

    worker = threading.Thread(target=settle)
    with transaction.atomic():
        mark_dirty(DEAL, [one])
        worker.start()
        worker.join(WAIT_SECONDS)
    return outcome[0]


@pytest.mark.django_db(transaction=True)
def test_settling_waits_for_no_writer_and_forgets_no_change() -> None:
    one = uuid.uuid4()
    mark_dirty(DEAL, [one])
    old = DirtyObject.objects.get().version
    assert _settle_while_marked(one, old) is None
    assert DirtyObject.objects.get().version > old


@pytest.mark.django_db(transaction=True)
def test_settling_without_skipping_would_wait_for_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same statement without SKIP LOCKED."""
    monkeypatch.setattr(settling, "_FORGET", settling._FORGET.replace("SKIP LOCKED", ""))
    one = uuid.uuid4()
    mark_dirty(DEAL, [one])
    assert "lock timeout" in str(_settle_while_marked(one, DirtyObject.objects.get().version))
