"""One at a time on one database. A lock is its connection's own, so a killed process gives it back.

Nothing that is done under one may close the connection: the pool would keep it, and the lock with it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

# The numbers only have to be this app's own.
REBUILD = 7_042_026
RANKING = 7_042_027
REMEMBERING = 7_042_028
INDEXING = 7_042_029
FINDING = 7_042_030
SWEEPING = 7_042_031


@contextmanager
def alone(lock: int) -> Iterator[bool]:
    """Inside, whether this process holds the lock. Who holds it may take it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        row = cursor.fetchone()
    is_mine = bool(row and row[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def in_turn(lock: int, work: Callable[[], bool], *, is_more: Callable[[], bool]) -> None:
    """Work while there is more and `work` says that it can go on, unless somebody does already.

    Who held the lock asks for more after letting go, so what somebody committed who was then turned away is not overlooked. Only
    after an exception it waits for the sweep.
    """
    can_go_on = True
    while can_go_on:
        with alone(lock) as is_mine:
            can_go_on = is_mine and work()
        can_go_on = can_go_on and is_more()


def is_taken(lock: int) -> bool:
    """Whether another connection holds the lock now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND pid <> pg_backend_pid())",
            [lock],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
