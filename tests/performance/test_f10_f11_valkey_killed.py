"""F10, F11: Valkey is killed under a live room, and comes back empty. Posts go on, and every reader catches up from the database."""

import time
from uuid import uuid4

import pytest
from django.db import transaction

from backend.core import clock
from backend.feeds import selectors, services
from backend.feeds.services import Change
from tests.support.crowds import heads, posting, visitors
from tests.support.live_server import serving
from tests.support.mortal_valkey import MortalValkey
from tests.support.results import is_full, record
from tests.support.rooms import feed_of

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

BOUND_SECONDS = 5.0
SOCKETS = 300 if is_full() else 200


def test_f10_valkey_killed_in_a_live_room(valkey: MortalValkey) -> None:
    down = 5.0 if is_full() else 2.0
    public = feed_of(uuid4())
    with serving() as port, visitors(port, [public], SOCKETS) as readers:
        with posting(public, 1 + down) as post:
            time.sleep(1)
            valkey.kill()
        valkey.start()
        found = readers.until({public: post.written})
    assert post.errors == []
    record(
        "F10 readers at the head after the return",
        value=found.seconds,
        bound=BOUND_SECONDS,
        unit="s",
        passed=found.seconds <= BOUND_SECONDS,
    )
    record("F10 slowest post", value=round(post.slowest, 3), bound=1.0, unit="s", passed=post.slowest <= 1.0)
    found.assert_whole(public)
    assert post.written == selectors.position(public).head
    assert found.seconds <= BOUND_SECONDS


def test_f11_valkey_restarted_empty_again_and_again(valkey: MortalValkey) -> None:
    rounds = 20 if is_full() else 3
    public = feed_of(uuid4())
    slowest = 0.0
    with serving() as port, visitors(port, [public], SOCKETS) as readers:
        for _ in range(rounds):
            valkey.kill()
            valkey.start()
            with transaction.atomic():
                services.append([Change(public, "next", {})], now=clock.now())
            found = readers.until(heads(public), seconds=30)
            slowest = max(slowest, found.seconds)
            found.assert_whole(public)
    record("F11 slowest round", value=slowest, bound=BOUND_SECONDS, unit="s", passed=slowest <= BOUND_SECONDS)
    assert slowest <= BOUND_SECONDS


def test_f10_readers_that_ignore_the_heartbeat_stay_behind(
    valkey: MortalValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same outage without heads; what was lost is never noticed while nothing new comes."""
    monkeypatch.setattr("backend.live.hub.Hub.send_heads", _say_nothing)
    public = feed_of(uuid4())
    with serving() as port, visitors(port, [public], 5) as readers:
        valkey.kill()
        with transaction.atomic():
            services.append([Change(public, "next", {})], now=clock.now())
        valkey.start()
        assert readers.until({public: 1}, seconds=7).behind == 5


async def _say_nothing(_: object) -> None:
    """What a hub without a heart does."""
