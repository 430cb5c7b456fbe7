"""F03: the engine takes five seconds for each answer. Searches are answered in time by the database, and nobody else waits."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPConnection
from statistics import median

import pytest
from pytest_django import Settings

from backend.core import ratelimit
from backend.matching import engine as engines
from search import client
from search.breaker import Breaker
from search.client import Connection
from tests.support.alongside import beside, percentile, until
from tests.support.limits import EveryCallIsTheFirst
from tests.support.live_server import serving
from tests.support.many_pitches import many_pitches, mark_all
from tests.support.results import is_full, record
from tests.support.search_index import Index
from tests.support.slow_road import SlowRoad, slow_road

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

DELAY, SEARCH_P99, REDUCED_WITHIN, SLOWER, OPENS_WITHIN = 5.0, 2.5, 2.0, 1.2, 10
PITCHES = 60
SEARCH = "/api/v1/search/deals/?q=gripping&stage=series_a"
OTHERS = ("/api/v1/organizations/", "/api/v1/sectors/")


@dataclass(slots=True)
class Load:
    """Begin, seconds and mode of each search; begin and seconds of everything else; what went wrong."""

    port: int
    searches: list[tuple[float, float, str]] = field(default_factory=list)
    others: list[tuple[float, float]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def search(self) -> None:
        begun = time.monotonic()
        answer = json.loads(_get(self.port, SEARCH))
        # Both modes find the same; an empty answer would be a quick one too.
        assert answer["count"] == PITCHES
        self.searches.append((begun, time.monotonic() - begun, answer["mode"]))

    def read(self) -> None:
        for address in OTHERS:
            begun = time.monotonic()
            _get(self.port, address)
            self.others.append((begun, time.monotonic() - begun))

    @contextmanager
    def going_on(self) -> Iterator[None]:
        with ExitStack() as stack:
            for _ in range(4):
                stack.enter_context(beside(self.search, self.errors, 0.3))
            for _ in range(2):
                stack.enter_context(beside(self.read, self.errors, 0.1))
            yield

    def took(self, begin: float, end: float) -> list[float]:
        """Seconds of each search that began meanwhile."""
        return [seconds for begun, seconds, _ in self.searches if begin <= begun < end]


def _get(port: int, address: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (address, answer.status, body[:200])
        return body
    finally:
        connection.close()


@lru_cache(maxsize=2)
def _impatient(url: str) -> Connection:
    """As the product connects, with its times cut to a third: a short run is no measure of them."""
    return client.connect(url, read_timeout=client.READ_TIMEOUT / 3, rest=1.0)


@pytest.fixture
def road(shared_index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowRoad]:
    """Everybody reaches the engine by a road that may be slow; sixty pitches can be found."""
    many_pitches(PITCHES, one_liner="gripping hands")
    mark_all()
    shared_index.catch_up()
    monkeypatch.setattr(ratelimit, "_client", EveryCallIsTheFirst)
    if not is_full():
        monkeypatch.setattr(engines, "_connection", _impatient)
    direct = settings.ELASTICSEARCH_URL
    with slow_road(direct) as held:
        settings.ELASTICSEARCH_URL = held.url
        yield held
        engines.current().connection.close()
        settings.ELASTICSEARCH_URL = direct


def _breaker() -> Breaker:
    return engines.current().connection.read_breaker


def test_f03_slow_engine_slows_nobody(road: SlowRoad) -> None:
    steady, slow = (20.0, 60.0) if is_full() else (1.0, 2.0)
    with serving() as port:
        load = Load(port)
        load.search()
        load.read()
        with load.going_on():
            time.sleep(steady)
            slowed, road.delay = time.monotonic(), DELAY
            opened = until(lambda: _breaker().is_open, 30, every=0.01) and time.monotonic()
            time.sleep(slow)
            ended, road.delay = time.monotonic(), 0.0
            recovered = until(lambda: any(one[2] == "full" for one in load.searches[-4:]), 30) and time.monotonic()
            time.sleep(steady)
    assert load.errors == []
    assert opened
    assert recovered
    before_open = len(load.took(slowed, opened))
    modes = {mode for begun, seconds, mode in load.searches if opened <= begun and begun + seconds < ended}
    _report(load, slowed, ended, before_open, recovered - ended)
    assert before_open <= OPENS_WITHIN
    assert modes == {"reduced"}
    if is_full():
        # It switched itself back for good; in a short run a busy machine may be slow again.
        assert {mode for begun, _, mode in load.searches if begun > recovered} == {"full"}


def _report(load: Load, slowed: float, ended: float, before_open: int, recovery: float) -> None:
    meanwhile = load.took(slowed, ended)
    # Before and after, because a busy machine is not as busy all the time.
    steady = [seconds for begun, seconds in load.others if not slowed <= begun < ended + recovery]
    others = [seconds for begun, seconds in load.others if slowed <= begun < ended]
    ratio = percentile(others, 95) / percentile(steady, 95)
    waited = [seconds for seconds in meanwhile if seconds >= client.READ_TIMEOUT / (1 if is_full() else 3)]
    figures = (
        ("F03 search p99", percentile(meanwhile, 99), SEARCH_P99, "s"),
        ("F03 search that waited for the engine, median", median(waited), REDUCED_WITHIN, "s"),
        ("F03 other pages p95 against before and after", ratio, SLOWER, "times"),
        ("F03 searches until the breaker opened", float(before_open), float(OPENS_WITHIN), "searches"),
        ("F03 full again after", recovery, 30.0, "s"),
    )
    for name, value, bound, unit in figures:
        record(name, value=round(value, 2), bound=bound, unit=unit, passed=value <= bound)
    if is_full():
        assert [name for name, value, bound, _ in figures if value > bound] == []


def test_f03_without_the_breaker_every_search_waits(road: SlowRoad) -> None:
    """The negative control: the same engine, and a breaker that never opens."""
    _breaker()._limit = 10**9
    with serving() as port:
        load = Load(port)
        load.search()
        road.delay = DELAY
        with ThreadPoolExecutor(6) as people:
            for one in [people.submit(load.search) for _ in range(OPENS_WITHIN + 2)]:
                one.result()
    waited = [one for one in load.searches[1:] if one[1] >= client.READ_TIMEOUT / 3]
    assert len(waited) > OPENS_WITHIN
    assert not _breaker().is_open
