"""Two writers at once, at a chosen point: the second starts while the first has written but not committed."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

WAIT_SECONDS = 20


def is_waiting_or_done(worker: threading.Thread) -> bool:
    """Whether the other writer stands before a lock, or is through."""
    if not worker.is_alive():
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        row = cursor.fetchone()
    return row is not None and row[0] > 0


def overlap(first: Callable[[], Any], second: Callable[[], Any]) -> list[BaseException | None]:
    """Run `first`, then `second` on another connection until it waits for a lock or ends; commit; the two outcomes.

    Needs a test with real transactions. An outcome is None or the exception raised.
    """
    outcomes: list[BaseException | None] = [None, None]

    def run_second() -> None:
        try:
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
            while not is_waiting_or_done(worker) and time.monotonic() < end:
                time.sleep(0.01)
    except Exception as error:  # noqa: BLE001 - as above
        outcomes[0] = error
    worker.join(WAIT_SECONDS)
    return outcomes
