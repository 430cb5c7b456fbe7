"""F25: more people than seats register at the same moment. Exactly the seats are taken, and the count is the rows'."""

import threading
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from backend.core import clock
from backend.roadshows import consent
from backend.roadshows.errors import EventFull
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.services import codes, redeeming, registrations, rush
from tests.factories.roadshows import EventFactory
from tests.support.races import at_once
from tests.support.results import is_full, record

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]

CODE = "123456"
IN_THE_POOL = 6
BOUND_SECONDS = 60.0 if is_full() else 300.0


def _loads() -> list[tuple[int, int]]:
    """People and seats. The process has a pool of eight connections: who finds none waits for one, as behind a server."""
    return [(500, 1), (500, 50)] if is_full() else [(40, 1), (40, 10)]


def _alone(event: Event, guest: registrations.Guest) -> None:
    told: dict[str, Any] = {"key": str(uuid4()), "language": "zh-hans", "now": clock.now()}
    registrations.register(actor=AnonymousUser(), event=event, guest=guest, **told)


def _from_a_page(event: Event, guest: registrations.Guest) -> None:
    rush.register(actor=AnonymousUser(), event_id=event.pk, guest=guest, key=str(uuid4()), language="zh-hans")


Way = Callable[[Event, registrations.Guest], None]
WAYS: dict[str, Way] = {"": _alone, " from a page": _from_a_page}


def _attempt(way: Way, event: Event, contact: str) -> str:
    guest = registrations.Guest("来宾", "机构", contact, CODE, consent.current().version)
    try:
        way(event, guest)
    except EventFull:
        return "full"
    return "seat"


def _storm(event: Event, people: int, way: Way = _alone) -> Counter[str]:
    """Everybody tries, so many at the same moment, each on a connection of their own."""
    contacts = [f"guest{number}@example.com" for number in range(people)]
    for contact in contacts:
        codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
    read = Event.objects.get(pk=event.pk)
    outcomes = at_once([partial(_attempt, way, read, contact) for contact in contacts])
    return Counter(one if isinstance(one, str) else repr(one) for one in outcomes)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("people", "seats"), _loads())
def test_f25_exactly_the_seats_are_taken(people: int, seats: int, way: str) -> None:
    event = EventFactory.create(published=True, quota__capacity=seats)
    begun = clock.now()
    outcomes = _storm(event, people, WAYS[way])
    seconds = (clock.now() - begun).total_seconds()
    rows = Registration.objects.filter(event=event, state="confirmed").count()
    taken = Quota.objects.get(event=event).taken
    passed = outcomes == {"seat": seats, "full": people - seats} and rows == taken == seats
    record(f"F25.{people}_on_{seats}{way}", value=seconds, bound=BOUND_SECONDS, unit="s", passed=passed)
    assert outcomes == {"seat": seats, "full": people - seats}
    assert (rows, taken) == (seats, seats)
    assert seconds < BOUND_SECONDS


def _read_then_write(meet: threading.Barrier) -> Callable[..., bool]:
    """What must not be: everybody reads that a seat is left before anybody writes."""

    def take(quota_ids: Collection[UUID], count: int) -> bool:
        (quota_id,) = quota_ids
        quota = Quota.objects.get(pk=quota_id)
        meet.wait(60)
        if quota.taken >= quota.capacity:
            return False
        Quota.objects.filter(pk=quota_id).update(taken=quota.taken + count)
        return True

    return take


def test_f25_reading_before_writing_oversells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same storm with the statement torn in two: the test above would see it."""
    event = EventFactory.create(published=True, quota__capacity=1)
    monkeypatch.setattr(redeeming, "take_places", _read_then_write(threading.Barrier(IN_THE_POOL)))
    outcomes = _storm(event, IN_THE_POOL)
    rows = Registration.objects.filter(event=event, state="confirmed").count()
    assert (outcomes, rows) == ({"seat": IN_THE_POOL}, IN_THE_POOL)
    assert Quota.objects.filter(event=event, taken=F("capacity")).exists()
