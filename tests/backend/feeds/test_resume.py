"""What a reader gets who comes back: all that was missed, or the state, and never a part of either."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from backend.core import clock
from backend.feeds import selectors, services
from backend.feeds.enums import Audience
from backend.feeds.models import Feed, FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from tests.factories.accounts import UserFactory
from tests.support.clients import client_of
from tests.support.counting import reduce
from tests.support.rooms import feed_of


def _write(feed: FeedName, count: int = 1, kind: str = "a") -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {"n": n}) for n in range(count)], now=clock.now())


def _get(feed: FeedName | str, person: object = None, **place: object) -> dict[str, object]:
    response = client_of(person).get(f"/api/v1/feeds/{feed}/events/", place)  # type: ignore[arg-type]
    assert response.status_code == 200, response.json()
    body: dict[str, object] = response.json()
    return body


@pytest.mark.django_db
def test_first_contact_gets_the_state() -> None:
    feed = feed_of(uuid4())
    _write(feed, 2)
    body = _get(feed)
    row = Feed.objects.get()
    assert {name: body[name] for name in ("feed", "epoch", "seq", "recovered", "events", "state")} == {
        "feed": str(feed), "epoch": row.epoch, "seq": 2, "recovered": False, "events": [], "state": {"a": 2},
    }  # fmt: skip


@pytest.mark.django_db
def test_reader_gets_exactly_what_was_missed_in_order() -> None:
    feed = feed_of(uuid4())
    _write(feed, 5)
    body = _get(feed, epoch=Feed.objects.get().epoch, after=2)
    assert body["recovered"] is True
    assert body["state"] is None
    assert body["seq"] == 5
    events = body["events"]
    assert isinstance(events, list)
    assert [(event["seq"], event["type"], event["payload"]) for event in events] == [
        (3, "a", {"n": 2}),
        (4, "a", {"n": 3}),
        (5, "a", {"n": 4}),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "after", "recovered"), [(300, 0, True), (301, 0, False), (301, 1, True), (3, 3, True), (3, 4, False)]
)
def test_at_most_three_hundred_events_and_no_place_ahead_of_the_log(written: int, after: int, recovered: bool) -> None:
    feed = feed_of(uuid4())
    _write(feed, written)
    body = _get(feed, epoch=Feed.objects.get().epoch, after=after)
    assert body["recovered"] is recovered
    events = body["events"]
    assert isinstance(events, list)
    assert [event["seq"] for event in events] == (list(range(after + 1, written + 1)) if recovered else [])
    assert body["state"] == (None if recovered else {"a": written})


@pytest.mark.django_db
def test_another_epoch_gets_the_state() -> None:
    feed = feed_of(uuid4())
    _write(feed, 3)
    assert _get(feed, epoch="of yesterday", after=2)["state"] == {"a": 3}


@pytest.mark.django_db
def test_a_log_that_was_tidied_is_never_handed_out_in_part() -> None:
    feed = feed_of(uuid4())
    _write(feed, 5)
    FeedEvent.objects.filter(seq__lte=2).update(at=clock.now() - timedelta(days=90))
    FeedEvent.objects.filter(seq=2).delete()
    epoch = Feed.objects.get().epoch
    assert _get(feed, epoch=epoch, after=1)["recovered"] is False
    assert _get(feed, epoch=epoch, after=2)["recovered"] is True


@pytest.mark.django_db
def test_feed_without_events_is_resumed_until_its_first() -> None:
    feed = feed_of(uuid4())
    first = _get(feed)
    assert (first["epoch"], first["seq"], first["state"]) == ("none", 0, {})
    assert _get(feed, epoch="none", after=0)["recovered"] is True
    _write(feed)
    assert _get(feed, epoch="none", after=0)["state"] == {"a": 1}


@pytest.mark.django_db(transaction=True)
def test_snapshot_waits_for_a_writer_that_holds_a_number() -> None:
    feed = feed_of(uuid4())
    _write(feed, 1)
    found: list[selectors.Snapshot] = []

    def read() -> None:
        try:
            found.append(selectors.snapshot(feed, now=clock.now()))
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    with transaction.atomic():
        services.append([Change(feed, "a", {})], now=clock.now())
        reader.start()
        reader.join(0.5)
        assert reader.is_alive()
    reader.join(20)
    assert [(one.seq, one.state) for one in found] == [(2, {"a": 2})]


@pytest.mark.django_db(transaction=True)
def test_snapshot_without_the_lock_can_tear_state_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the number read without the lock, and a writer commits before the state is read."""
    feed = feed_of(uuid4())
    _write(feed, 1)
    position = selectors.position(feed)
    _write(feed, 1)
    state = selectors.snapshot(feed, now=clock.now()).state
    assert (position.head, state) == (1, {"a": 2})


@pytest.mark.django_db
def test_state_and_later_events_make_the_fresh_state() -> None:
    feed = feed_of(uuid4())
    for kind in ("a", "b", "a"):
        _write(feed, 1, kind)
    old = selectors.snapshot(feed, now=clock.now())
    for kind in ("b", "c", "a"):
        _write(feed, 1, kind)
    missed = selectors.missed(feed, epoch=old.epoch, after=old.seq)
    assert missed is not None
    state = dict(old.state)
    for event in missed.events:
        state = reduce(state, event.type)
    assert state == selectors.snapshot(feed, now=clock.now()).state


@pytest.mark.django_db
def test_s08_feeds_of_others_are_not_there() -> None:
    """Read by their person, for everybody else they answer as a feed that never was; so does a name that is none."""
    room, reader, other = uuid4(), UserFactory.create(), UserFactory.create()
    own = feed_of(room, Audience.PERSON, reader.pk)
    _write(own)
    _write(feed_of(room, Audience.JUDGES))
    assert _get(own, reader)["state"] == {"a": 1}
    answers = {
        (client_of(person).get(f"/api/v1/feeds/{feed}/events/").status_code)
        for person in (None, other)
        for feed in (own, feed_of(room, Audience.JUDGES), feed_of(uuid4(), Audience.JUDGES), "nonsense")
    }
    assert answers == {404}
    unknown = f"no_such_kind:{room}:public"
    bodies = {
        client_of(other).get(f"/api/v1/feeds/{feed}/events/").content
        for feed in (own, unknown, "nonsense", feed_of(room, Audience.PERSON, UUID(int=1)))
    }
    assert len(bodies) == 1


@pytest.mark.django_db
def test_s08_an_event_for_some_leaves_the_numbering_of_others_as_it_was() -> None:
    room, person = uuid4(), UserFactory.create()
    public = feed_of(room)
    _write(public, 2)
    before = {name: value for name, value in _get(public).items() if name != "now"}
    _write(feed_of(room, Audience.JUDGES), 3)
    _write(feed_of(room, Audience.PERSON, person.pk), 3)
    assert {name: value for name, value in _get(public).items() if name != "now"} == before


@pytest.mark.django_db
@pytest.mark.parametrize("place", [{"after": "-1"}, {"after": "x"}, {"after": str(2**70)}, {"epoch": "x" * 17}])
def test_bad_places_are_refused(place: dict[str, str]) -> None:
    feed = feed_of(uuid4())
    response = client_of().get(f"/api/v1/feeds/{feed}/events/", place)
    assert response.status_code == 400
    assert set(response.json()["fields"]) == set(place)
