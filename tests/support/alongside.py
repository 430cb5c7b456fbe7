"""Something that goes on beside a test, waiting for what comes of it, and how long it took at most."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import quantiles

from django.db import connection

from backend.core import clock
from backend.matching.models import DirtyObject
from backend.matching.services import drift, indexing


@contextmanager
def beside(act: Callable[[], object], errors: list[BaseException], pause: float) -> Iterator[None]:
    """Do something again and again on a connection of its own while inside; an error ends it and is kept."""
    ended = threading.Event()

    def run() -> None:
        try:
            while not ended.is_set():
                act()
                ended.wait(pause)
        except Exception as error:  # noqa: BLE001 - reported by the test
            errors.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join(60)


def until(holds: Callable[[], bool], seconds: float, *, every: float = 0.1) -> bool:
    """Wait for something at most so long; whether it came."""
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(every)
    return held


def seconds_until_agreed(deadline: float) -> float:
    """Index what waits; how long until nothing does and index and database agree."""

    def agrees() -> bool:
        indexing.drain(now=clock.now())
        return not DirtyObject.objects.exists() and differing() == 0

    started = time.monotonic()
    until(agrees, deadline, every=0.5)
    return time.monotonic() - started


def differing() -> int:
    """How many objects differ between index and database."""
    return sum(len(one.differing) for one in drift.find(now=clock.now()))


def percentile(seconds: list[float], share: int) -> float:
    """So many of a hundred took no longer."""
    return quantiles(seconds, n=100)[share - 1]
