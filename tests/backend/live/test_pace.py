"""Messages that come fast leave together: every one of them, once, in their order, also to who joins meanwhile."""

import asyncio
from collections.abc import Sequence
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connections, transaction

from backend.core import clock
from backend.feeds import services
from backend.feeds.services import Change
from backend.live import pace
from backend.live.bus import Told
from backend.live.frames import Bundle, Frame
from backend.live.pace import FAST, Pace
from tests.support.live_server import Reader, reading
from tests.support.rooms import feed_of


def told(seq: int, feed: str = "a") -> Told:
    return Told(feed, seq, Frame(b"%d" % seq))


def _passed(script: Sequence[tuple[float, int]], feed: str = "a") -> list[list[int]]:
    """What leaves together when so many messages come, each time after so many seconds."""
    left: list[list[int]] = []

    async def tell(together: Sequence[Told]) -> None:
        left.append([one.seq for one in together])
        # As a big room does between its slices.
        await asyncio.sleep(0)

    async def run() -> None:
        passing, seq = Pace(tell), 0
        for seconds, count in script:
            await asyncio.sleep(seconds)
            for _ in range(count):
                seq += 1
                await passing.take(told(seq, feed))
        await asyncio.sleep(3 * pace.GATHER_SECONDS)

    asyncio.run(run())
    return left


def test_what_comes_slowly_leaves_at_once_and_alone() -> None:
    assert _passed([(0.0, FAST)]) == [[seq] for seq in range(1, FAST + 1)]


def test_what_comes_fast_leaves_together_and_nothing_overtakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "WINDOW_SECONDS", 0.01)
    # While the gathered ones wait their window is over, and the next comes at a pace of its own.
    left = _passed([(0.0, FAST + 5), (0.02, 1), (0.1, 2)])
    assert [seq for together in left for seq in together] == list(range(1, FAST + 9))
    assert max(len(together) for together in left) == 6
    assert left[-2:] == [[FAST + 7], [FAST + 8]]


def test_each_feed_has_its_own_pace() -> None:
    left: list[list[tuple[str, int]]] = []

    async def tell(together: Sequence[Told]) -> None:
        left.append([(one.feed, one.seq) for one in together])

    async def run() -> None:
        passing = Pace(tell)
        for seq in range(1, FAST + 3):
            await passing.take(told(seq))
        await passing.take(told(1, "b"))
        await asyncio.sleep(3 * pace.GATHER_SECONDS)

    asyncio.run(run())
    assert left[-2:] == [[("b", 1)], [("a", FAST + 1), ("a", FAST + 2)]]


def test_a_bundle_is_its_frames_one_after_the_other() -> None:
    frames = [Frame(b"one"), Frame(b"two" * 100)]
    assert b"".join(Bundle(frames).pieces) == b"".join(frames[0].pieces + frames[1].pieces)


def _heard(reader: Reader, after: int, last: int) -> list[int]:
    seqs = [after]
    while seqs[-1] < last:
        seqs.append(reader.hear("event")["seq"])
    return seqs[1:]


@pytest.mark.django_db(transaction=True)
def test_a_burst_reaches_everybody_whole_in_order_and_once(port: int) -> None:
    feed, bursts, size = feed_of(uuid4()), 12, 20
    last = bursts * size

    def write() -> None:
        try:
            for _ in range(bursts):
                with transaction.atomic():
                    services.append([Change(feed, "a", {}) for _ in range(size)], now=clock.now())
        finally:
            connections.close_all()

    with reading(port) as early, reading(port) as late:
        early.hello(feed)
        early.hear("snapshot")
        writer = Thread(target=write)
        writer.start()
        heard = _heard(early, 0, size)
        # In the middle of it.
        late.hello(feed)
        joined = late.hear("snapshot")["seq"]
        heard += _heard(early, size, last)
        assert heard == list(range(1, last + 1))
        assert _heard(late, joined, last) == list(range(joined + 1, last + 1))
        writer.join()
