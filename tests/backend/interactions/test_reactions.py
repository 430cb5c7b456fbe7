"""Reactions: everybody who follows a room may, each tap counts once, and the room feels them a few times a second."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from websockets.exceptions import ConnectionClosed

from backend.core import clock
from backend.core.once import first_times
from backend.interactions.enums import ReactionKind
from backend.interactions.errors import ReactionsClosed
from backend.interactions.models import ReactionCount
from backend.interactions.services import reacting
from backend.live import reactions
from backend.live.bus import Pulse
from backend.live.reactions import TAPS_AT_ONCE, VISITORS_A_SECOND, Allowance, Pulses
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed
from backend.roadshows.services.stage import show_item
from tests.backend.interactions.test_questions import turned
from tests.backend.roadshows.test_stage import deck_pitch, live_event, slot_in
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.live_server import Reader, reading, ticket_of
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db


class Hand:
    """A connection, as reactions know one."""

    language = "en"

    def __init__(self, key: str) -> None:
        self.key, self.allowance = key, Allowance()

    def follows(self, feed: str) -> bool:
        return True

    def write(self, frame: Any) -> None: ...

    def abort(self) -> None: ...


def counted(event: Event, *keys: str, kind: ReactionKind = ReactionKind.CLAP) -> Counter[ReactionKind]:
    return reacting.count(event_id=event.pk, taps=dict.fromkeys(keys, kind))


def kept() -> dict[tuple[UUID | None, str], int]:
    return {(row.line_id, row.kind): row.count for row in ReactionCount.objects.all()}


def test_taps_are_counted_by_what_is_on_stage_and_each_once() -> None:
    event = live_event()
    assert counted(event, "a", "b") == {"clap": 2}
    assert counted(event, "b", "c") == {"clap": 1}
    assert counted(event, "a") == Counter()
    line = slot_in(event, pitch=deck_pitch())
    show_item(actor=person_in(event.organization), event_id=event.pk, item_id=line.pk, now=clock.now())
    counted(event, "d", kind=ReactionKind.FIRE)
    assert kept() == {(None, "clap"): 3, (line.pk, "fire"): 1}


@pytest.mark.parametrize("state", [EventState.PUBLISHED, EventState.ENDED, EventState.CANCELLED])
def test_only_while_the_event_is_on(state: EventState) -> None:
    event = live_event()
    turned(event, state)
    with pytest.raises(ReactionsClosed):
        counted(event, "a")
    assert kept() == {}
    turned(event, EventState.LIVE)
    # What was refused was not counted, and may come again.
    assert counted(event, "a") == {"clap": 1}


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_count_at_once_lose_nothing_and_double_nothing() -> None:
    event = live_event()
    counted(event, "first")
    assert overlap(lambda: counted(event, "a", "b", "x"), lambda: counted(event, "x", "c")) == [None, None]
    assert kept() == {(None, "clap"): 5}


def test_first_times_names_those_that_are_new() -> None:
    assert [first_times(keys) for keys in (["a", "b", "a"], ["b", "c"], [])] == [{"a", "b"}, {"c"}, set()]


def test_a_hand_taps_so_fast_and_no_faster() -> None:
    allowance = Allowance()
    taken = [allowance.take(100.0) for _ in range(int(TAPS_AT_ONCE) + 3)]
    assert taken == [True] * int(TAPS_AT_ONCE) + [False] * 3
    assert [allowance.take(100.0 + later) for later in (0.1, 0.3, 0.31)] == [False, True, False]


def test_one_person_has_one_allowance_and_visitors_share_that_of_their_room() -> None:
    taps, room = reactions.Reactions(), uuid4()

    def may(hand: Hand) -> bool:
        return taps._may_tap(hand, room, 100.0)

    person = str(uuid4())
    taken = [may(Hand(person)) for _ in range(int(TAPS_AT_ONCE) + 2)]
    assert taken == [True] * int(TAPS_AT_ONCE) + [False] * 2
    visitors = [may(Hand("")) for _ in range(int(VISITORS_A_SECOND) + 5)]
    assert visitors == [True] * int(VISITORS_A_SECOND) + [False] * 5
    assert may(Hand(str(uuid4())))


def test_what_comes_from_all_processes_in_one_moment_is_one_frame() -> None:
    pulses, feed = Pulses(), "roadshow:x:public"
    counts: list[dict[str, int]] = [{"clap": 2}, {"clap": 1, "fire": 4}]
    assert [pulses.add(Pulse(feed, one)) for one in counts] == [True, False]
    assert b'"counts":{"clap":3,"fire":4}' in pulses.frame(feed).text
    assert pulses.add(Pulse(feed, {"idea": 1}))


def _tap(reader: Reader, event: Event, command_id: str, kind: str = "clap") -> None:
    reader.command(command_id, reactions.COMMAND, room=str(event.pk), kind=kind)


def _felt(reader: Reader, total: int) -> Counter[str]:
    felt: Counter[str] = Counter()
    while felt.total() < total:
        felt.update(reader.hear("pulse")["counts"])
    return felt


@pytest.mark.django_db(transaction=True)
def test_a_visitor_taps_and_everybody_feels_it_and_sent_twice_it_is_once(direct_port: int) -> None:
    event = live_event()
    with reading(direct_port) as visitor, reading(direct_port) as other:
        for reader in (visitor, other):
            reader.hello(public_feed(event.pk))
            reader.hear("snapshot")
        _tap(visitor, event, "one")
        assert visitor.hear("ack", "error")["id"] == "one"
        # After a break the same tap comes over another socket.
        _tap(other, event, "one")
        assert other.hear("ack", "error")["kind"] == "ack"
        _tap(other, event, "two", "fire")
        assert [_felt(reader, 2) for reader in (visitor, other)] == [Counter(clap=1, fire=1)] * 2
    assert kept() == {(None, "clap"): 1, (None, "fire"): 1}


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_counted_is_refused_with_its_reason(direct_port: int) -> None:
    event, other = live_event(), live_event()
    closed = EventFactory.create(published=True, visibility="invited", state=EventState.LIVE)
    asked: list[tuple[Event, str, str]] = [
        (other, "clap", "interactions.not_following"),
        (closed, "clap", "interactions.not_following"),
        (event, "boo", "live.bad_payload"),
    ]
    with reading(direct_port) as visitor:
        visitor.hello(public_feed(event.pk), public_feed(closed.pk))
        visitor.hear("snapshot")
        for room, kind, code in asked:
            _tap(visitor, room, "x", kind)
            assert visitor.hear("error", "ack")["code"] == code
        turned(event, EventState.ENDED)
        _tap(visitor, event, "late")
        assert visitor.hear("error", "ack")["code"] == "interactions.reactions_closed"
        turned(event, EventState.LIVE)
        for number in range(int(TAPS_AT_ONCE) + 5):
            _tap(visitor, event, f"fast-{number}")
        answers = [visitor.hear("error", "ack") for _ in range(int(TAPS_AT_ONCE) + 5)]
    refused = [one["code"] for one in answers if one["kind"] == "error"]
    assert refused
    assert set(refused) == {"core.too_many_requests"}
    assert kept() == {(None, "clap"): len(answers) - len(refused)}


@pytest.mark.django_db(transaction=True)
def test_a_hall_that_taps_is_counted_exactly_and_told_at_most_five_times_a_second(direct_port: int) -> None:
    event, hands, each = live_event(), 8, 10
    tickets = [ticket_of(client_of()) for _ in range(hands + 1)]

    def hand(number: int) -> list[str]:
        with reading(direct_port, ticket=tickets[number]) as reader:
            reader.hello(public_feed(event.pk))
            reader.hear("snapshot")
            for tap in range(each):
                _tap(reader, event, f"{number}-{tap}", "heart")
            return [reader.hear("ack", "error")["kind"] for _ in range(each)]

    with reading(direct_port, ticket=tickets[hands]) as listener:
        listener.hello(public_feed(event.pk))
        listener.hear("snapshot")
        began = time.monotonic()
        with ThreadPoolExecutor(hands) as pool:
            assert list(pool.map(hand, range(hands))) == [["ack"] * each] * hands
        felt, frames = Counter[str](), 0
        while felt.total() < hands * each:
            felt.update(listener.hear("pulse")["counts"])
            frames += 1
        seconds = time.monotonic() - began
    assert (felt, kept()) == (Counter(heart=hands * each), {(None, "heart"): hands * each})
    assert frames <= 1 + seconds * 5


@pytest.mark.django_db(transaction=True)
def test_taps_that_meet_a_database_that_is_away_are_not_answered_as_counted(
    direct_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = live_event()

    def away(**_: Any) -> None:
        raise OperationalError

    with reading(direct_port) as visitor:
        visitor.hello(public_feed(event.pk))
        visitor.hear("snapshot")
        with monkeypatch.context() as patch:
            patch.setattr(reacting, "count", away)
            _tap(visitor, event, "one")
            with pytest.raises(ConnectionClosed):
                visitor.hear("ack", "error")
    assert kept() == {}
    with reading(direct_port) as again:
        again.hello(public_feed(event.pk))
        again.hear("snapshot")
        _tap(again, event, "one")
        assert again.hear("ack", "error")["kind"] == "ack"
    assert kept() == {(None, "clap"): 1}


def test_ids_of_taps_are_unlike() -> None:
    """Two people may call their taps alike."""
    first, second = (reactions.Tap(Hand(str(uuid4())), "1", ReactionKind.CLAP) for _ in range(2))
    assert first.key != second.key
