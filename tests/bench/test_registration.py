"""A rush on the seats of an event, beside the endpoint of a textbook and beside the bare statement; and scans at the door.

Everything is real: sessions and proved addresses, limits, audit, outbox, letters to be sent. Servers, PostgreSQL and clients
share the machine; who goes first changes with each round, and medians are compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from backend.core import clock
from backend.roadshows.models import CheckIn, Event, Registration
from backend.roadshows.serializers.registrations import door_code_of
from tests.bench.loading import Call, Generator, Outcome, bare_transactions
from tests.bench.measuring import say
from tests.bench.registering import PEOPLE, events, members, of_textbook, prepared, sold
from tests.factories.roadshows import CheckInDeviceFactory, EventFactory, HostFactory
from tests.performance import textbook
from tests.support.many_guests import fill
from tests.support.own_postgres import own_postgres
from tests.support.results import is_full, record
from tests.support.web_workers import web_workers

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

ROUNDS = 5
OVER_TEXTBOOK, OVER_BARE, SUCCESS, REFUSAL, KEPT = 1.0, 0.12, 1.2, 0.7, 0.8
EVENTS_AT_ONCE, CATALOGUE, STORED = 10, 5_000, 100_000
DEVICES, SCANS, SCANS_A_SECOND, SCAN_MS = 16, 3_000, 300.0, 60.0
BARE_CLIENTS, BARE_SECONDS = 8, 10
# The one statement nobody can do without, in a transaction of its own.
BARE = "UPDATE bench_seats SET taken = taken + 1 WHERE id = 1 AND taken < capacity;\n"


@pytest.fixture(scope="module")
def durable(database: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a database whose commits are on the disk; that of the tests gives this up for speed."""
    assert is_full(), "measured by `make bench` alone"
    with django_db_blocker.unblock(), own_postgres() as server, server.connected():
        yield server.url


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Generator:
    return Generator(tmp_path_factory.mktemp("regload"))


@pytest.fixture(scope="module")
def product(durable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    log = tmp_path_factory.mktemp("server") / "product.log"
    with web_workers(log, DATABASE_URL=durable, XMH_TRUSTED_PROXIES="1", XMH_LOCAL="1") as port:
        yield port


@dataclass(slots=True)
class Rush:
    """What several rounds took, each figure of its own round."""

    rates: list[float] = field(default_factory=list)
    success: list[float] = field(default_factory=list)
    refusal: list[float] = field(default_factory=list)

    def add(self, outcomes: dict[str, Outcome]) -> None:
        refused = [one for name, one in outcomes.items() if name.startswith("409")]
        self.rates.append(outcomes["201"].per_second)
        self.success.append(outcomes["201"].p95)
        self.refusal.extend(one.p95 for one in refused)

    def forget(self) -> None:
        """Of the first round everybody was cold."""
        for held in (self.rates, self.success, self.refusal):
            held.clear()

    def told(self) -> dict[str, float]:
        figures = {"seats_a_second": self.rates, "success_p95_ms": self.success, "refusal_p95_ms": self.refusal}
        return {name: round(median(held), 1) for name, held in figures.items() if held}


def test_rush_on_the_seats(product: int, durable: str, generator: Generator, tmp_path: Path) -> None:
    people, ours, theirs = members(PEOPLE // 2), Rush(), Rush()
    textbook.create_tables()

    def of_product() -> None:
        targets = events(1)
        outcomes = generator.send(product, prepared(targets, people))
        assert sold(targets, outcomes), outcomes
        ours.add(outcomes)

    def of_theirs() -> None:
        theirs.add(of_textbook(generator, port))

    log, theirs_at = tmp_path / "textbook.log", "tests.performance.textbook:application"
    with web_workers(log, application=theirs_at, DATABASE_URL=durable) as port:
        for turn in range(ROUNDS + 1):
            ways = [of_product, of_theirs]
            for way in ways if turn % 2 else reversed(ways):
                way()
            if not turn:
                ours.forget()
                theirs.forget()
    bare = _bare(tmp_path)
    say(what="rush", product=ours.told(), textbook=theirs.told(), bare_a_second=round(bare))

    own, other = median(ours.rates), median(theirs.rates)
    held = [
        _least("B7 seats a second over the textbook's", own / other, OVER_TEXTBOOK, "times"),
        _least("B7 seats a second over the bare statement's", own / bare, OVER_BARE, "share"),
        _most("B7 success p95 over the textbook's", median(ours.success) / median(theirs.success), SUCCESS, "times"),
        _most("B7 refusal p95 over success p95", median(ours.refusal) / median(ours.success), REFUSAL, "times"),
    ]
    assert all(held)


def test_rush_beside_much_else(product: int, generator: Generator) -> None:
    """Ten events at once, five thousand in the catalogue, a hundred thousand registrations: each beside one event alone."""
    people = members(PEOPLE // 2)

    def rate(targets: list[Event]) -> float:
        outcomes = generator.send(product, prepared(targets, people))
        assert sold(targets, outcomes), outcomes
        return outcomes["201"].per_second

    def rates(count: int) -> tuple[float, float]:
        """One event, and so many at once, in turn."""
        found = [(rate(events(1)), rate(events(count))) for _ in range(ROUNDS)]
        return median(one for one, _ in found), median(many for _, many in found)

    rate(events(1))
    alone, at_once = rates(EVENTS_AT_ONCE)
    held = [_least("B8 seats a second of ten events sold at once", at_once / alone, KEPT, "share")]
    host = HostFactory.create()
    for _ in range(CATALOGUE):
        EventFactory.create(published=True, organization=host)
    _analyze()
    listed, _ = rates(1)
    held.append(_least("B8 seats a second with 5,000 events", listed / alone, KEPT, "share"))
    full = EventFactory.create(published=True, quota__capacity=STORED)
    fill(full, STORED)
    _analyze()
    stored, _ = rates(1)
    held.append(_least("B8 seats a second with 100,000 registrations", stored / alone, KEPT, "share"))
    say(what="beside much else", alone=alone, at_once=at_once, listed=listed, stored=stored)
    assert all(held)


def test_scans_at_the_door(product: int, generator: Generator) -> None:
    rounds = [_at_the_door(product, generator, number) for number in range(ROUNDS)]
    held = [
        _least("B9 scans a second", median(one.per_second for one in rounds), SCANS_A_SECOND, "scans/s"),
        _most("B9 scan p95", median(one.p95 for one in rounds), SCAN_MS, "ms"),
    ]
    say(what="at the door", per_second=[one.per_second for one in rounds], p95=[one.p95 for one in rounds])
    assert all(held)


def _at_the_door(product: int, generator: Generator, number: int) -> Outcome:
    """An event with devices of its own; every ticket comes in once."""
    event = EventFactory.create(published=True, quota__capacity=SCANS)
    fill(event, SCANS)
    secrets = [f"device-{number}-{n}" for n in range(DEVICES)]
    for secret in secrets:
        CheckInDeviceFactory.create(event=event, secret=secret)
    door = event.check_in_lists.get()
    tickets = list(Registration.objects.filter(event=event, state="confirmed").select_related("event"))
    calls = [
        Call(
            f"/api/v1/door/{event.pk}/scans/",
            {"list": door.pk, "scans": [_scan(ticket)]},
            {"X-Door-Device": secrets[at % DEVICES]},
        )
        for at, ticket in enumerate(tickets)
    ]
    outcomes = generator.send(product, calls, clients=DEVICES)
    assert {name: one.count for name, one in outcomes.items()} == {"200": len(tickets)}, outcomes
    assert CheckIn.objects.filter(list=door, result="admitted").count() == len(tickets)
    return outcomes["200"]


def _scan(ticket: Registration) -> dict[str, Any]:
    moment = clock.now().isoformat()
    return {"nonce": uuid4(), "kind": "entry", "source": "online", "scanned_at": moment, "ticket": door_code_of(ticket)}


def _bare(folder: Path) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_seats (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL)")
        cursor.execute("INSERT INTO bench_seats VALUES (1, 0, 1000000000)")
    script = folder / "bare.sql"
    script.write_text(BARE)
    try:
        return bare_transactions(script, clients=BARE_CLIENTS, seconds=BARE_SECONDS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_seats")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _least(line: str, value: float, bound: float, unit: str) -> bool:
    record(line, value=round(value, 2), bound=bound, unit=unit, passed=value >= bound)
    return value >= bound


def _most(line: str, value: float, bound: float, unit: str) -> bool:
    record(line, value=round(value, 2), bound=bound, unit=unit, passed=value <= bound)
    return value <= bound
