"""Who comes without a ticket: registered at the door within the quota, paid for there, and let in, all or nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.roadshows import consent
from backend.roadshows.models import CheckIn, DeskPayment, Event, Quota, Registration
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory, WaitingFactory
from tests.support.at_the_door import device_of
from tests.support.clients import client_of
from tests.support.guests import API
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db


def _walk_in(client: Any, event: Event, **changes: Any) -> Any:
    body = {
        "list": str(event.check_in_lists.get().pk),
        "nonce": str(uuid4()),
        "name": "门口来客",
        "organization": "远山资本",
        "contact": "walk-in@example.com",
        "ticket_type": str(event.ticket_types.order_by("position")[0].pk),
        "consent_version": consent.current().version,
    } | changes
    return client.post(f"{API}/door/{event.pk}/walk-ins/", body, format="json")


def _host(event: Event, role: MemberRole = MemberRole.MEMBER) -> Any:
    return client_of(person_in(event.organization, role))


def _nothing_written(event: Event) -> bool:
    rows = (Registration, CheckIn, DeskPayment)
    return not any(model.objects.exists() for model in rows) and Quota.objects.get(event=event).taken == 0


def test_walk_in_is_registered_let_in_and_gets_a_ticket() -> None:
    event = EventFactory.create(published=True)
    client, nonce = _host(event), str(uuid4())
    answer = _walk_in(client, event, nonce=nonce)
    assert answer.status_code == 200, answer.json()
    (verdict,) = answer.json()["results"]
    row = Registration.objects.get()
    assert (verdict["result"], verdict["guest"]["code"]) == ("admitted", row.code)
    assert (row.state, row.is_walk_in, row.email) == ("confirmed", True, "walk-in@example.com")
    # Sent again it is the same person, let in once.
    assert _walk_in(client, event, nonce=nonce).json() == answer.json()
    assert (Registration.objects.count(), CheckIn.objects.count(), Quota.objects.get().taken) == (1, 1, 1)
    drain_outbox(now=clock.now())
    assert [one.to for one in mail.outbox] == [["walk-in@example.com"]]
    assert secret_of(row.pk) in str(mail.outbox[0].body)
    assert AuditEntry.objects.filter(action="registration.walked_in").count() == 1


def test_what_costs_money_is_taken_down_with_whose_hand_it_was() -> None:
    event = EventFactory.create(published=True, ticket_type__price_minor=5_000)
    phone = device_of(event, "front-desk", may_register=True)
    assert _walk_in(phone, event).json()["code"] == "roadshows.means_needed"
    assert _nothing_written(event)
    assert _walk_in(phone, event, means="cash").json()["results"][0]["result"] == "admitted"
    paid = DeskPayment.objects.get()
    assert (paid.amount_minor, paid.means, paid.taken_by, paid.person) == (5_000, "cash", "front-desk", None)
    host = _host(event)
    (row,) = host.get(f"{API}/events/{event.pk}/registrations/", {"payment": "paid"}).json()["results"]
    assert (row["desk_payment"]["taken_by"], row["desk_payment"]["price"]["amount"]) == ("front-desk", "50.00")
    for other in ("free", "unpaid"):
        assert host.get(f"{API}/events/{event.pk}/registrations/", {"payment": other}).json()["count"] == 0
    figures = host.get(f"{API}/events/{event.pk}/figures/").json()["at_the_desk"]
    assert figures == [{"means": "cash", "count": 1, "taken": {"amount": "50.00", "currency": "CNY"}}]
    # Who took the money gives it back, not a page.
    ticket = client_of().get(f"{API}/tickets/{secret_of(Registration.objects.get().pk)}/").json()
    assert ticket["can_cancel"] is False
    cancelled = client_of().post(f"{API}/tickets/{ticket['secret']}/cancel/")
    assert cancelled.json()["code"] == "roadshows.not_paid_back"


def test_door_without_the_right_registers_nobody() -> None:
    event, other = EventFactory.create(published=True), EventFactory.create(published=True)
    refused = [
        _walk_in(device_of(event, "scans-only"), event),
        _walk_in(_host(event, MemberRole.READER), event),
        _walk_in(client_of(UserFactory.create()), event),
        _walk_in(client_of(), event),
        _walk_in(device_of(other, "elsewhere", may_register=True), event),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403, 401, 404]
    assert _nothing_written(event)
    door = device_of(event, "asks").get(f"{API}/door/{event.pk}/").json()
    assert (door["may_register"], door["kinds"][0]["takes_walk_ins"]) == (False, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact": "nobody"}, "roadshows.bad_contact"),
        ({"consent_version": "2020-01-01"}, "roadshows.consent_outdated"),
        ({"ticket_type": str(uuid4())}, "roadshows.ticket_type_unknown"),
        ({"list": str(uuid4())}, "roadshows.check_in_list_unknown"),
    ],
)
def test_what_is_wrong_changes_nothing(changes: dict[str, Any], code: str) -> None:
    event = EventFactory.create(published=True)
    assert _walk_in(_host(event), event, **changes).json()["code"] == code
    assert _nothing_written(event)


def test_hidden_kinds_full_events_and_those_over_take_nobody() -> None:
    event = EventFactory.create(published=True, quota__capacity=1)
    hidden, client = TicketTypeFactory.create(event=event, position=2, is_hidden=True), _host(event)
    assert _walk_in(client, event, ticket_type=str(hidden.pk)).json()["code"] == "roadshows.ticket_type_unknown"
    # Registering has closed, the door has not.
    Event.objects.update(registration_closes_at=clock.now() - timedelta(hours=1))
    Event.objects.update(state="ended")
    assert _walk_in(client, event).json()["code"] == "roadshows.registration_closed"
    Event.objects.update(state="live")
    assert _walk_in(client, event).json()["results"][0]["result"] == "admitted"
    assert _walk_in(client, event, contact="next@example.com").json()["code"] == "roadshows.full"
    assert (Registration.objects.count(), CheckIn.objects.count()) == (1, 1)


def test_who_waits_comes_first_and_a_contact_has_one_ticket() -> None:
    event = EventFactory.create(published=True, quota__capacity=2)
    RegistrationFactory.create(event=event, email="known@example.com")
    client = _host(event)
    assert _walk_in(client, event, contact="known@example.com").json()["code"] == "roadshows.walk_in_known"
    WaitingFactory.create(event=event)
    assert _walk_in(client, event).json()["code"] in ("roadshows.full", "roadshows.ticket_type_sold_out")
    assert Registration.objects.count() == 1
