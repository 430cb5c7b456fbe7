"""Numbers without gaps, in the transaction of the cause."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from backend.core import clock
from backend.feeds import selectors, services
from backend.feeds.enums import Audience
from backend.feeds.models import Feed, FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.services import Announcement, Change
from tests.support.races import overlap
from tests.support.rooms import feed_of

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)


def _write(*changes: tuple[FeedName, str]) -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {"kind": kind}) for feed, kind in changes], now=clock.now())


def _write_and_roll_back(feed: FeedName) -> None:
    with transaction.atomic():
        services.append([Change(feed, "gone", {})], now=NOW)
        transaction.set_rollback(True)


def _log(feed: FeedName) -> list[tuple[int, str]]:
    return list(FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq").values_list("seq", "type"))


@pytest.mark.django_db
def test_each_feed_counts_for_itself() -> None:
    room, person = uuid4(), uuid4()
    public, judges, own = feed_of(room), feed_of(room, Audience.JUDGES), feed_of(room, Audience.PERSON, person)
    _write((public, "a"), (judges, "x"), (public, "b"))
    _write((own, "p"), (public, "c"))
    assert _log(public) == [(1, "a"), (2, "b"), (3, "c")]
    assert _log(judges) == [(1, "x")]
    assert _log(own) == [(1, "p")]


@pytest.mark.django_db(transaction=True)
def test_event_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.append([Change(feed_of(uuid4()), "a", {})], now=clock.now())
    assert not Feed.objects.exists()


@pytest.mark.django_db
def test_rollback_gives_the_number_back() -> None:
    feed = feed_of(uuid4())
    _write((feed, "a"))
    _write_and_roll_back(feed)
    _write((feed, "c"))
    assert _log(feed) == [(1, "a"), (2, "c")]


@pytest.mark.django_db(transaction=True)
def test_two_writers_take_numbers_one_after_the_other() -> None:
    feed = feed_of(uuid4())
    _write((feed, "before"))
    outcomes = overlap(lambda: _write((feed, "first")), lambda: _write((feed, "second")))
    assert outcomes == [None, None]
    assert _log(feed) == [(1, "before"), (2, "first"), (3, "second")]


@pytest.mark.django_db(transaction=True)
def test_two_first_writers_end_with_one_feed() -> None:
    feed = feed_of(uuid4())
    outcomes = overlap(lambda: _write((feed, "first")), lambda: _write((feed, "second")))
    assert outcomes == [None, None]
    assert _log(feed) == [(1, "first"), (2, "second")]


@pytest.mark.django_db(transaction=True)
def test_numbers_read_before_they_are_taken_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the number read in one statement and stored in another."""
    feed = feed_of(uuid4())
    _write((feed, "before"))

    def read_then_write(changes: list[Change]) -> None:
        with transaction.atomic():
            row = Feed.objects.get(name=str(feed))
            for change in changes:
                FeedEvent.objects.create(feed=row, seq=row.head + 1, type=change.type, payload={}, at=clock.now())
            Feed.objects.filter(pk=row.pk).update(head=row.head + 1)

    outcomes = overlap(
        lambda: read_then_write([Change(feed, "first", {})]), lambda: read_then_write([Change(feed, "second", {})])
    )
    assert outcomes[0] is None
    assert outcomes[1] is not None
    assert "feed_event_once" in str(outcomes[1])


@pytest.mark.django_db(transaction=True)
def test_writers_of_the_same_feeds_in_other_orders_do_not_block_each_other() -> None:
    room = uuid4()
    one, other = feed_of(room), feed_of(room, Audience.JUDGES)
    _write((one, "before"), (other, "before"))
    outcomes = overlap(lambda: _write((one, "a"), (other, "a")), lambda: _write((other, "b"), (one, "b")))
    assert outcomes == [None, None]
    assert _log(one) == [(1, "before"), (2, "a"), (3, "b")]
    assert _log(other) == [(1, "before"), (2, "a"), (3, "b")]


@pytest.mark.django_db(transaction=True)
def test_announced_after_the_commit_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Announcement] = []
    monkeypatch.setattr(services, "_announcers", [told.append])
    feed, now = feed_of(uuid4()), clock.now()
    with transaction.atomic():
        services.append([Change(feed, "a", {"n": 1}), Change(feed, "b", {"n": 2})], now=now)
        assert told == []
    epoch = Feed.objects.get().epoch
    assert told == [
        Announcement(feed, epoch, 1, "a", {"n": 1}, now),
        Announcement(feed, epoch, 2, "b", {"n": 2}, now),
    ]
    _write_and_roll_back(feed)
    assert len(told) == 2


@pytest.mark.django_db(transaction=True)
def test_an_announcer_that_fails_loses_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Announcement) -> None:
        raise ConnectionError

    monkeypatch.setattr(services, "_announcers", [fail])
    feed = feed_of(uuid4())
    _write((feed, "a"))
    assert _log(feed) == [(1, "a")]


@pytest.mark.django_db
def test_tidying_keeps_what_a_reader_may_resume_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MAX_RESUME", 2)
    feed, now = feed_of(uuid4()), clock.now()
    for days, kind in ((40, "a"), (40, "b"), (40, "c"), (40, "d")):
        services.append([Change(feed, kind, {})], now=now - timedelta(days=days))
    assert services.tidy_events(now=now) == 2
    assert _log(feed) == [(3, "c"), (4, "d")]
    services.append([Change(feed, "e", {})], now=now)
    services.append([Change(feed, "f", {})], now=now)
    services.append([Change(feed, "g", {})], now=now)
    assert services.tidy_events(now=now) == 2
    assert _log(feed) == [(5, "e"), (6, "f"), (7, "g")]


@pytest.mark.django_db
def test_renewed_epoch_sends_every_reader_to_a_snapshot() -> None:
    feed = feed_of(uuid4())
    _write((feed, "a"))
    before = selectors.position(feed)
    assert selectors.missed(feed, epoch=before.epoch, after=1) is not None
    assert services.renew_epochs() == 1
    assert selectors.position(feed).head == 1
    assert selectors.missed(feed, epoch=before.epoch, after=1) is None


@pytest.mark.django_db
def test_the_number_is_taken_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    feed = feed_of(uuid4())
    with django_assert_num_queries(2):
        services.append([Change(feed, "a", {})], now=NOW)
    with django_assert_num_queries(2):
        services.append([Change(feed, "b", {})], now=NOW)
