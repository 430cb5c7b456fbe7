"""Coming into a room: what it costs, and that whoever is handed what was kept ready is told what a fresh look would tell."""

import asyncio
import json
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from websockets.asyncio.client import connect

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM, Guest, Juror, Viewer
from backend.feeds import ready, rooms, selectors, services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.interactions.enums import HiddenBecause
from backend.interactions.services.asking import ask
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import move
from backend.interactions.services.telling import feed_of as own_feed
from backend.live import door, joining, tickets
from backend.live.joining import Arrival
from backend.live.messages import Cursor
from backend.live.tickets import Ticket
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.room_state import reduce
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of
from tests.backend.interactions.test_rooms import Evening
from tests.backend.roadshows.test_stage import live_event
from tests.factories.accounts import UserFactory
from tests.factories.judging import JudgeFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.live_server import ticket_of
from tests.support.rooms import KIND, CountingRoom, feed_of

NOBODY = AnonymousUser()
READERS = 50


@pytest.fixture(autouse=True)
def _nothing_grows_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine: what is handed out follows from numbers alone."""
    monkeypatch.setattr(ready, "SECONDS", 60.0)


def _ticket(viewer: Viewer) -> Ticket:
    now = clock.now()
    return tickets.read(tickets.issue(viewer=viewer, language="en", now=now), now=now)


def _told(ticket: Ticket, feed: FeedName, epoch: str = "", seq: int = 0) -> list[dict[str, Any]]:
    (found,) = joining.welcome_all([Arrival(ticket, [Cursor(feed=str(feed), epoch=epoch, seq=seq)])])
    assert found is not None
    return [json.loads(frame.text) for frame in found[0].frames()]


def _queries(viewer: Viewer, feed: FeedName) -> tuple[str, int]:
    """What a reader is told last, and how often the database is asked, while a snapshot of where the feed stands is kept."""
    ticket = _ticket(viewer)
    _told(ticket, feed)
    with CaptureQueriesContext(connection) as asked:
        told = _told(ticket, feed)
    return told[-1]["kind"], len(asked)


def _write(feed: FeedName, kind: str = "a") -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {})], now=clock.now())


@pytest.mark.django_db
def test_f16_three_queries_at_most_let_a_reader_in() -> None:
    event, person = live_event(), UserFactory.create()
    closed = EventFactory.create(published=True, visibility="invited")
    place, other = RegistrationFactory.create(event=event), RegistrationFactory.create(event=closed)
    entered = enter(actor=person, event_id=event.pk)
    guests = [(held, enter(actor=NOBODY, event_id=held.event_id, ticket=secret_of(held.pk))) for held in (place, other)]
    here, there = [Guest(who.pk, held.pk) for held, who in guests]
    judges = [JudgeFactory.create(event=one) for one in (event, closed)]
    juror, other_juror = [Juror(one.pk, one.link_edition) for one in judges]
    found = {
        "visitor": _queries(NOBODY, public_feed(event.pk)),
        "person": _queries(person, public_feed(event.pk)),
        "person, own": _queries(person, own_feed(entered)),
        "guest": _queries(here, public_feed(event.pk)),
        "guest, own": _queries(here, own_feed(guests[0][1])),
        "guest of a closed event": _queries(there, public_feed(closed.pk)),
        "judge": _queries(juror, public_feed(event.pk)),
        "judge, own": _queries(juror, judges_feed(event.pk)),
        "judge of a closed event": _queries(other_juror, public_feed(closed.pk)),
        "refused": _queries(NOBODY, public_feed(closed.pk)),
    }
    assert found == {
        "visitor": ("snapshot", 2),
        "person": ("snapshot", 2),
        "person, own": ("snapshot", 3),
        "guest": ("snapshot", 2),
        "guest, own": ("snapshot", 2),
        "guest of a closed event": ("snapshot", 3),
        "judge": ("snapshot", 2),
        "judge, own": ("snapshot", 2),
        "judge of a closed event": ("snapshot", 3),
        "refused": ("refused", 1),
    }


@pytest.mark.django_db
def test_f16_coming_back_costs_no_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    event, person = live_event(), UserFactory.create()
    feed = public_feed(event.pk)
    for number in range(3):
        _write(feed, f"kind {number}")
    epoch = selectors.position(feed).epoch
    visitor, known = _ticket(NOBODY), _ticket(person)
    for ticket in (visitor, known):
        for seq in (1, 3):
            with django_assert_num_queries(2):
                told = _told(ticket, feed, epoch, seq)
            assert [one["seq"] for one in told if one["kind"] == "event"] == list(range(seq + 1, 4))
            assert told[-1] == {"kind": "resumed", "feed": str(feed), "recovered": True}


@pytest.mark.django_db
def test_who_somebody_is_matters_where_a_feed_is_not_everybodys_and_then_of_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event, closed = live_event(), EventFactory.create(published=True, visibility="invited")
    feed = public_feed(event.pk)
    _write(feed)
    people = [_ticket(UserFactory.create()) for _ in range(3)]
    cursors = [Cursor(feed=str(feed))]
    arrivals = [Arrival(ticket, cursors) for ticket in (*[_ticket(NOBODY)] * 20, *people)]
    joining.welcome_all(arrivals)
    # Whether it is everybody's, and where it stands.
    with django_assert_num_queries(2):
        found = joining.welcome_all(arrivals)
    assert [one and one[0].seq for one in found] == [1] * 23
    places = [RegistrationFactory.create(event=closed) for _ in range(2)]
    entered = [enter(actor=NOBODY, event_id=closed.pk, ticket=secret_of(place.pk)) for place in places]
    guests = [_ticket(Guest(who.pk, place.pk)) for who, place in zip(entered, places, strict=True)]
    cursors = [Cursor(feed=str(public_feed(closed.pk)))]
    arrivals = [Arrival(ticket, cursors) for ticket in (_ticket(NOBODY), *guests)]
    joining.welcome_all(arrivals)
    # Whether it is everybody's, for each guest whether it is theirs, and where it stands.
    with django_assert_num_queries(1 + 2 + 1):
        found = joining.welcome_all(arrivals)
    assert [one and one[0].seq for one in found] == [None, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_whoever_comes_is_told_what_a_fresh_look_tells(seed: int) -> None:
    """After any act, from any place, several times over, so that what was kept is handed out again."""
    evening, chance = Evening(seed), random.Random(seed)
    readers: dict[FeedName, Ticket] = {
        public_feed(evening.event.pk): _ticket(NOBODY),
        organizers_feed(evening.event.pk): _ticket(evening.host),
        **{own_feed(one): _ticket(person) for one, person in zip(evening.participants, evening.people, strict=True)},
    }
    places: dict[FeedName, list[tuple[str, int, dict[str, Any]]]] = {feed: [] for feed in readers}
    for _ in range(25):
        evening.act()
        for feed, ticket in readers.items():
            fresh = selectors.snapshot(feed, now=clock.now())
            for _ in range(2):
                resumed, whole = _told(ticket, feed)
                assert resumed == {"kind": "resumed", "feed": str(feed), "recovered": False}
                at = {name: whole[name] for name in ("kind", "feed", "epoch", "seq", "state")}
                assert at == {
                    "kind": "snapshot", "feed": str(feed), "epoch": fresh.epoch, "seq": fresh.seq, "state": fresh.state,
                }  # fmt: skip
            places[feed].append((fresh.epoch, fresh.seq, fresh.state))
            epoch, seq, state = chance.choice(places[feed])
            assert _after(state, _told(ticket, feed, epoch, seq)) == fresh.state


def _after(state: Mapping[str, Any], told: list[dict[str, Any]]) -> Mapping[str, Any]:
    """What a reader who was somewhere makes of what it is told."""
    for one in told:
        if one["kind"] == "event":
            state = reduce(state, one["payload"])
        elif one["kind"] == "snapshot":
            state = one["state"]
    return state


@pytest.mark.django_db
def test_a_snapshot_says_what_time_it_is_when_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    feed, ticket = public_feed(live_event().pk), _ticket(NOBODY)
    _told(ticket, feed)
    (found,) = joining.welcome_all([Arrival(ticket, [Cursor(feed=str(feed))])])
    assert found is not None
    later = clock.now() + timedelta(seconds=30)
    monkeypatch.setattr(clock, "lately", lambda: later)
    left = json.loads(found[0].frames()[-1].text)
    assert datetime.fromisoformat(left["now"]) == later


@pytest.mark.django_db
def test_whose_right_ended_is_refused_though_the_state_lies_ready() -> None:
    event = EventFactory.create(published=True, visibility="invited")
    place = RegistrationFactory.create(event=event)
    who = enter(actor=NOBODY, event_id=event.pk, ticket=secret_of(place.pk))
    guest, feed = _ticket(Guest(who.pk, place.pk)), public_feed(event.pk)
    assert _told(guest, feed)[-1]["kind"] == "snapshot"
    type(place).objects.filter(pk=place.pk).update(state="cancelled", cancelled_at=clock.now())
    assert _told(guest, feed) == [{"kind": "refused", "feed": str(feed), "code": "feeds.not_found"}]
    Event.objects.filter(pk=event.pk).update(visibility="public")
    assert _told(_ticket(NOBODY), feed)[-1]["kind"] == "snapshot"
    Event.objects.filter(pk=event.pk).update(visibility="invited")
    assert _told(_ticket(NOBODY), feed)[-1]["kind"] == "refused"


@pytest.mark.django_db
def test_what_was_taken_out_is_handed_to_nobody() -> None:
    """A question that is hidden; and who asked, once the guests are forgotten, which no event says."""
    evening, words = Evening(0), "样片良率多少？"
    feed, ticket, now = public_feed(evening.event.pk), _ticket(NOBODY), evening.now
    place = RegistrationFactory.create(event=evening.event, name="王来宾")
    guest = Guest(enter(actor=NOBODY, event_id=evening.event.pk, ticket=secret_of(place.pk)).pk, place.pk)
    told: dict[str, Any] = {"event_id": evening.event.pk, "question_id": uuid4(), "now": now}
    ask(actor=guest, words=words, is_anonymous=False, **told)
    move(actor=evening.host, state="visible", **told)
    shown = _told(ticket, feed)[-1]
    assert (words in str(shown), "王来宾" in str(shown)) == (True, True)
    move(actor=evening.host, state="hidden", because=HiddenBecause.values[0], **told)
    assert words not in str(_told(ticket, feed))
    move(actor=evening.host, state="visible", **told)
    before = _told(ticket, feed)[-1]
    assert "王来宾" in str(before)
    over = clock.now() - timedelta(days=3650)
    Event.objects.filter(pk=evening.event.pk).update(
        state=EventState.ENDED, starts_at=over - timedelta(hours=2), ends_at=over
    )
    remove_contacts(actor=SYSTEM, now=clock.now())
    for back in (_told(ticket, feed), _told(ticket, feed, before["epoch"], before["seq"])):
        assert back[-1]["kind"] == "snapshot"
        assert (words in str(back), "王来宾" in str(back)) == (True, False)


@pytest.mark.django_db
def test_a_case_that_crashes_is_no_harm_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    crashing, person = UserFactory.create(), UserFactory.create()
    feed = feed_of(uuid4())
    _write(feed)

    class Breaking(CountingRoom):
        def is_open(self, feed: FeedName, *, now: datetime) -> bool:
            return False

        def may_read(self, viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
            assert viewer.pk != crashing.pk
            return True

    monkeypatch.setitem(rooms._rooms, KIND, Breaking())
    cursors = [Cursor(feed=str(feed))]
    found = joining.welcome_all([Arrival(_ticket(one), cursors) for one in (NOBODY, crashing, person)])
    assert [one and one[0].seq for one in found] == [1, None, 1]


class Watched(CountingRoom):
    """Counts how often its state is read, and whether it is everybody's asked."""

    def __init__(self) -> None:
        self.read = 0
        self.asked = 0

    def is_open(self, feed: FeedName, *, now: datetime) -> bool:
        self.asked += 1
        return super().is_open(feed, now=now)

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        self.read += 1
        return super().state(feed, now=now)


async def _join_together(port: int, written: list[str], feed: FeedName) -> list[dict[str, Any]]:
    """Everybody has a socket before the first says hello."""
    address, origin = f"ws://127.0.0.1:{port}/ws/v1/?ticket=", f"http://127.0.0.1:{port}"
    sockets = await asyncio.gather(*(connect(address + ticket, origin=origin) for ticket in written))  # type: ignore[arg-type]
    hello = json.dumps({"kind": "hello", "feeds": [{"feed": str(feed)}]})

    async def join(socket: Any) -> dict[str, Any]:
        await socket.send(hello)
        async with asyncio.timeout(30):
            while (told := json.loads(await socket.recv()))["kind"] != "snapshot":
                pass
        return dict(told)

    try:
        return await asyncio.gather(*map(join, sockets))
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets))


@pytest.mark.timeout(120)
def test_f16_fifty_who_come_at_once_have_one_snapshot_made(direct_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    watched, feed = Watched(), feed_of(uuid4())
    monkeypatch.setitem(rooms._rooms, KIND, watched)
    _write(feed)
    people: list[User] = UserFactory.create_batch(5)
    written = [*(ticket_of(person) for person in people), *[ticket_of(None)] * (READERS - len(people))]
    found = asyncio.run(_join_together(direct_port, written, feed))
    assert [(one["seq"], one["state"]) for one in found] == [(1, {"a": 1})] * READERS
    assert watched.read == 1
    # Nobody was let in unasked, and many together.
    assert 0 < watched.asked < READERS


@pytest.mark.timeout(120)
def test_one_at_a_time_and_nothing_kept_costs_each_of_them_one(
    direct_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    watched, feed = Watched(), feed_of(uuid4())
    monkeypatch.setitem(rooms._rooms, KIND, watched)
    monkeypatch.setattr(ready, "SECONDS", 0.0)
    monkeypatch.setattr(door, "MOST_AT_ONCE", 1)
    _write(feed)
    asyncio.run(_join_together(direct_port, [ticket_of(None)] * 10, feed))
    assert watched.read == 10
