"""The helper of the race tests itself."""

import threading
import time

import pytest
from django.db import connection, transaction

from tests.support.races import overlap


def _hold(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


@pytest.mark.django_db(transaction=True)
def test_somebody_else_who_waits_is_not_taken_for_the_second_writer() -> None:
    seen: list[str] = []

    def wait_for_the_first() -> None:
        with transaction.atomic():
            _hold(1)
        connection.close()

    def second() -> None:
        time.sleep(0.5)
        seen.append("second")

    bystander = threading.Thread(target=wait_for_the_first)

    def first() -> None:
        _hold(1)
        bystander.start()
        seen.append("first")
        time.sleep(0.2)

    assert overlap(first, second, meanwhile=lambda: seen.append("commit")) == [None, None]
    bystander.join(10)
    assert seen == ["first", "second", "commit"]
