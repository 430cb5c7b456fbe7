"""Tickets whose money was given back at the gateway's own desk: all of it ends them, a part leaves them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import gateway_refunds, notices, refunds
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.services import paying
from tests.factories.roadshows import EventFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
PRICE = 19_900


@pytest.fixture(autouse=True)
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    settings.PUBLIC_URL = "https://street.example"
    with open_till(tmp_path, settings) as opened:
        yield opened


def _go_on(till: Till) -> None:
    till.hand_over()
    notices.work_off(now=clock.now())
    drain_outbox(now=clock.now())
    refunds.send_due(now=clock.now())
    drain_outbox(now=clock.now())


def _holder(till: Till, language: str = "zh-hans") -> tuple[Registration, str]:
    """A guest who has paid, and the session they paid in."""
    event: Event = EventFactory.create(published=True, ticket_type__price_minor=PRICE)
    row: Registration = RegistrationFactory.create(
        event=event, state="awaiting_payment", price_minor=PRICE, currency="CNY", language=language
    )
    order = paying.owe([row], event, now=clock.now())
    paying.open_checkout(actor=SYSTEM, registration=row, now=clock.now())
    session = str(Checkout.objects.get(order=order).session_id)
    till.pay(session)
    _go_on(till)
    row.refresh_from_db()
    assert row.state == "confirmed"
    mail.outbox.clear()
    return row, session


def _taken(row: Registration) -> int:
    return Quota.objects.get(event=row.event).taken


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "由收款方在支付平台办理。 票券已失效。"),
        ("en", "It was made at the payment service. The ticket is no longer valid."),
    ],
)
def test_all_of_it_ends_the_ticket_and_its_holder_is_told_once(till: Till, language: str, said: str) -> None:
    row, session = _holder(till, language)
    before = _taken(row)
    till.refund_at_desk(session)
    for event in till.told() * 2:
        till.server.store.send(event, at=0.0)
    _go_on(till)
    row.refresh_from_db()
    assert (row.state, _taken(row)) == ("cancelled", before - 1)
    assert [said in str(one.body) for one in mail.outbox] == [True]
    assert AuditEntry.objects.filter(action="registration.paid_back", subject_id=str(row.pk)).count() == 1


def test_a_part_of_it_leaves_the_ticket(till: Till) -> None:
    row, session = _holder(till)
    before = _taken(row)
    till.refund_at_desk(session, 5_000)
    _go_on(till)
    row.refresh_from_db()
    assert (row.state, _taken(row), Order.objects.get().state) == ("confirmed", before, "partially_refunded")
    assert ["票券已失效" in str(one.body) for one in mail.outbox] == [False]


def test_the_rest_of_it_ends_the_ticket(till: Till) -> None:
    row, session = _holder(till)
    till.refund_at_desk(session, 5_000)
    _go_on(till)
    till.turn(lost_events=1.0)
    till.refund_at_desk(session)
    _go_on(till)
    row.refresh_from_db()
    assert row.state == "confirmed"
    gateway_refunds.find_untold(now=clock.now())
    _go_on(till)
    row.refresh_from_db()
    assert (row.state, Order.objects.get().state) == ("cancelled", "refunded")


def test_ticket_of_an_event_that_is_over_stays_as_it_was(till: Till) -> None:
    row, session = _holder(till)
    Event.objects.update(starts_at=clock.now() - timedelta(days=2), ends_at=clock.now() - timedelta(days=1))
    till.refund_at_desk(session)
    _go_on(till)
    row.refresh_from_db()
    assert (row.state, Order.objects.get().state) == ("confirmed", "refunded")
    assert ["票券已失效" in str(one.body) for one in mail.outbox] == [False]


def test_one_that_did_not_go_through_leaves_the_ticket(till: Till) -> None:
    row, session = _holder(till)
    till.turn(slow_refunds=True)
    made = till.refund_at_desk(session)
    _go_on(till)
    till.server.till.settle_refund(made, is_done=False)
    _go_on(till)
    row.refresh_from_db()
    assert (row.state, Refund.objects.get().state, Order.objects.get().state) == ("confirmed", "failed", "succeeded")


@pytest.mark.parametrize("amount", [None, 5_000])
def test_host_sees_it_beside_the_guest(till: Till, amount: int | None) -> None:
    row, session = _holder(till)
    client = client_of(person_in(row.event.organization))
    address = f"/api/v1/events/{row.event_id}/registrations/"

    def shown() -> list[tuple[str, bool]]:
        guests = client.get(address).json()["results"]
        return [(one["payment"]["state"], one["payment"]["returned_at_gateway"]) for one in guests]

    assert shown() == [("succeeded", False)]
    till.refund_at_desk(session, amount)
    _go_on(till)
    assert shown() == [("partially_refunded" if amount else "refunded", True)]
