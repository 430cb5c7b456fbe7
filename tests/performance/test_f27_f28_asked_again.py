"""F27 and F28: whoever does not know what became of a registration asks again with the same key, and has one."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, OperationalError, connection

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import OutboxEvent
from backend.roadshows import consent
from backend.roadshows.errors import AlreadyRegistered, KeyReused
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.services import codes, registrations
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory
from tests.support.results import is_full, record

pytestmark = [pytest.mark.fault, pytest.mark.timeout(1800), pytest.mark.django_db(transaction=True)]

CODE = "123456"
NOBODY = AnonymousUser()


def _as_member(event: Event, person: User, key: str, name: str = "王小明") -> Registration:
    return registrations.register_member(
        actor=person,
        event=event,
        guest=registrations.Guest(name, "远山资本", "", "", consent.current().version),
        key=key,
        language="zh-hans",
        now=clock.now(),
    )


def _at_once(event: Event, person: User, key: str, count: int) -> Counter[UUID | str]:
    gate, found = threading.Barrier(count), Counter[UUID | str]()

    def run() -> None:
        gate.wait(60)
        try:
            found[_as_member(event, person, key).pk] += 1
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            found[repr(error)] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


def test_f27_one_key_is_one_place_however_often_it_is_asked() -> None:
    rounds, count = (100, 50) if is_full() else (2, 8)
    event = EventFactory.create(published=True, quota__capacity=rounds + 1)
    doubled, keys = 0, [str(uuid4()) for _ in range(rounds)]
    for key in keys:
        person = UserFactory.create()
        found = _at_once(event, person, key, count)
        doubled += len(found) - 1
        (row,) = Registration.objects.filter(event=event, person=person)
        assert found == {row.pk: count}
        with pytest.raises(KeyReused):
            _as_member(event, person, key, name="别人")
    record("F27 answers that differ", value=doubled, bound=0, unit="answers", passed=doubled == 0)
    assert Quota.objects.get(event=event).taken == rounds == event.registrations.count()

    # Somebody else's key that happens to be the same neither tells them of that place nor keeps them from one.
    other = UserFactory.create()
    assert _as_member(event, other, keys[0]).person == other


def _as_guest(event: Event, number: int) -> Registration:
    guest = registrations.Guest("来宾", "机构", f"guest{number}@example.com", CODE, consent.current().version)
    return registrations.register(
        actor=NOBODY, event=event, guest=guest, key=f"key-{number}", language="zh-hans", now=clock.now()
    )


@contextmanager
def _cut(monkeypatch: pytest.MonkeyPatch, *, is_committed: bool) -> Iterator[None]:
    """The connection is lost at the commit that ends the registration: before the server saw it, or before we saw its answer."""
    real, seen = connection._commit, []  # type: ignore[attr-defined]

    def commit() -> Any:
        seen.append(1)
        if is_committed:
            real()
        connection.connection.close()
        raise OperationalError("the connection was lost")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "_commit", commit)
        yield
    assert len(seen) == 1
    connection.close()


def test_f28_commit_nobody_heard_of_is_neither_lost_nor_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 200 if is_full() else 6
    event = EventFactory.create(published=True, quota__capacity=count)
    for number in range(count):
        codes.keep_code(event=event, contact=f"guest{number}@example.com", code=CODE, now=clock.now())
        with _cut(monkeypatch, is_committed=number % 2 == 0), pytest.raises(Error):
            _as_guest(event, number)
        assert Registration.objects.filter(event=event).count() == number + (number % 2 == 0)
        assert _as_guest(event, number).email == f"guest{number}@example.com"
    rows, taken = event.registrations.count(), Quota.objects.get(event=event).taken
    told = Counter(
        OutboxEvent.objects.filter(name="roadshows.registration_confirmed").values_list(
            "payload__registration_id", flat=True
        )
    )
    record("F28 lost", value=count - rows, bound=0, unit="places", passed=rows == taken == count)
    record("F28 told twice", value=sum(told.values()) - len(told), bound=0, unit="mails", passed=len(told) == count)
    assert (rows, taken) == (count, count)
    assert set(told.values()) == {1}
    assert len(told) == count


def test_f28_without_the_key_nobody_learns_what_became_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    event = EventFactory.create(published=True)
    codes.keep_code(event=event, contact="guest0@example.com", code=CODE, now=clock.now())
    with _cut(monkeypatch, is_committed=True), pytest.raises(Error):
        _as_guest(event, 0)
    codes.keep_code(event=event, contact="guest0@example.com", code=CODE, now=clock.now())
    monkeypatch.setattr(registrations, "_answered", lambda *asked: None)
    with pytest.raises(AlreadyRegistered):
        _as_guest(event, 0)
