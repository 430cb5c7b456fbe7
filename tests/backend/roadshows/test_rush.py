"""A rush over real connections: those who come at the same moment are registered together, and exactly the places are taken."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from backend.core import clock, combining
from backend.core.models import AuditEntry
from backend.roadshows.models import Event as Evening
from backend.roadshows.models import Quota, Registration
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import codes, rush, together
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory
from tests.support.alongside import beside
from tests.support.comers import CODE, guest_of, member, stranger
from tests.support.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

PEOPLE = 40


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were registered together each time from now on."""
    found: list[int] = []
    register = together._registered

    def counted(coming: Any, now: Any) -> Any:
        rows = register(coming, now)
        found.append(len(rows))
        return rows

    monkeypatch.setattr(together, "_registered", counted)
    return found


def _arrivals(event: Evening, *, key: str = "") -> list[Callable[[], Registration]]:
    """Every second one is a guest, the others are members."""
    arrivals: list[Callable[[], Registration]] = []
    for number in range(PEOPLE):
        told: dict[str, Any] = {"event_id": event.pk, "key": key or str(uuid4()), "language": "zh-hans"}
        if number % 2:
            person = UserFactory.create()
            arrivals.append(partial(rush.register_member, actor=person, guest=guest_of(), **told))
            continue
        contact = f"{uuid4().hex[:12]}@example.com"
        codes.keep_code(event=event, contact=contact, code=CODE, now=clock.now())
        arrivals.append(partial(rush.register, actor=AnonymousUser(), guest=guest_of(contact, CODE), **told))
    return arrivals


def _outcomes(found: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ for one in found)


def test_everybody_who_comes_at_once_gets_a_place(moments: list[int]) -> None:
    event = EventFactory.create(published=True, quota__capacity=PEOPLE)
    found = at_once(_arrivals(event))
    assert _outcomes(found) == {"Registration": PEOPLE}
    assert len({row.pk for row in found}) == PEOPLE == Registration.objects.filter(state="confirmed").count()
    assert (Quota.objects.get(event=event).taken, miscounted()) == (PEOPLE, [])
    assert AuditEntry.objects.filter(action="registration.confirmed").count() == PEOPLE
    # It is what this is for: most of them were not alone.
    assert sum(moments) > PEOPLE / 2


def test_of_more_than_the_places_exactly_those_get_one() -> None:
    event = EventFactory.create(published=True, quota__capacity=7)
    found = at_once(_arrivals(event))
    assert _outcomes(found) == {"Registration": 7, "EventFull": PEOPLE - 7}
    assert (Registration.objects.count(), Quota.objects.get(event=event).taken, miscounted()) == (7, 7, [])


def test_without_the_condition_more_would_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control; several moments one after the other."""
    event = EventFactory.create(published=True, quota__capacity=7)
    monkeypatch.setattr(combining, "MOST_AT_ONCE", 8)
    monkeypatch.setattr(together, "take_counts", lambda counts: True)
    at_once(_arrivals(event))
    assert Registration.objects.count() > 7
    assert miscounted() != []


def test_the_same_question_many_times_is_one_place() -> None:
    """One tap that was sent again and again, and the same person by many keys."""
    event, person = EventFactory.create(published=True), UserFactory.create()

    def tap(key: str) -> Registration:
        return rush.register_member(actor=person, event_id=event.pk, guest=guest_of(), key=key, language="zh-hans")

    found = at_once([partial(tap, f"key-{number % 5}") for number in range(PEOPLE)])
    assert {getattr(one, "pk", one) for one in found} == {Registration.objects.get().pk}
    assert Quota.objects.get(event=event).taken == 1


def test_two_hands_that_register_the_same_people_at_once_never_wait_in_a_ring() -> None:
    """Each from the other end; whoever comes second finds them there already."""
    event = EventFactory.create(published=True, quota__capacity=500)
    comers = [stranger(event, f"{number}@example.com") for number in range(20)]
    comers += [member(event, person) for person in UserFactory.create_batch(20)]
    one = partial(together.register_together, comers, now=clock.now())
    other = partial(together.register_together, comers[::-1], now=clock.now())
    found = at_once([one, other, one, other])
    assert not [one for one in found if isinstance(one, Exception)]
    assert Registration.objects.count() == 40 == Quota.objects.get(event=event).taken


def test_a_row_that_is_held_for_long_holds_up_only_who_needs_it(moments: list[int]) -> None:
    event, busy = EventFactory.create(published=True), EventFactory.create(published=True)
    comers, errors, is_held, is_over = [stranger(event), stranger(busy)], list[BaseException](), Event(), Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM roadshows_event WHERE id = %s FOR UPDATE", [busy.pk])
            is_held.set()
            is_over.wait(30)

    with beside(hold, errors, 60):
        assert is_held.wait(30)
        found = together.register_together(comers, now=clock.now())
        is_over.set()
    assert (found, moments, errors) == ([None, None], [0], [])
    assert not Registration.objects.exists()
    # The control: it was that row.
    assert len(together.register_together(comers, now=clock.now())) == 2 == Registration.objects.count()
