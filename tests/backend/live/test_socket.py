"""One socket against the real server, real Valkey and real rows: handshake, hello, events, commands, and what is refused."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.db import transaction
from pytest_django import Settings
from websockets.exceptions import ConnectionClosed, InvalidStatus

from backend.core import clock
from backend.core.actors import Actor
from backend.core.errors import NotPermitted
from backend.feeds import selectors, services
from backend.feeds.enums import Audience
from backend.feeds.models import Feed, FeedEvent
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from backend.live import commands, hub
from backend.live.commands import Payload
from tests.factories.accounts import UserFactory
from tests.support.live_server import Reader, reading, ticket_of
from tests.support.rooms import feed_of


def _write(feed: FeedName, *kinds: str) -> None:
    with transaction.atomic():
        services.append([Change(feed, kind, {"said": "你好"}) for kind in kinds], now=clock.now())


def _joined(reader: Reader, feed: FeedName) -> dict[str, object]:
    reader.hello(feed)
    assert reader.hear("resumed")["recovered"] is False
    return reader.hear("snapshot")


def test_first_hello_gets_the_state_and_then_every_event(port: int) -> None:
    feed = feed_of(uuid4())
    _write(feed, "a", "a")
    with reading(port) as reader:
        snapshot = _joined(reader, feed)
        assert (snapshot["seq"], snapshot["state"]) == (2, {"a": 2})
        _write(feed, "b")
        event = reader.hear("event")
    row = FeedEvent.objects.get(seq=3)
    assert list(event)[:2] == ["kind", "seq"]
    assert event == {
        "kind": "event",
        "seq": 3,
        "feed": str(feed),
        "epoch": Feed.objects.get().epoch,
        "type": "b",
        "payload": {"said": "你好"},
        "at": row.at.isoformat().replace("+00:00", "Z"),
    }


def test_reader_that_comes_back_gets_what_it_missed_in_order(port: int) -> None:
    feed = feed_of(uuid4())
    _write(feed, "a", "b", "c", "d")
    with reading(port) as reader:
        reader.hello(feed, epoch=Feed.objects.get().epoch, seq=1)
        heard = [reader.hear() for _ in range(4)]
    assert [(one["kind"], one.get("seq"), one.get("type")) for one in heard] == [
        ("event", 2, "b"),
        ("event", 3, "c"),
        ("event", 4, "d"),
        ("resumed", None, None),
    ]
    assert heard[-1]["recovered"] is True


def test_one_socket_follows_several_feeds_each_with_its_numbers(port: int) -> None:
    room, person = uuid4(), UserFactory.create()
    public, own = feed_of(room), feed_of(room, Audience.PERSON, person.pk)
    with reading(port, person) as reader:
        _joined(reader, public)
        _joined(reader, own)
        _write(own, "mine")
        _write(public, "ours")
        heard = [reader.hear("event"), reader.hear("event")]
    assert {(one["feed"], one["seq"], one["type"]) for one in heard} == {
        (str(public), 1, "ours"),
        (str(own), 1, "mine"),
    }


def test_s08_frames_of_others_are_never_sent(port: int) -> None:
    """Asked for or not, an outsider's socket carries nothing of a private feed, and learns nothing by asking."""
    room, person, outsider = uuid4(), UserFactory.create(), UserFactory.create()
    public, own, canary = feed_of(room), feed_of(room, Audience.PERSON, person.pk), "xzqkvwhjb"
    with reading(port, outsider) as reader:
        _joined(reader, public)
        reader.hello(own, feed_of(uuid4(), Audience.PERSON, person.pk), "nonsense")
        refused = [reader.hear("refused") for _ in range(3)]
        assert {one["code"] for one in refused} == {"feeds.not_found"}
        for _ in range(20):
            with transaction.atomic():
                services.append([Change(own, "secret", {"word": canary})], now=clock.now())
        _write(public, "last")
        heard: list[dict[str, object]] = []
        while not heard or heard[-1].get("type") != "last":
            heard.append(json.loads(reader.connection.recv(timeout=10)))
    assert [one for one in heard if canary in json.dumps(one)] == []
    assert [one["seq"] for one in heard if one["kind"] == "event"] == [1]
    assert {one["feed"] for one in heard} == {str(public)}


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_s09_foreign_origin_is_refused(direct_port: int, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, reading(direct_port, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def _forged() -> str:
    return signing.dumps({"p": "", "l": "en", "f": False, "e": 2**40}, salt="another")


@pytest.mark.parametrize("ticket", ["", "nonsense", _forged()])
def test_bad_ticket_is_told_and_closed(direct_port: int, ticket: str) -> None:
    with reading(direct_port, ticket=ticket) as reader, pytest.raises(ConnectionClosed) as closed:
        reader.connection.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_ticket_is_good_for_a_minute(direct_port: int, settings: Settings) -> None:
    written = ticket_of(None)
    settings.CLOCK_OFFSET_SECONDS = 61
    with reading(direct_port, ticket=written) as reader, pytest.raises(ConnectionClosed) as closed:
        reader.connection.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize(
    "said",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"kind":"hello"}',
        '{"kind":"hello","feeds":[{"feed":"a","more":1}]}',
        '{"kind":"hello","feeds":[{"feed":"a","seq":-1}]}',
        json.dumps({"kind": "hello", "feeds": [{"feed": "a"}] * 11}),
        '{"kind":"command","id":"","type":"x","payload":{}}',
        '{"kind":"event","seq":1}',
        '{"kind":"hello","feeds":[],"x":' + "[" * 5000 + "]" * 5000 + "}",
        '{"kind":"command","id":"1","type":"x","payload":{"a":"\\ud800"}}',
    ],
)
def test_f39_nonsense_is_answered_and_the_socket_lives_on(direct_port: int, said: str) -> None:
    feed = feed_of(uuid4())
    with reading(direct_port) as reader:
        reader.connection.send(said)
        answer = reader.hear("error")
        assert (answer["id"], answer["code"]) == ("", "live.bad_message")
        assert _joined(reader, feed)["seq"] == 0


def _babble(reader: Reader) -> None:
    for _ in range(100):
        reader.connection.send("x")
        reader.connection.recv(timeout=10)


def test_f39_too_much_nonsense_ends_the_connection(direct_port: int) -> None:
    with reading(direct_port) as reader:
        with pytest.raises(ConnectionClosed) as closed:
            _babble(reader)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4400


def test_f39_frame_above_the_limit_ends_the_connection(direct_port: int) -> None:
    with reading(direct_port) as reader:
        reader.connection.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            reader.connection.recv(timeout=10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


class _Knock(Payload):
    door: UUID


@pytest.fixture
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, UUID]]:
    done: list[tuple[object, UUID]] = []

    def knock(actor: Actor, payload: Payload, now: object) -> None:
        assert isinstance(payload, _Knock)
        if actor.is_anonymous:
            raise NotPermitted
        done.append((actor.pk, payload.door))

    monkeypatch.setitem(commands._commands, "test.knock", commands.Known(_Knock, knock))
    return done


def test_command_is_done_once_and_acknowledged(port: int, knocks: list[tuple[object, UUID]]) -> None:
    person, door = UserFactory.create(), uuid4()
    with reading(port, person) as reader:
        reader.command("c1", "test.knock", door=str(door))
        assert reader.hear("ack", "error") == {"kind": "ack", "id": "c1"}
    assert knocks == [(person.pk, door)]


@pytest.mark.parametrize(
    ("name", "payload", "code"),
    [
        ("test.unknown", {}, "live.unknown_command"),
        ("test.knock", {}, "live.bad_payload"),
        ("test.knock", {"door": "x"}, "live.bad_payload"),
        ("test.knock", {"door": str(UUID(int=1)), "more": 1}, "live.bad_payload"),
        ("test.knock", {"door": str(UUID(int=1))}, "core.not_permitted"),
    ],
)
def test_refused_command_says_why_and_does_nothing(
    direct_port: int, knocks: list[tuple[object, UUID]], name: str, payload: dict[str, str], code: str
) -> None:
    with reading(direct_port) as reader:
        reader.command("c1", name, **payload)
        answer = reader.hear("ack", "error")
    assert (answer["kind"], answer["id"], answer["code"]) == ("error", "c1", code)
    assert knocks == []


def test_deactivated_person_is_a_visitor_at_once(direct_port: int) -> None:
    person = UserFactory.create()
    own = feed_of(uuid4(), Audience.PERSON, person.pk)
    with reading(direct_port, person) as reader:
        _joined(reader, own)
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        reader.hello(own)
        assert reader.hear("refused")["feed"] == str(own)


def test_s10_whose_right_ended_stops_following(
    direct_port: int, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr(hub, "BEATS_PER_CHECK", 1)
    person = UserFactory.create()
    room = uuid4()
    own, public = feed_of(room, Audience.PERSON, person.pk), feed_of(room)
    with reading(direct_port, person) as reader:
        _joined(reader, own)
        _joined(reader, public)
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        assert reader.hear("refused")["feed"] == str(own)
        _write(own, "secret")
        _write(public, "open")
        assert reader.hear("event")["type"] == "open"


def test_heartbeat_tells_where_a_feed_stands_when_an_announcement_was_lost(
    direct_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 0.2)
    feed = feed_of(uuid4())
    _write(feed, "a")
    with reading(direct_port) as reader:
        _joined(reader, feed)
        monkeypatch.setattr(services, "_announcers", [])
        _write(feed, "b")
        while (head := reader.hear("head"))["seq"] != 2:
            pass
        reader.hello(feed, epoch=head["epoch"], seq=1)
        assert reader.hear("event")["type"] == "b"
    assert selectors.position(feed).head == 2


def test_ticket_is_one_persons(direct_port: int) -> None:
    person = UserFactory.create()
    claim = signing.loads(ticket_of(person), salt="backend.live.ticket")
    assert claim["p"] == str(person.pk)
    assert timedelta(seconds=claim["e"] - clock.now().timestamp()) <= timedelta(seconds=60)
