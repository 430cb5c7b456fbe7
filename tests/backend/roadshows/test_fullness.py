"""What was full a moment ago is said again without trying, and is forgotten as soon as there may be a place."""

from typing import Any

import pytest
from django.core.cache import cache
from redis import ConnectionError as CacheAway

from backend.core import clock
from backend.organizations.enums import MemberRole
from backend.roadshows.errors import TicketTypeSoldOut
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import fullness, seats
from backend.roadshows.services.events import update_event
from tests.factories.roadshows import EventFactory, QuotaFactory, TicketTypeFactory, VoucherFactory
from tests.support.guests import ask_to_come, come, go
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> Event:
    """Two seats, both taken, and somebody was refused."""
    event: Event = EventFactory.create(published=True, quota__capacity=2, has_waiting_list=False)
    assert [ask_to_come(event).status_code for _ in range(3)] == [201, 201, 409]
    return event


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """How often a place is asked for from now on."""
    asked: list[Any] = []
    take = seats.take_places

    def counted(quota_ids: Any, count: int) -> bool:
        asked.append(quota_ids)
        return take(quota_ids, count)

    monkeypatch.setattr("backend.roadshows.services.redeeming.take_places", counted)
    return asked


def test_the_next_one_is_refused_without_trying(full: Event, tries: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    again = ask_to_come(full)
    assert (again.status_code, again.json()["code"], tries) == (409, "roadshows.full", [])
    # The control: nothing remembered, the same is found out by trying.
    monkeypatch.setattr(fullness, "remembered", lambda event_id, type_id: None)
    assert (ask_to_come(full).json()["code"], len(tries)) == ("roadshows.full", 1)
    assert (Registration.objects.count(), miscounted()) == (2, [])


def test_a_place_that_is_given_back_is_there_at_once(full: Event) -> None:
    go(Registration.objects.earliest("id"))
    assert [ask_to_come(full).status_code for _ in range(2)] == [201, 409]


def test_a_place_that_is_added_is_there_at_once(full: Event) -> None:
    host = person_in(full.organization, MemberRole.MEMBER)
    update_event(actor=host, event=full, edition=full.edition, changes={"capacity": 3}, now=clock.now())
    assert [ask_to_come(full).status_code for _ in range(2)] == [201, 409]


def test_who_has_a_place_hears_of_it_and_a_voucher_is_tried(full: Event, tries: list[Any]) -> None:
    row = Registration.objects.earliest("id")
    assert ask_to_come(full, row.contact).json()["code"] == "roadshows.already_registered"
    voucher = VoucherFactory.create(event=full, bypasses=True)
    assert ask_to_come(full, voucher=voucher.code).status_code == 201


def test_a_contact_that_is_not_proved_is_told_nothing(full: Event) -> None:
    """A refusal for want of seats must not say whether somebody has a ticket."""
    row = Registration.objects.earliest("id")
    codes = {ask_to_come(full, contact, code="000000").json()["code"] for contact in (row.contact, "new@example.com")}
    assert codes == {"roadshows.wrong_code"}


def test_one_kind_that_is_sold_out_says_nothing_of_another() -> None:
    event = EventFactory.create(published=True, quota__capacity=5)
    front = TicketTypeFactory.create(event=event, position=2, name="前排")
    QuotaFactory.create(event=event, covers_all=False, name="前排座位", capacity=1).kinds.add(front)
    come(event, front)
    for _ in range(2):
        with pytest.raises(TicketTypeSoldOut):
            come(event, front)
    come(event, event.ticket_types.get(position=1))
    assert miscounted() == []


def test_without_the_cache_the_database_is_asked(full: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise CacheAway

    for name in ("get", "set_many", "delete_many"):
        monkeypatch.setattr(cache, name, away)
    assert ask_to_come(full).json()["code"] == "roadshows.full"
    go(Registration.objects.earliest("id"))
    assert ask_to_come(full).status_code == 201


def test_who_only_comes_after_others_is_not_taken_for_a_full_event(
    full: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that is left is somebody's who waits: that ends with a word of theirs, which no quota tells of."""
    go(Registration.objects.earliest("id"))
    monkeypatch.setattr("backend.roadshows.services.redeeming.has_line", lambda event, now: True)
    assert ask_to_come(full).json()["code"] == "roadshows.full"
    assert fullness.remembered(full.pk, None) is None
    monkeypatch.undo()
    assert ask_to_come(full).status_code == 201
