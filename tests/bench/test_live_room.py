"""A live room with a thousand sockets and more, beside the room of a textbook: what a delivery and a connect cost, and who waits.

Tickets, rights, numbers and the log are as in life. What is counted of a server is its own process; whoever speaks, the database and
Valkey stand beside. Who goes first changes with each round, and medians are compared.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.interactions.models import Question
from backend.interactions.services.entering import enter
from backend.interactions.services.telling import feed_of
from backend.roadshows.rooms import public_feed
from tests.bench import live_room
from tests.bench.live_room import TEXTBOOK_ROOM, Hall, room, seats, stage, textbook_seats
from tests.bench.measuring import say
from tests.factories.accounts import UserFactory
from tests.support.own_postgres import own_postgres
from tests.support.results import is_full, record
from tests.support.web_workers import Served

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

ROUNDS = 3
LOADS = ((1_000, 10), (1_000, 50), (2_000, 20))
SECONDS = 10.0
CPU_MS, OVER_TEXTBOOK, LATE_OVER_TEXTBOOK, KB_A_SOCKET = 12.0, 1 / 20, 1 / 20, 40.0
STORM, STORM_A_SECOND, STORM_OVER_TEXTBOOK = 2_000, 1_000.0, 0.55
STUCK, STUCK_OVER, STUCK_SECONDS, STUCK_CLOSED = 100, 1.2, 45.0, 30.0
HANDS, REACTIONS, VOTES, QUESTIONS, ACT_SECONDS, ANSWER_MS = 200, 400, 90, 10, 20, 150.0
NOBODY = AnonymousUser()


@pytest.fixture(scope="module")
def durable(database: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a database whose commits are on the disk; that of the tests gives this up for speed."""
    assert is_full(), "measured by `make bench` alone"
    with django_db_blocker.unblock(), own_postgres() as server, server.connected(), live_room.beside_the_server():
        yield server.url


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return Hall(tmp_path_factory.mktemp("roomload"))


@pytest.fixture(scope="module")
def product(durable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with live_room.product(tmp_path_factory.mktemp("server") / "product.log", durable) as served:
        yield served


def _listened(hall: Hall, served: Served, count: int, *, stuck: int = 0, **plan: Any) -> dict[str, Any]:
    """A new room, in which somebody speaks to so many visitors."""
    feed = public_feed(room().pk)
    told = {"warm_seconds": 2.0, "seconds": SECONDS, "drain_seconds": 20.0, **plan}
    with stage(feed) as address:
        return hall.sit(served, seats([NOBODY] * count, feed, stuck=stuck), publish=address, **told)


def _at_textbook(hall: Hall, log: Path, count: int, **plan: Any) -> dict[str, Any]:
    """On a server of its own: one that was driven to its limit has much to catch up with."""
    told = {"warm_seconds": 2.0, "seconds": SECONDS, "drain_seconds": 20.0, "publish": TEXTBOOK_ROOM, **plan}
    with live_room.textbook(log) as served:
        return hall.sit(served, textbook_seats(count), **told)


def test_what_a_delivery_costs(product: Served, hall: Hall, tmp_path: Path) -> None:
    ours: dict[tuple[int, int], list[dict[str, Any]]] = {load: [] for load in LOADS}
    full: list[dict[str, Any]] = []
    paced: list[dict[str, Any]] = []

    def of_product() -> None:
        for count, rate in LOADS:
            ours[count, rate].append(_listened(hall, product, count, rate=rate)["deliveries"])

    def of_textbook() -> None:
        full.append(_at_textbook(hall, tmp_path / "full.log", 1_000, window=4)["deliveries"])
        paced.append(_at_textbook(hall, tmp_path / "paced.log", 1_000, rate=10)["deliveries"])

    for turn in range(ROUNDS):
        for way in (of_product, of_textbook) if turn % 2 else (of_textbook, of_product):
            way()
    for (count, rate), rounds in ours.items():
        say(what=f"{count} sockets, {rate} a second", **_middle(rounds))
    say(what="textbook at its limit", **_middle(full))
    say(what="textbook, 1000 sockets, 10 a second", **_middle(paced))

    costs = {load: median(one["cpu_ms_per_1000"] for one in rounds) for load, rounds in ours.items()}
    theirs = median(one["cpu_ms_per_1000"] for one in full)
    everything = [one for rounds in ours.values() for one in rounds]
    wrong = sum(one["expected"] - one["delivered"] + one["missed"] + one["repeated"] for one in everything)
    late = median(one["ms"]["p95"] for one in ours[LOADS[0]]) / median(one["ms"]["p95"] for one in paced)
    held = [
        *(
            _most(f"B11 CPU of 1,000 deliveries, {count:,} sockets at {rate} a second", cost, CPU_MS, "ms")
            for (count, rate), cost in costs.items()
        ),
        _most("B11 CPU of a delivery over the textbook's", max(costs.values()) / theirs, OVER_TEXTBOOK, "times"),
        _most("B11 p95 of a delivery over the textbook's", late, LATE_OVER_TEXTBOOK, "times"),
        _most("B11 deliveries lost, doubled or out of order", wrong, 0, "messages"),
    ]
    assert all(held)


def test_what_a_socket_holds(durable: str, hall: Hall, tmp_path: Path) -> None:
    feed = public_feed(room().pk)
    with live_room.product(tmp_path / "product.log", durable) as served:
        # What is loaded with the first sockets is nobody's.
        hall.sit(served, seats([NOBODY] * 50, feed))
        told = hall.sit(served, seats([NOBODY] * 2_000, feed))["connects"]
    say(what="2,000 sockets", **told)
    assert _most("B11 memory of a socket", told["kb_each"], KB_A_SOCKET, "kB")


def test_a_hall_that_comes_at_once(durable: str, hall: Hall, tmp_path: Path) -> None:
    people: list[User] = UserFactory.create_batch(STORM)
    feed = public_feed(room().pk)
    ours: dict[str, list[dict[str, Any]]] = {"visitors": [], "people": []}
    theirs: list[dict[str, Any]] = []

    def of_product(who: str) -> None:
        with live_room.product(tmp_path / f"{who}.log", durable) as served:
            hall.sit(served, seats([NOBODY] * 20, feed))
            viewers = people if who == "people" else [NOBODY] * STORM
            ours[who].append(hall.sit(served, seats(viewers, feed), connects_a_second=STORM_A_SECOND)["connects"])

    def of_textbook() -> None:
        with live_room.textbook(tmp_path / "textbook.log") as served:
            hall.sit(served, textbook_seats(20))
            theirs.append(hall.sit(served, textbook_seats(STORM), connects_a_second=STORM_A_SECOND)["connects"])

    for turn in range(ROUNDS):
        ways: list[Callable[[], None]] = [partial(of_product, "visitors"), of_textbook, partial(of_product, "people")]
        for way in ways if turn % 2 else reversed(ways):
            way()
    refused = sum(one["refused"] for rounds in ours.values() for one in rounds)
    costs = {who: median(one["cpu_ms_each"] for one in rounds) for who, rounds in ours.items()}
    other = median(one["cpu_ms_each"] for one in theirs)
    for name, rounds in {**ours, "textbook": theirs}.items():
        say(what=f"storm of {STORM}, {name}", **_middle(rounds))
    held = [
        _most("B12 connects refused, or not told the state", refused, 0, "connects"),
        _most(
            "B12 CPU of a visitor's connect over the textbook's",
            costs["visitors"] / other,
            STORM_OVER_TEXTBOOK,
            "times",
        ),
    ]
    say(what="CPU of a person's connect over the textbook's", times=round(costs["people"] / other, 2))
    assert all(held)


def test_readers_that_never_read(product: Served, hall: Hall) -> None:
    plan: dict[str, Any] = {"rate": 10, "seconds": STUCK_SECONDS}
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(_listened(hall, product, 1_000 - STUCK, **plan)["deliveries"])
        beside.append(_listened(hall, product, 1_000, stuck=STUCK, **plan)["deliveries"])
    say(what="900 alone", **_middle(alone))
    say(what="900 beside 100 that never read", **_middle(beside))
    stuck = [one["stuck"] for one in beside]
    late = median(one["ms"]["p99"] for one in beside) / median(one["ms"]["p99"] for one in alone)
    held = [
        _most("B13 p99 of 900 beside 100 that never read, over alone", late, STUCK_OVER, "times"),
        _most("B13 stuck sockets left", max(one["open"] for one in stuck), 0, "sockets"),
        _most("B13 last stuck socket closed", max(one["seconds"] for one in stuck), STUCK_CLOSED, "s"),
    ]
    assert all(held)


def test_commands_in_one_room(product: Served, hall: Hall) -> None:
    event = room()
    people: list[User] = UserFactory.create_batch(HANDS)
    entered = [enter(actor=person, event_id=event.pk) for person in people]
    taken = [
        seat
        for person, who in zip(people, entered, strict=True)
        for seat in seats([person], public_feed(event.pk), feed_of(who))
    ]
    for seat, who in zip(taken, entered, strict=True):
        # Welcomed by the second of two feeds.
        seat["ready"] = f'{live_room.WELCOMED},"feed":"{feed_of(who)}"'
    questions = [str(pk) for pk in Question.objects.filter(event=event).values_list("pk", flat=True)]
    told = hall.sit(product, taken, commands=_acts(str(event.pk), questions), drain_seconds=30.0)["commands"]
    say(what="commands", **told)
    wrong = told["unanswered"] + sum(told["refused"].values())
    held = [_most("B14 commands refused or not answered", wrong, 0, "commands")]
    for kind, name in (("r", "reactions"), ("v", "votes"), ("q", "questions")):
        held.append(_most(f"B14 p95 of {name} answered", told["done"][kind]["ms"]["p95"], ANSWER_MS, "ms"))
    assert all(held)


def _acts(event: str, questions: list[str]) -> list[dict[str, Any]]:
    """What the hands of a hall do, evenly over some seconds: each vote once, nobody faster than a hand is."""

    def act(letter: str, number: int, a_second: int, name: str, **payload: Any) -> dict[str, Any]:
        said = {"kind": "command", "id": f"{letter}{uuid4()}", "type": name, "payload": {"room": event, **payload}}
        at = number * 1000 / a_second
        return {"seat": number % HANDS, "at_ms": at, "id": said["id"], "text": orjson.dumps(said).decode()}

    acts = [
        *(act("r", n, REACTIONS, "room.react", kind="clap") for n in range(REACTIONS * ACT_SECONDS)),
        *(
            act("v", n, VOTES, "question.vote", question=questions[n // HANDS % len(questions)], wants=True)
            for n in range(VOTES * ACT_SECONDS)
        ),
        *(
            act("q", n, QUESTIONS, "question.ask", question=str(uuid4()), text=f"第 {n} 问：多少客户？")
            for n in range(QUESTIONS * ACT_SECONDS)
        ),
    ]
    return sorted(acts, key=lambda one: float(one["at_ms"]))


def _middle(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The medians of what rounds told in numbers, and of how late things were."""
    first = rounds[0]
    found = {
        name: median(one[name] for one in rounds) for name, value in first.items() if isinstance(value, int | float)
    }
    late = {name: median(one["ms"].get(name, 0.0) for one in rounds) for name in first.get("ms", {})}
    return {name: round(value, 3) for name, value in found.items()} | {
        "ms": {name: round(value, 1) for name, value in late.items()}
    }


def _most(line: str, value: float, bound: float, unit: str) -> bool:
    record(line, value=round(value, 3), bound=round(bound, 3), unit=unit, passed=value <= bound)
    return value <= bound
