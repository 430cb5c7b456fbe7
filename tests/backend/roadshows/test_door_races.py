"""One ticket at two doors in the same moment: one hand lets it in, the other is told since when it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import NotPermitted
from backend.core.ids import new_id
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import CheckInKind, CheckInSource
from backend.roadshows.models import CheckIn, Registration
from backend.roadshows.selectors.door import device_keeper, member_keeper
from backend.roadshows.services import check_ins, helping
from backend.roadshows.services.registrations import cancel_ticket
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import CheckInDeviceFactory, EventHelperFactory, RegistrationFactory
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _at_two_doors(row: Registration) -> tuple[list[BaseException | None], list[str]]:
    results: list[str] = []
    devices = CheckInDeviceFactory.create_batch(2, event=row.event)

    def read(number: int) -> None:
        keeper = device_keeper(devices[number], row.event_id)
        scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, clock.now(), registration=row.pk)
        verdicts = check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=clock.now())
        results.extend(one.result for one in verdicts)

    return overlap(lambda: read(0), lambda: read(1)), results


def _unheld(asked: Any) -> Any:
    rows = Registration.objects.filter(pk__in=[key for _, key in asked])
    return {(row.event_id, row.pk): row for row in rows}


@pytest.fixture
def _no_turns() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE roadshows_checkin DROP CONSTRAINT check_in_turn_once")
    yield
    CheckIn.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE roadshows_checkin ADD CONSTRAINT check_in_turn_once UNIQUE (list_id, registration_id, turn)"
        )


def test_one_ticket_at_two_doors_comes_in_once() -> None:
    outcomes, results = _at_two_doors(RegistrationFactory.create())
    assert (outcomes, results) == ([None, None], ["admitted", "already"])
    assert CheckIn.objects.filter(turn__isnull=False).count() == 1


def test_without_the_hold_the_database_still_refuses_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_ins, "_hold", _unheld)
    outcomes, _ = _at_two_doors(RegistrationFactory.create())
    assert outcomes[0] is None
    assert isinstance(outcomes[1], IntegrityError)
    assert CheckIn.objects.filter(turn__isnull=False).count() == 1


@pytest.mark.usefixtures("_no_turns")
def test_without_both_it_would_come_in_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the two guards are there for."""
    monkeypatch.setattr(check_ins, "_hold", _unheld)
    assert _at_two_doors(RegistrationFactory.create())[0] == [None, None]
    assert CheckIn.objects.filter(turn__isnull=False).count() == 2


def test_a_ticket_that_is_given_back_meanwhile_stays_outside() -> None:
    row, verdicts = RegistrationFactory.create(), []
    device = CheckInDeviceFactory.create(event=row.event)

    def read() -> None:
        keeper = device_keeper(device, row.event_id)
        scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, clock.now(), registration=row.pk)
        verdicts.extend(check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=clock.now()))

    def give_back() -> None:
        cancel_ticket(actor=AnonymousUser(), registration=row, now=clock.now())

    assert overlap(give_back, read) == [None, None]
    assert [(one.result, one.reason) for one in verdicts] == [("not_valid", "cancelled")]


def _read_while_help_ends() -> tuple[BaseException | None, int]:
    """The host ends somebody's help, who reads a ticket before that is committed; what came of the reading."""
    row = RegistrationFactory.create()
    person: User = UserFactory.create()
    helper = EventHelperFactory.create(event=row.event, person=person)
    host: User = person_in(row.event.organization, MemberRole.MEMBER)

    def end() -> None:
        helping.end_helper(actor=host, helper=helper, now=clock.now())

    def read() -> None:
        keeper = member_keeper(User.objects.get(pk=person.pk), row.event_id)
        scan = check_ins.Scan(new_id(), CheckInKind.ENTRY, CheckInSource.ONLINE, clock.now(), registration=row.pk)
        check_ins.check_in(keeper=keeper, list_id=keeper.lists[0].pk, scans=[scan], now=clock.now())

    ended, outcome = overlap(end, read)
    assert ended is None
    return outcome, CheckIn.objects.count()


def test_a_ticket_read_while_help_ends_is_not_let_in() -> None:
    outcome, let_in = _read_while_help_ends()
    assert (type(outcome), let_in) == (NotPermitted, 0)


def test_without_the_hold_somebody_who_helps_no_more_lets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(check_ins, "hold_help", lambda helper_id: None)
    assert _read_while_help_ends() == (None, 1)
