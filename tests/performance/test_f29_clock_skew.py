"""F29: the clock of a server is wrong. Holds go by the database's, notices that cannot be believed are said and made good by
polling, operators hear of it, and the order of feeds is that of their numbers.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from pytest_django import Settings

from backend.console import clock_watch
from backend.console.models import ClockAlarm
from backend.core import clock
from backend.core.ids import new_id
from backend.core.services import drain_outbox
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.feeds.selectors import missed, position
from backend.feeds.services import Change, append
from backend.notifications.models import Notification
from backend.payments.models import Checkout, Order
from backend.payments.services import notices, orders, settling
from backend.roadshows import consent
from backend.roadshows.models import Event, Registration
from backend.roadshows.services import codes, paying, registrations
from tests.factories.accounts import OperatorFactory
from tests.factories.roadshows import EventFactory
from tests.support.results import is_full, record
from tests.support.till import Till, deliver, open_till

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]

NOBODY, CODE = AnonymousUser(), "123456"
MINUTE, DAY = 60, 86_400
SKEWS = (10 * MINUTE, -10 * MINUTE, DAY, -DAY)
TO_BEGIN, OPEN_FOR = 40 * MINUTE, 31 * MINUTE
HOLDS = 50 if is_full() else 2
BOUND_SECONDS = 1.0

Skew = Callable[[float], None]


@pytest.fixture
def till(tmp_path: Path, settings: Settings) -> Iterator[Till]:
    """The gateway's clock is right."""
    right = time.time
    with open_till(tmp_path, settings) as opened:
        opened.server.till.clock = right
        yield opened


@pytest.fixture
def skew(monkeypatch: pytest.MonkeyPatch) -> Skew:
    """Set this process's clock wrong by so many seconds; the database's and the gateway's stay."""
    right = time.time
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: right() + seconds)


def _held(event: Event, number: int = 0) -> Registration:
    contact = f"guest{number}-{uuid4().hex[:8]}@example.com"
    codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
    guest = registrations.Guest("来宾", "机构", contact, CODE, consent.current().version)
    return registrations.register(
        actor=NOBODY, event=event, guest=guest, key=contact, language="zh-hans", now=clock.now()
    )


def _left(moment: datetime) -> float:
    """Seconds until then, by the database."""
    return (moment - clock.now()).total_seconds()


@pytest.mark.parametrize("seconds", SKEWS)
def test_f29_holds_go_by_the_database(seconds: int, till: Till, skew: Skew) -> None:
    event = EventFactory.create(published=True, ticket_type__price_minor=19_900, quota__capacity=HOLDS)
    skew(seconds)
    wrong, pages = [], {}
    for number in range(HOLDS):
        row = _held(event, number)
        order = Order.objects.get(subject_id=row.pk)
        wrong.append(abs(_left(order.closes_at) - TO_BEGIN))
        checkout = paying.open_checkout(actor=NOBODY, registration=row, now=clock.now())
        wrong.append(abs(_left(checkout.expires_at) - OPEN_FOR))
        pages[checkout.session_id] = checkout.expires_at
    wrong += [abs(one["expires_at"] - pages[one["id"]].timestamp()) for one in till.sessions()]
    ends = max(pages.values())
    assert orders.close_due(now=min(pages.values()) - timedelta(seconds=1)) == 0
    assert orders.close_due(now=ends) == HOLDS
    record(
        "F29.holds_off", value=round(max(wrong), 2), bound=BOUND_SECONDS, unit="s", passed=max(wrong) <= BOUND_SECONDS
    )
    assert max(wrong) <= BOUND_SECONDS


def test_f29_notices_of_another_time_are_said_and_made_good(till: Till, skew: Skew) -> None:
    operator = OperatorFactory.create()
    event = EventFactory.create(published=True, ticket_type__price_minor=19_900, quota__capacity=HOLDS)
    rows = [_held(event, number) for number in range(HOLDS)]
    for row in rows:
        till.pay(paying.open_checkout(actor=NOBODY, registration=row, now=clock.now()).session_id)
    right = int(time.time())

    skew(6 * MINUTE)
    told = till.told()
    assert {deliver(one, at=right) for one in told} == {400}
    began = clock.now()
    drain_outbox(now=began)

    (alarm,) = ClockAlarm.objects.all()
    took = (alarm.raised_at - began).total_seconds()
    record("F29.alarm", value=round(took, 2), bound=60.0, unit="s", passed=took <= 60)
    assert (alarm.clock, alarm.ended_at) == ("gateway", None)
    assert abs(alarm.apart_seconds + 6 * MINUTE) <= 2
    assert Notification.objects.filter(recipient=operator, kind="console.clocks_apart").count() == 1
    assert not event.registrations.filter(state="confirmed").exists()

    # A forged one is refused as ever, and says nothing about clocks.
    assert deliver(told[0], at=right, secret="whsec_of_somebody_else") == 400
    assert drain_outbox(now=clock.now()) is not None
    assert ClockAlarm.objects.count() == 1

    later = clock.now() + timedelta(minutes=3)
    settling.poll(now=later)
    notices.work_off(now=later)
    drain_outbox(now=later)
    confirmed = event.registrations.filter(state="confirmed").count()
    record("F29.made_good", value=confirmed, bound=HOLDS, unit="payments", passed=confirmed == HOLDS)
    assert confirmed == HOLDS
    assert set(Checkout.objects.values_list("state", flat=True)) == {"paid"}


def test_f29_clocks_more_than_five_seconds_apart_raise_the_alarm() -> None:
    OperatorFactory.create()
    now = clock.now()
    for apart in (4.9, -4.9):
        clock_watch.look(here=now + timedelta(seconds=apart), now=now)
    assert not ClockAlarm.objects.exists()
    for apart in (5.1, 400):
        clock_watch.look(here=now + timedelta(seconds=apart), now=now)
    (alarm,) = ClockAlarm.objects.all()
    assert (alarm.clock, alarm.apart_seconds, alarm.ended_at) == ("machine", 5, None)
    assert Notification.objects.count() == 1

    clock_watch.look(here=datetime.now(UTC), now=clock.now())
    alarm.refresh_from_db()
    assert alarm.ended_at is not None


def test_f29_feeds_are_in_the_order_of_their_numbers() -> None:
    """What was said while the clock ran backwards stands where it was said."""
    feed, base = FeedName("roadshow", new_id(), Audience.PUBLIC), clock.now()
    offsets = (0, 3 * DAY, -DAY, 10 * MINUTE)
    for number, offset in enumerate(offsets):
        with transaction.atomic():
            append([Change(feed, "said", {"number": number})], now=base + timedelta(seconds=offset))
    found = missed(feed, epoch=position(feed).epoch, after=0)
    assert found is not None
    assert [(row.seq, row.payload["number"]) for row in found.events] == [(1, 0), (2, 1), (3, 2), (4, 3)]
