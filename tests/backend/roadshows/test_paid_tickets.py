"""Tickets that cost money: held, paid, expired, given back, and paid back when the event is called off."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.models import OutboxEvent
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Order, Refund
from backend.payments.services import notices, orders, refunds
from backend.roadshows import consent
from backend.roadshows.models import Event, Quota, Registration, TicketType
from backend.roadshows.services import codes
from backend.roadshows.services.event_states import cancel_event
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
API = "/api/v1"
PRICE = 19_900


@pytest.fixture(autouse=True)
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    settings.PUBLIC_URL = "https://street.example"
    with open_till(tmp_path, settings) as opened:
        yield opened


def _sold(**fields: Any) -> Event:
    event: Event = EventFactory.create(published=True, ticket_type__price_minor=PRICE, **fields)
    return event


def _register(event: Event, contact: str = "guest@example.com", **changes: Any) -> Any:
    codes.keep_code(event=event, contact=contact, code="123456", now=clock.now())
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "code": "123456",
        "consent_version": consent.current().version,
    } | changes
    headers = {"Idempotency-Key": str(uuid4())}
    return client_of().post(f"{API}/events/{event.pk}/registrations/", body, format="json", headers=headers)


def _held(event: Event, contact: str = "guest@example.com") -> dict[str, Any]:
    answer = _register(event, contact)
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def _page(ticket: dict[str, Any]) -> Any:
    return client_of().post(f"{API}/tickets/{ticket['secret']}/pay/")


def _ticket(ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(client_of().get(f"{API}/tickets/{ticket['secret']}/").json())


def _go_on(till: Till, *, minutes: float = 0) -> None:
    """What the jobs do, some time later."""
    now = clock.now() + timedelta(minutes=minutes)
    till.hand_over()
    notices.work_off(now=now)
    orders.close_due(now=now)
    drain_outbox(now=now)
    refunds.send_due(now=now)
    drain_outbox(now=now)


def _pay(till: Till, ticket: dict[str, Any]) -> None:
    page = _page(ticket)
    assert page.status_code == 200, page.json()
    till.pay(str(page.json()["url"]).rsplit("/", 1)[-1])


def _taken(event: Event) -> int:
    taken = Quota.objects.get(event=event).taken
    held = Registration.objects.filter(event=event, state__in=["awaiting_payment", "confirmed"]).count()
    assert taken == held
    return taken


def _subjects() -> list[str]:
    return [str(one.subject).split("：")[0].split(":")[0] for one in mail.outbox]


def test_place_is_held_while_it_is_paid_for(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    assert (ticket["state"], ticket["payment"]["state"]) == ("awaiting_payment", "created")
    assert ticket["payment"]["price"] == {"amount": "199.00", "currency": "CNY"}
    assert ticket["payment"]["is_demo"] is True
    assert (_taken(event), till.sessions()) == (1, [])
    _go_on(till)
    assert _subjects() == ["请完成付款"]
    assert f"/me/tickets/{ticket['secret']}" in mail.outbox[0].body


def test_paid_place_is_a_ticket(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    _go_on(till)
    _pay(till, ticket)
    _go_on(till)
    shown = _ticket(ticket)
    assert (shown["state"], shown["payment"]["state"], shown["can_cancel"]) == ("confirmed", "succeeded", False)
    assert shown["payment"]["paid_at"]
    assert (_taken(event), _subjects()) == (1, ["请完成付款", "报名成功"])
    _go_on(till, minutes=120)
    assert _ticket(ticket)["state"] == "confirmed"


def test_gateway_learns_no_secret_and_no_name(till: Till) -> None:
    ticket = _held(_sold())
    _page(ticket)
    (session,) = till.sessions()
    order = Order.objects.get()
    assert session["success_url"] == f"https://street.example/pay/{order.code}?paid=1"
    assert session["cancel_url"] == f"https://street.example/pay/{order.code}"
    for word in (ticket["secret"], ticket["code"], "王小明", "guest@example.com", "远山资本"):
        assert word not in str(session)


def test_place_nobody_pays_for_is_free_again(till: Till) -> None:
    event = _sold(quota__capacity=1)
    ticket = _held(event)
    _go_on(till)
    assert _page(ticket).status_code == 200
    assert _register(event, "next@example.com").json()["code"] == "roadshows.full"
    _go_on(till, minutes=45)
    assert (_ticket(ticket)["state"], _taken(event)) == ("expired", 0)
    assert [one["status"] for one in till.sessions()] == ["expired"]
    assert _subjects() == ["请完成付款", "名额已释放"]
    assert _page(ticket).json()["code"] == "roadshows.nothing_to_pay"
    assert _held(event)["state"] == "awaiting_payment"


def test_money_that_comes_late_is_a_ticket_while_there_is_a_place(till: Till) -> None:
    event = _sold(quota__capacity=1)
    ticket = _held(event)
    url = _page(ticket).json()["url"]
    _go_on(till, minutes=45)
    till.pay(url.rsplit("/", 1)[-1], late=True)
    _go_on(till)
    assert (_ticket(ticket)["state"], _taken(event)) == ("confirmed", 1)
    assert [one["refunded"] for one in till.ledger()] == [0]


def test_money_that_comes_late_goes_back_when_the_place_is_gone(till: Till) -> None:
    event = _sold(quota__capacity=1)
    late = _held(event)
    url = _page(late).json()["url"]
    _go_on(till, minutes=45)
    _held(event, "next@example.com")
    till.pay(url.rsplit("/", 1)[-1], late=True)
    _go_on(till)
    assert (_ticket(late)["state"], _taken(event)) == ("expired", 1)
    assert _ticket(late)["payment"]["state"] == "refunded"
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]
    assert _subjects()[-1] == "已退款"


def test_paid_ticket_is_paid_back_until_the_day_the_host_named(till: Till) -> None:
    event = _sold(refunds_until=clock.now() + timedelta(days=1))
    ticket = _held(event)
    _pay(till, ticket)
    _go_on(till)
    assert _ticket(ticket)["can_cancel"] is True
    answer = client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    _go_on(till)
    assert (_taken(event), _ticket(ticket)["payment"]["state"]) == (0, "refunded")
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]


@pytest.mark.parametrize("days", [None, -1])
def test_paid_ticket_is_not_given_back_afterwards(till: Till, days: int | None) -> None:
    event = _sold(refunds_until=None if days is None else clock.now() + timedelta(days=days))
    ticket = _held(event)
    _pay(till, ticket)
    _go_on(till)
    answer = client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/")
    assert (answer.status_code, answer.json()["code"]) == (409, "roadshows.not_paid_back")
    assert (_ticket(ticket)["state"], _taken(event), Refund.objects.count()) == ("confirmed", 1, 0)


def test_unpaid_place_is_given_back_and_its_page_closed(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    _page(ticket)
    assert client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/").status_code == 200
    assert _taken(event) == 0
    _go_on(till)
    assert [one["status"] for one in till.sessions()] == ["expired"]
    assert _ticket(ticket)["state"] == "cancelled"


def test_paid_in_the_moment_of_giving_back_goes_back(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    url = _page(ticket).json()["url"]
    client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/")
    till.pay(url.rsplit("/", 1)[-1])
    _go_on(till)
    assert (_ticket(ticket)["state"], _taken(event)) == ("cancelled", 0)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]


def test_event_called_off_pays_everybody_back(till: Till) -> None:
    event = _sold()
    paid, waiting = _held(event), _held(event, "slow@example.com")
    _pay(till, paid)
    _page(waiting)
    _go_on(till)
    _call_off(event)
    _go_on(till)
    _go_on(till)
    assert {(one["status"], one["paid"], one["refunded"]) for one in till.ledger()} == {
        ("complete", PRICE, PRICE),
        ("expired", 0, 0),
    }
    assert _ticket(paid)["payment"]["state"] == "refunded"


def test_price_of_a_held_place_stays(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    TicketType.objects.update(price_minor=1)
    _page(ticket)
    assert [one["amount_total"] for one in till.sessions()] == [PRICE]


def test_free_ticket_has_nothing_to_pay() -> None:
    event: Event = EventFactory.create(published=True)
    ticket = _held(event)
    assert (ticket["state"], ticket["payment"]) == ("confirmed", None)
    assert _page(ticket).json()["code"] == "roadshows.nothing_to_pay"


def test_kind_is_chosen_where_there_are_several(till: Till) -> None:
    event: Event = EventFactory.create(published=True)
    front = TicketTypeFactory.create(event=event, position=2, name="前排席", price_minor=PRICE)
    gone = TicketTypeFactory.create(event=event, position=3, name="早鸟票", is_offered=False)
    other = TicketTypeFactory.create(event=EventFactory.create(), position=2)
    assert _register(event).json()["code"] == "roadshows.ticket_type_unknown"
    assert _register(event, ticket_type=str(gone.pk)).json()["code"] == "roadshows.ticket_type_not_offered"
    assert _register(event, ticket_type=str(other.pk)).json()["code"] == "roadshows.ticket_type_unknown"
    assert _taken(event) == 0
    taken = _register(event, ticket_type=str(front.pk)).json()
    assert (taken["state"], taken["ticket_type"]["name"]) == ("awaiting_payment", "前排席")
    names = [one["name"] for one in client_of().get(f"{API}/events/{event.pk}/").json()["ticket_types"]]
    assert names == ["普通票", "前排席"]


def _write(event: Event, types: list[dict[str, Any]], person: Any = None, edition: int | None = None) -> Any:
    event.refresh_from_db()
    body = {"edition": edition or event.edition, "types": types}
    return client_of(person).put(f"{API}/events/{event.pk}/ticket-types/", body, format="json")


def _line(**changes: Any) -> dict[str, Any]:
    return {"name": "普通票", "price": {"amount": "0", "currency": "CNY"}} | changes


def test_host_writes_the_kinds_of_tickets() -> None:
    event: Event = EventFactory.create(published=True)
    host = person_in(event.organization, MemberRole.MEMBER)
    own = TicketType.objects.get(event=event)
    RegistrationFactory.create(event=event)
    answer = _write(
        event, [_line(name="前排席", price={"amount": "199.00", "currency": "HKD"}), _line(id=str(own.pk))], host
    )
    assert answer.status_code == 200, answer.json()
    rows = TicketType.objects.filter(event=event).order_by("position")
    assert list(rows.values_list("name", "price_minor", "currency", "is_offered")) == [
        ("前排席", 19_900, "HKD", True),
        ("普通票", 0, "CNY", True),
    ]
    before = list(rows.values())
    refusals = [
        ([_line()], "roadshows.ticket_type_in_use"),
        ([_line(id=str(uuid4()))], "roadshows.ticket_type_unknown"),
        ([_line(id=str(own.pk)), _line(id=str(own.pk))], "roadshows.ticket_type_unknown"),
        ([_line(id=str(own.pk), price={"amount": "0.50", "currency": "CNY"})], "roadshows.too_cheap"),
        ([_line(id=str(own.pk), price={"amount": "10", "currency": "USD"})], "roadshows.currency_not_sold"),
        ([], "core.invalid"),
    ]
    for types, code in refusals:
        assert _write(event, types, host).json()["code"] == code
        assert list(rows.values()) == before
    assert _write(event, [_line(id=str(own.pk))], host, edition=1).json()["code"] == "roadshows.stale"


def test_others_do_not_write_the_kinds() -> None:
    event: Event = EventFactory.create(published=True)
    reader = person_in(event.organization, MemberRole.READER)
    stranger = person_in(EventFactory.create().organization, MemberRole.OWNER)
    assert [_write(event, [_line()], who).status_code for who in (reader, stranger, None)] == [403, 403, 401]
    assert TicketType.objects.filter(event=event).values_list("name", flat=True).get() == "普通票"


def test_nothing_is_priced_where_nothing_can_be_paid(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    event: Event = EventFactory.create(published=True)
    host, own = person_in(event.organization, MemberRole.MEMBER), str(TicketType.objects.get(event=event).pk)
    sold = _line(id=own, price={"amount": "10", "currency": "CNY"})
    assert _write(event, [sold], host).json()["code"] == "payments.not_configured"
    assert TicketType.objects.get(event=event).price_minor == 0
    assert _write(event, [_line(id=own, name="来宾票")], host).status_code == 200


def _call_off(event: Event) -> None:
    event.refresh_from_db()
    owner = person_in(event.organization)
    cancel_event(actor=owner, event=event, edition=event.edition, reason="场地停电", now=clock.now())


def test_paid_after_the_event_was_called_off_goes_back(till: Till) -> None:
    event = _sold()
    ticket = _held(event)
    url = _page(ticket).json()["url"]
    _call_off(event)
    till.pay(url.rsplit("/", 1)[-1])
    _go_on(till)
    _go_on(till)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def test_given_back_before_its_payment_was_heard_of_goes_back_once(till: Till) -> None:
    """The order is paid, the holder gives the place back, and only then the payment is heard of."""
    event = _sold(refunds_until=clock.now() + timedelta(days=1))
    ticket = _held(event)
    _pay(till, ticket)
    till.hand_over()
    notices.work_off(now=clock.now())
    assert client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/").status_code == 200
    _go_on(till)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]
    assert (_ticket(ticket)["state"], _taken(event)) == ("cancelled", 0)
    assert not OutboxEvent.objects.filter(handled_at=None).exists()


def test_given_back_and_then_called_off_goes_back_once(till: Till) -> None:
    event = _sold(refunds_until=clock.now() + timedelta(days=1))
    ticket = _held(event)
    _pay(till, ticket)
    _go_on(till)
    client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/")
    _call_off(event)
    _go_on(till)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, PRICE)]
    assert not OutboxEvent.objects.filter(handled_at=None).exists()
