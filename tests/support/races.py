"""Two writers at once, at a chosen point: the second starts while the first has written but not committed."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WAIT_SECONDS = 20


def _is_waiting_or_done(worker: threading.Thread, backend: int | None) -> bool:
    """Whether the other writer stands before a lock, or is through. Whoever else waits in this database is no answer."""
    if not worker.is_alive():
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock')", [backend]
        )
        row = cursor.fetchone()
    return row is not None and bool(row[0])


def _nothing() -> None:
    """Happens meanwhile, unless a test names something."""


def overlap(
    first: Callable[[], Any], second: Callable[[], Any], *, meanwhile: Callable[[], Any] = _nothing
) -> list[BaseException | None]:
    """Run `first`, then `second` on another connection until it waits for a lock or ends, then `meanwhile`; commit.

    Answers the outcomes of the two.

    Needs a test with real transactions. An outcome is None or the exception raised.
    """
    outcomes: list[BaseException | None] = [None, None]
    backends: list[int] = []

    def run_second() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backends.extend(cursor.fetchone() or ())
            second()
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcomes[1] = error
        finally:
            connection.close()

    worker = threading.Thread(target=run_second)
    try:
        with transaction.atomic():
            first()
            worker.start()
            end = time.monotonic() + WAIT_SECONDS
            while not _is_waiting_or_done(worker, backends[0] if backends else None) and time.monotonic() < end:
                time.sleep(0.01)
            meanwhile()
    except Exception as error:  # noqa: BLE001 - as above
        outcomes[0] = error
    worker.join(WAIT_SECONDS)
    return outcomes


def begun(act: Callable[[], Any]) -> Callable[[], None]:
    """Do it on another connection. Answers what waits for its end."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    return lambda: worker.join(WAIT_SECONDS)


@contextmanager
def locked(take: Callable[[], Any]) -> Iterator[None]:
    """What `take` locks is held by another connection until the block ends."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            take()
            is_held.set()
            may_end.wait(3 * WAIT_SECONDS)

    ended = begun(hold)
    try:
        assert is_held.wait(WAIT_SECONDS)
        yield
    finally:
        may_end.set()
        ended()


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call gave or raised, each on a thread of its own; all of them begin at the same moment."""
    found: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait(60)
        try:
            found[number] = call()
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return found
