"""Waiting for several places at once: all of them are kept and taken together, or nobody's are, and whoever is passed over
because fewer are free than they want is told so.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.services import drain_outbox
from backend.payments.models import Order
from backend.roadshows import consent
from backend.roadshows.allotting import KindState, Waiter, allot
from backend.roadshows.enums import NotOffered
from backend.roadshows.models import Event, Quota, Registration, TicketType, WaitlistEntry
from backend.roadshows.selectors.places import miscounted
from backend.roadshows.services import codes, redeeming
from backend.roadshows.services.waiting import line, places
from backend.roadshows.tickets import secret_of
from tests.factories.roadshows import EventFactory, QuestionFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.guests import API, ask_to_come
from tests.support.races import overlap
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
FIRST, SECOND = "a@example.com", "b@example.com"


@pytest.fixture(autouse=True)
def _street(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"


@pytest.fixture
def till(tmp_path: Path, settings: Settings) -> Iterator[Till]:
    with open_till(tmp_path, settings) as opened:
        yield opened


def _full(seats: int, **fields: Any) -> tuple[Event, list[Registration]]:
    """An event of which every seat is taken, and the tickets."""
    event: Event = EventFactory.create(published=True, quota__capacity=seats, ticket_type__max_per_order=4, **fields)
    return event, RegistrationFactory.create_batch(seats, event=event)


def _wait(event: Event, contact: str, party_size: int = 1) -> Any:
    codes.keep_code(event=event, contact=contact, code="123456", now=clock.now())
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "code": "123456",
        "consent_version": consent.current().version,
        "party_size": party_size,
    }
    headers = {"Idempotency-Key": str(uuid4())}
    return client_of().post(f"{API}/events/{event.pk}/waiting/", body, format="json", headers=headers)


def _seen(secret: str) -> dict[str, Any]:
    return dict(client_of().get(f"{API}/waiting/{secret}/").json())


def _take(secret: str, *names: str, **fields: Any) -> Any:
    body = {"companions": [{"name": name} for name in names]} | fields
    return client_of().post(f"{API}/waiting/{secret}/accept/", body, format="json")


def _give_back(ticket: Registration) -> None:
    assert client_of().post(f"{API}/tickets/{secret_of(ticket.pk)}/cancel/").status_code == 200


def _go_on(settings: Settings, *, hours: float = 0) -> None:
    settings.CLOCK_OFFSET_SECONDS += hours * 3600
    drain_outbox(now=clock.now())
    line.advance_lines(now=clock.now())
    drain_outbox(now=clock.now())


def _counted(event: Event) -> tuple[int, int]:
    """Seats that are taken: the rows that hold one, and of them those of offers."""
    held = Registration.objects.filter(
        event=event, state__in=["pending_approval", "awaiting_payment", "confirmed"]
    ).count()
    offered = sum(row.party_size for row in WaitlistEntry.objects.filter(event=event, state="offered"))
    assert Quota.objects.get(event=event).taken == held + offered
    assert not miscounted([event.pk])
    return held + offered, offered


def test_places_are_kept_together_once_there_are_enough(settings: Settings) -> None:
    event, tickets = _full(3)
    secret = str(_wait(event, FIRST, 3).json()["secret"])
    for ticket, reason in zip(tickets, ("fewer_free", "fewer_free", ""), strict=True):
        _give_back(ticket)
        _go_on(settings)
        seen = _seen(secret)
        assert (seen["not_offered_reason"], seen["party_size"]) == (reason, 3)
    assert (_seen(secret)["state"], _counted(event)) == ("offered", (3, 3))
    letter = mail.outbox[-1]
    assert (letter.to, "普通票 × 3" in letter.body) == ([FIRST], True)
    assert ask_to_come(event).json()["code"] == "roadshows.full"
    for names in ((), ("甲",), ("甲", "乙", "丙")):
        refused = _take(secret, *names)
        assert (refused.status_code, refused.json()["code"]) == (400, "roadshows.group_size_wrong")
    taken = _take(secret, "甲", "乙")
    assert (taken.status_code, [one["name"] for one in taken.json()["companions"]]) == (200, ["甲", "乙"])
    assert (_counted(event), _take(secret, "甲", "乙").json()["code"]) == ((3, 0), taken.json()["code"])


def test_who_wants_more_than_is_free_is_passed_over_and_told(settings: Settings) -> None:
    event, tickets = _full(3)
    many, one = (str(_wait(event, contact, size).json()["secret"]) for contact, size in ((FIRST, 2), (SECOND, 1)))
    _give_back(tickets[0])
    _go_on(settings)
    assert [(_seen(secret)["state"], _seen(secret)["not_offered_reason"]) for secret in (many, one)] == [
        ("waiting", "fewer_free"),
        ("offered", ""),
    ]
    _take(one)
    _give_back(tickets[1])
    # A place that is too few for whoever waits is kept for nobody.
    assert ask_to_come(event).status_code == 201
    _go_on(settings)
    assert (_seen(many)["not_offered_reason"], _counted(event)) == ("fewer_free", (3, 0))


def test_places_nobody_took_go_on_together(settings: Settings) -> None:
    event, tickets = _full(2)
    first, second = (str(_wait(event, contact, 2).json()["secret"]) for contact in (FIRST, SECOND))
    for ticket in tickets:
        _give_back(ticket)
    _go_on(settings)
    assert (_seen(first)["state"], _counted(event)) == ("offered", (2, 2))
    client_of().post(f"{API}/waiting/{first}/decline/")
    _go_on(settings)
    assert (_seen(second)["state"], _counted(event)) == ("offered", (2, 2))
    _go_on(settings, hours=48)
    assert (_seen(second)["state"], _counted(event)) == ("expired", (0, 0))


def test_nobody_waits_for_what_they_could_take_or_may_not_have(settings: Settings) -> None:
    event, tickets = _full(3)
    too_many = _wait(event, FIRST, 5)
    assert (too_many.status_code, too_many.json()["code"]) == (400, "roadshows.group_size_wrong")
    _give_back(tickets[0])
    _give_back(tickets[1])
    assert _wait(event, FIRST, 2).json()["code"] == "roadshows.places_left"
    assert (WaitlistEntry.objects.count(), _wait(event, FIRST, 3).status_code) == (0, 201)
    # What may no longer be taken by so many is not offered, whatever is free.
    TicketType.objects.filter(event=event).update(max_per_order=2)
    _give_back(tickets[2])
    _go_on(settings)
    entry = WaitlistEntry.objects.get()
    assert (entry.state, entry.not_offered_reason, _counted(event)) == ("waiting", "kind_not_offered", (0, 0))
    assert ask_to_come(event).status_code == 201


def test_places_that_cost_money_are_paid_in_one_order(till: Till, settings: Settings) -> None:
    event, tickets = _full(2, ticket_type__price_minor=19_900)
    question = QuestionFactory.create(event=event, label="饮食", is_required=True, is_per_place=True)
    secret = str(_wait(event, FIRST, 2).json()["secret"])
    for ticket in tickets:
        _give_back(ticket)
    _go_on(settings)
    assert "CNY 398.00" in mail.outbox[-1].body
    said = [{"question": str(question.pk), "values": ["素食"]}]
    silent = _take(secret, "甲", answers=said)
    assert list(silent.json()["fields"]) == [f"companions.0.answers.{question.pk}"]
    assert _counted(event) == (2, 2)
    taken = _take(secret, answers=said, companions=[{"name": "甲", "answers": said}]).json()
    assert (taken["state"], taken["payment"]["price"]["amount"]) == ("awaiting_payment", "398.00")
    assert (Order.objects.get().amount_minor, _counted(event)) == (39_800, (2, 0))
    till.pay(str(client_of().post(f"{API}/tickets/{taken['secret']}/pay/").json()["url"]).rsplit("/", 1)[-1])


def test_line_is_reckoned_by_how_many_each_wants() -> None:
    """The first who can have all they want; nothing is put by for whoever cannot."""
    kind, quota, first, second, third = (UUID(int=number) for number in range(1, 6))
    state = [KindState(kind, (quota,), least=1, most=4)]
    wants = frozenset([kind])
    waiters = [Waiter(first, wants, count=3), Waiter(second, wants, count=2), Waiter(third, wants, count=1)]
    table: list[tuple[int, list[UUID], list[str]]] = [
        (0, [], ["", "", ""]),
        (1, [third], ["fewer_free", "fewer_free"]),
        (2, [second], ["fewer_free", ""]),
        (3, [first], ["", ""]),
        (4, [first, third], ["fewer_free"]),
        (6, [first, second, third], []),
    ]
    for free, offered, reasons in table:
        found = allot(waiters, state, {quota: free})
        assert (list(found.offers), list(found.reasons.values())) == (offered, reasons), free
    told = Waiter(first, wants, told=NotOffered.FEWER_FREE, count=3)
    assert allot([told], state, {quota: 0}).reasons == {first: "fewer_free"}
    assert allot([Waiter(first, wants, count=5)], state, {quota: 9}).reasons == {first: "kind_not_offered"}


def _three_free_while_somebody_comes(monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """Three places are offered together while a newcomer, who has not seen the line, takes one: the state of the entry, and
    places that are held.
    """
    monkeypatch.setattr(redeeming, "has_line", lambda event, now: False)
    event, tickets = _full(3)
    _wait(event, FIRST, 3)
    for ticket in tickets:
        _give_back(ticket)
    overlap(lambda: line.offer_places(event.pk, now=clock.now()), lambda: ask_to_come(event))
    entry = WaitlistEntry.objects.get(event=event)
    held = Registration.objects.filter(event=event, state="confirmed").count()
    return entry.state, held + (entry.party_size if entry.state == "offered" else 0)


@pytest.mark.django_db(transaction=True)
def test_offer_of_several_leaves_nothing_for_who_comes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _three_free_while_somebody_comes(monkeypatch) == ("offered", 3)


@pytest.mark.django_db(transaction=True)
def test_an_offer_that_counted_one_would_let_another_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: four places of three."""
    monkeypatch.setattr(places, "take_places", lambda quota_ids, count: _count_one(quota_ids))
    assert _three_free_while_somebody_comes(monkeypatch) == ("offered", 4)


def _count_one(quota_ids: Any) -> bool:
    Quota.objects.filter(pk__in=quota_ids).update(taken=1)
    return True
