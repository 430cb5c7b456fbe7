"""Doing a thing once, however often it is asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from backend.core.models import DoneOnce

# Nobody asks again after a day for what they asked then.
REMEMBERED = timedelta(days=1)


def first_time(key: str) -> bool:
    """Whether this is the first time, in the transaction that does it; if that is undone, the next one is the first.

    Whoever asks at the same moment waits for the other's end.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("what is done once is remembered in the transaction that does it")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_doneonce (key) VALUES (%s) ON CONFLICT DO NOTHING", [key])
        return int(cursor.rowcount) == 1


def first_times(keys: Iterable[str]) -> set[str]:
    """Those of many that are asked for the first time; as `first_time`."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("what is done once is remembered in the transaction that does it")
    with connection.cursor() as cursor:
        # In one order, so that two who ask for the same things do not wait for each other in a ring.
        cursor.execute(
            "INSERT INTO core_doneonce (key) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING key",
            [sorted(set(keys))],
        )
        return {key for (key,) in cursor.fetchall()}


def take_back(keys: Iterable[str]) -> None:
    """What was asked for the first time in this transaction was not done after all: it may be asked for again."""
    DoneOnce.objects.filter(pk__in=list(keys)).delete()


def forget_old(*, now: datetime) -> int:
    """Returns how many were forgotten."""
    return DoneOnce.objects.filter(created_at__lt=now - REMEMBERED).delete()[0]
