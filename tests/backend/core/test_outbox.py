"""Events: published with their cause, handled at least once, in order for each subject, parked when all tries failed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from backend.core import outbox, services
from backend.core.events import from_payload
from backend.core.models import OutboxEvent
from tests.support.events import ThingHappened, ThingMarked

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """What the one listener of ThingHappened was told; a negative number makes it fail."""
    told: list[tuple[str, int]] = []

    def listen(event: ThingHappened) -> None:
        if event.number < 0:
            raise ValueError("refused")
        told.append((event.thing, event.number))

    before = list(outbox.listeners_of(ThingHappened.name))
    outbox.on(ThingHappened)(listen)
    yield told
    outbox.listeners_of(ThingHappened.name)[:] = before


@pytest.mark.django_db
def test_publish_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        outbox.publish(ThingHappened("a", 1))
    assert OutboxEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_publish_rolled_back_leaves_nothing(heard: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        outbox.publish(ThingHappened("a", 1))
        transaction.set_rollback(True)
    services.drain_outbox(now=NOW)
    assert (OutboxEvent.objects.count(), heard) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_drain_handles_each_subject_in_order_and_only_once(heard: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for number in (1, 2, 3):
            outbox.publish(ThingHappened("a", number))
            outbox.publish(ThingHappened("b", number))
    assert services.drain_outbox(now=NOW) == 6
    assert services.drain_outbox(now=NOW) == 0
    assert [n for thing, n in heard if thing == "a"] == [1, 2, 3]
    assert [n for thing, n in heard if thing == "b"] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_failing_event_holds_its_subject_only_and_is_parked_after_all_tries(heard: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        outbox.publish(ThingHappened("a", -1))
        outbox.publish(ThingHappened("a", 2))
        outbox.publish(ThingHappened("b", 3))
    now = NOW
    for _ in range(services.MAX_ATTEMPTS):
        services.drain_outbox(now=now)
        assert ("b", 3) in heard
        now += timedelta(seconds=services.LONGEST_WAIT)
    parked = OutboxEvent.objects.get(payload__number=-1)
    assert (parked.attempts, parked.parked_at is not None, parked.handled_at) == (services.MAX_ATTEMPTS, True, None)
    assert "ValueError: refused" in parked.last_error
    services.drain_outbox(now=now)
    assert heard == [("b", 3), ("a", 2)]


@pytest.mark.django_db(transaction=True)
def test_same_transaction_listener_runs_at_once_and_rolls_back_with_its_cause() -> None:
    marks: list[str] = []

    def mark(event: ThingMarked) -> None:
        marks.append(event.thing)
        OutboxEvent.objects.create(name="mark", subject="x", payload={}, handled_at=NOW)

    outbox.on(ThingMarked, same_transaction=True)(mark)
    try:
        with transaction.atomic():
            outbox.publish(ThingMarked("a"))
            assert marks == ["a"]
            transaction.set_rollback(True)
        assert OutboxEvent.objects.count() == 0
    finally:
        outbox._inline[ThingMarked.name].remove(mark)


@pytest.mark.django_db(transaction=True)
def test_commit_defers_one_waiting_drain_however_many_events(heard: list[tuple[str, int]]) -> None:
    # Jobs are not among the tables a test empties.
    ProcrastinateJob.objects.filter(task_name="core.drain_outbox").delete()
    for number in (1, 2):
        with transaction.atomic():
            outbox.publish(ThingHappened("a", number))
            outbox.publish(ThingHappened("b", number))
    jobs = ProcrastinateJob.objects.filter(task_name="core.drain_outbox").values_list("status", flat=True)
    assert list(jobs) == ["todo"]


@pytest.mark.django_db(transaction=True)
def test_a_drain_that_cannot_be_deferred_is_no_failure_of_what_was_committed(
    heard: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database may go right after it has committed: what was asked for is done, and the sweep drains."""

    def fail() -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(outbox, "_defer_drain", [fail])
    with transaction.atomic():
        outbox.publish(ThingHappened("a", 1))
    assert services.drain_outbox(now=NOW) == 1
    assert heard == [("a", 1)]


def test_event_survives_its_stored_form() -> None:
    event = ThingHappened("晶", 7)
    assert from_payload(event.name, event.to_payload()) == event
