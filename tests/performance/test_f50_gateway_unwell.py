"""F50: the gateway answers 429, 500 or nothing to three in ten. One page for each order; what was never opened ends."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from backend.core import clock, outbox
from backend.payments.errors import GatewayUnavailable
from backend.payments.models import Order
from backend.payments.services import orders
from tests.backend.payments.acts import opened, published
from tests.factories.payments import OrderFactory
from tests.support.results import is_full, record
from tests.support.till import Till, open_till

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    for name in ("payment_succeeded", "payment_ended"):
        monkeypatch.setitem(outbox._listeners, f"payments.{name}", [lambda event: None])
    monkeypatch.setattr(outbox, "_defer_drain", [])
    with open_till(tmp_path, settings) as opened_till:
        yield opened_till


def _try(order: Order) -> str:
    try:
        opened(order)
    except GatewayUnavailable:
        return "unavailable"
    finally:
        connection.close()
    return "opened"


def test_f50_one_page_for_each_order(till: Till) -> None:
    count = 500 if is_full() else 16
    made: list[Order] = OrderFactory.create_batch(count)
    till.turn(failing_calls=0.3, unanswered_calls=0.1)
    with ThreadPoolExecutor(16) as pool:
        first = list(pool.map(_try, made))
        again = [order for order, outcome in zip(made, first, strict=True) if outcome != "opened"]
        # Half of those who were turned away try once more, the others never come back.
        list(pool.map(_try, again[::2]))
    till.turn(failing_calls=0.0, unanswered_calls=0.0)
    pages = Counter(one["client_reference_id"] for one in till.sessions())
    most = max(pages.values())
    record("F50 pages of one order", value=most, bound=1, unit="pages", passed=most == 1)
    assert most == 1

    while orders.close_due(now=clock.now() + timedelta(hours=1)):
        pass
    ended = sum(published(order) == ["payments.payment_ended"] for order in made)
    still_open = sum(one["status"] == "open" for one in till.sessions())
    record("F50 orders that ended", value=ended, bound=count, unit="orders", passed=ended == count)
    assert (ended, still_open) == (count, 0)
