"""F14: a thousand events in one second. All readers have all of them, in order and once, a moment later."""

import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from backend.core import clock
from backend.feeds import services
from backend.feeds.names import FeedName
from backend.feeds.services import Change
from tests.support.crowds import heads, visitors
from tests.support.results import is_full, record
from tests.support.room_servers import Nursery, room_servers
from tests.support.rooms import feed_of

pytestmark = [
    pytest.mark.fault,
    pytest.mark.timeout(1800),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counting_room"),
]

EVENTS, SOCKETS = (1_000, 300) if is_full() else (300, 60)
AT_ONCE, SECONDS, BOUND_SECONDS = 10, 1.0, 5.0


def _write(feed: FeedName, count: int) -> float:
    """So many in a second, or as fast as they can be written; how long it took."""
    began = time.monotonic()
    for number in range(0, count, AT_ONCE):
        some = [Change(feed, "next", {"page": number + one}) for one in range(min(AT_ONCE, count))]
        with transaction.atomic():
            services.append(some, now=clock.now())
        time.sleep(max(0.0, began + SECONDS * number / count - time.monotonic()))
    return time.monotonic() - began


def test_f14_a_burst_reaches_everybody_whole(nursery: Nursery, tmp_path: Path) -> None:
    public = feed_of(uuid4())
    # A room that has begun, so that nobody starts anew with the first of them.
    _write(public, 1)
    with room_servers(nursery, tmp_path) as (server,), visitors(server.port, [public], SOCKETS) as readers:
        took = _write(public, EVENTS)
        found = readers.until({public: 1 + EVENTS})
    within = found.seconds <= BOUND_SECONDS
    record("F14 burst was written in", value=round(took, 2), bound=2 * SECONDS, unit="s", passed=took <= 2 * SECONDS)
    record("F14 readers at the head after it", value=found.seconds, bound=BOUND_SECONDS, unit="s", passed=within)
    found.assert_whole(public)
    assert heads(public) == {public: 1 + EVENTS}
    assert server.crashes() == []
    if is_full():
        assert within
