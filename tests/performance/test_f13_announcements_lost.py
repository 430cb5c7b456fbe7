"""F13: every twentieth announcement is lost on its way, and nobody is told. Each reader notices, and ends where the others are."""

import random
import time
from uuid import uuid4

import pytest
from django.db import transaction

from backend.core import clock
from backend.feeds import services
from backend.feeds.names import FeedName
from backend.feeds.services import Announcement, Change
from backend.live import bus
from tests.support.crowds import heads, visitors
from tests.support.live_server import serving
from tests.support.results import is_full, record
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

EVENTS, SOCKETS, PACE = (5_000, 50, 40.0) if is_full() else (300, 20, 40.0)
LOST = 0.05
# A heartbeat, in which the loss of the last event of a feed shows.
REPAIR_SECONDS = 5.0


class LosesSome:
    """Announces all but one in twenty, by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.lost = 0

    def __call__(self, told: Announcement) -> None:
        if self._chance.random() < LOST:
            self.lost += 1
        else:
            bus.announce(told)


@pytest.fixture
def loses(monkeypatch: pytest.MonkeyPatch) -> LosesSome:
    found = LosesSome(seed=13)
    monkeypatch.setattr(services, "_announcers", [found])
    return found


def _post_to(feeds: list[FeedName], count: int) -> None:
    """Into busy rooms, where the next event shows what was lost, and into quiet ones, where only the heartbeat does."""
    chance = random.Random(13)
    for number in range(count):
        began = time.monotonic()
        (feed,) = chance.choices(feeds, weights=range(1, len(feeds) + 1))
        with transaction.atomic():
            services.append([Change(feed, ("next", "timer", "page")[number % 3], {})], now=clock.now())
        time.sleep(max(0.0, 1 / PACE - (time.monotonic() - began)))


def test_f13_lost_announcements_are_noticed_and_made_good(loses: LosesSome) -> None:
    feeds = [feed_of(uuid4()) for _ in range(8)]
    with serving() as port, visitors(port, feeds, SOCKETS) as readers:
        _post_to(feeds, EVENTS)
        found = readers.until(heads(*feeds))
    record(
        "F13 repair, median",
        value=round(found.repair_median, 2),
        bound=REPAIR_SECONDS,
        unit="s",
        passed=found.repair_median <= REPAIR_SECONDS,
    )
    record("F13 readers that are wrong", value=found.behind, bound=0, unit="readers", passed=found.behind == 0)
    found.assert_whole(*feeds)
    assert loses.lost > EVENTS * LOST / 2
    # One that is lost right after another is one gap with it.
    assert SOCKETS < found.repairs <= loses.lost * SOCKETS
    assert found.repair_median <= REPAIR_SECONDS


def test_f13_control_readers_that_never_ask_again_end_wrong(loses: LosesSome) -> None:
    """The negative control: the same losses, and readers who apply what comes."""
    feeds = [feed_of(uuid4())]
    with serving() as port, visitors(port, feeds, 5, is_careless=True) as readers:
        _post_to(feeds, 100)
        found = readers.until(heads(*feeds), seconds=2)
    assert loses.lost > 0
    assert found.seen.get("gaps", 0) == 0
    assert found.wrong(*feeds) == feeds
