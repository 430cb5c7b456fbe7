"""What whoever holds a ticket does with it: another name on it, and another holder, who agrees first."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.payments.models import Order
from backend.roadshows import consent
from backend.roadshows.models import Event, Quota, Registration, TransferOffer
from backend.roadshows.services.retention import remove_contacts
from backend.roadshows.tickets import secret_of, transfer_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import (
    CheckInFactory,
    EventFactory,
    GuestInvitationFactory,
    QuestionFactory,
    RegistrationFactory,
)
from tests.support.clients import client_of
from tests.support.guests import API

pytestmark = pytest.mark.django_db
RECEIVER = "receiver@example.com"


def _ticket(*, may: tuple[str, ...] = ("rename", "transfer"), **fields: Any) -> Registration:
    row: Registration = RegistrationFactory.create(
        event=EventFactory.create(published=True, holder_may=list(may)), email="holder@example.com", **fields
    )
    return row


def _post(row: Registration, act: str, **body: Any) -> Any:
    return client_of().post(f"{API}/tickets/{secret_of(row.pk)}/{act}/", body, format="json")


def _offer(row: Registration, contact: str = RECEIVER) -> str:
    answer = _post(row, "transfer", contact=contact)
    assert answer.status_code == 200, answer.json()
    return transfer_secret_of(TransferOffer.objects.latest("created_at").pk)


def _accept(secret: str, *, by: Any = None, **changes: Any) -> Any:
    body = {"name": "接收人", "organization": "接收机构", "consent_version": consent.current().version} | changes
    return client_of(by).post(f"{API}/transfers/{secret}/accept/", body, format="json")


def test_holder_changes_the_name_where_the_host_lets_them() -> None:
    row, other = _ticket(), _ticket(may=())
    answer = _post(row, "rename", name="新名", organization="新机构")
    assert (answer.status_code, answer.json()["name"], answer.json()["code"]) == (200, "新名", row.code)
    assert _post(row, "rename", name="新名", organization="新机构").status_code == 200
    assert AuditEntry.objects.filter(action="registration.renamed").count() == 1
    refused = _post(other, "rename", name="新名", organization="新机构")
    assert (refused.status_code, refused.json()["code"]) == (409, "roadshows.rename_not_allowed")
    assert client_of().get(f"{API}/tickets/{secret_of(other.pk)}/acts/").json() == {
        "can_rename": False,
        "can_transfer": False,
        "transfer": None,
    }


def test_ticket_changes_hands_once_the_receiver_has_agreed() -> None:
    row = _ticket()
    secret = _offer(row)
    drain_outbox(now=clock.now())
    assert [one.to for one in mail.outbox] == [[RECEIVER]]
    assert f"/transfers/{secret}" in str(mail.outbox[0].body)
    shown = client_of().get(f"{API}/transfers/{secret}/")
    assert (shown.json()["is_open"], shown.json()["contact"]) == (True, RECEIVER)
    # Until then the ticket is the holder's, whose name and contact are nobody's business.
    assert Registration.objects.get().state == "confirmed"
    assert "holder@example.com" not in shown.content.decode()
    outdated = _accept(secret, consent_version="2020-01-01")
    assert outdated.json()["code"] == "roadshows.consent_outdated"
    answer = _accept(secret)
    assert answer.status_code == 200, answer.json()
    received = Registration.objects.get(email=RECEIVER)
    row.refresh_from_db()
    assert (row.state, received.state, received.name) == ("transferred", "confirmed", "接收人")
    assert (received.code != row.code, answer.json()["secret"]) == (True, secret_of(received.pk))
    assert Quota.objects.get().taken == 1
    assert _accept(secret).json()["code"] == received.code
    mail.outbox.clear()
    drain_outbox(now=clock.now())
    drain_outbox(now=clock.now())
    assert sorted((one.to[0], str(one.subject).split("：")[0]) for one in mail.outbox) == [
        ("holder@example.com", "票已转出"),
        (RECEIVER, "报名成功"),
    ]
    assert AuditEntry.objects.filter(action="registration.transferred").count() == 1


def test_an_offer_is_withdrawn_replaced_or_ends_and_then_opens_nothing() -> None:
    row = _ticket()
    first, second = _offer(row), _offer(row, "second@example.com")
    assert _accept(first).json()["code"] == "roadshows.transfer_gone"
    assert _post(row, "transfer/withdraw").json()["transfer"] is None
    assert _post(row, "transfer/withdraw").status_code == 200
    assert _accept(second).json()["code"] == "roadshows.transfer_gone"
    third = _offer(row)
    TransferOffer.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert _accept(third).json()["code"] == "roadshows.transfer_gone"
    assert client_of().get(f"{API}/transfers/{third}/").json()["is_open"] is False
    assert client_of().get(f"{API}/transfers/{'a' * 32}/").json()["code"] == "roadshows.link_unknown"
    assert Registration.objects.get().state == "confirmed"


@pytest.mark.parametrize("visibility", ["members", "qualified", "invited"])
def test_a_place_where_not_everybody_may_come_goes_to_nobody_who_may_not(visibility: str) -> None:
    row, receiver = _ticket(), UserFactory.create()
    Event.objects.update(visibility=visibility)
    secret, address = _offer(row, receiver.email), f"{API}/transfers/"
    for actor in (None, receiver):
        assert client_of(actor).get(f"{address}{secret}/").json()["is_for_viewer"] is False
        assert _accept(secret, by=actor).json()["code"] == "roadshows.transfer_not_for_you"
    # Who may come by another contact is not whom the link was sent to.
    for email in ("else@example.com", receiver.email):
        GuestInvitationFactory.create(event=row.event, email=email)
    other = UserFactory.create(email="else@example.com")
    assert _accept(secret, by=other).json()["code"] == "roadshows.transfer_not_for_you"
    assert client_of(receiver).get(f"{address}{secret}/").json()["is_for_viewer"] is True
    assert _accept(secret, by=receiver).status_code == 200
    assert Registration.objects.get(state="confirmed").person == receiver
    # The link answers with the ticket once more to whose it is, and to nobody else.
    assert _accept(secret, by=receiver).status_code == 200
    for stranger in (None, other):
        assert _accept(secret, by=stranger).json()["code"] == "roadshows.transfer_not_for_you"


@pytest.mark.parametrize(
    ("fields", "may", "code"),
    [
        ({}, (), "roadshows.transfer_not_allowed"),
        ({"state": "awaiting_payment"}, ("transfer",), "roadshows.transfer_not_allowed"),
        ({"state": "pending_approval"}, ("transfer",), "roadshows.transfer_not_allowed"),
        ({"state": "expired"}, ("transfer",), "roadshows.ticket_not_changeable"),
    ],
)
def test_what_is_no_good_ticket_is_not_given_away(fields: dict[str, Any], may: tuple[str, ...], code: str) -> None:
    row = _ticket(may=may, **fields)
    answer = _post(row, "transfer", contact=RECEIVER)
    assert (answer.status_code, answer.json()["code"], TransferOffer.objects.count()) == (409, code, 0)


def test_whoever_came_or_is_the_holder_or_has_a_ticket_takes_none() -> None:
    row = _ticket()
    assert _post(row, "transfer", contact="Holder@example.com").json()["code"] == "roadshows.transfer_to_holder"
    assert _post(row, "transfer", contact="nobody").json()["code"] == "roadshows.bad_contact"
    secret = _offer(row)
    RegistrationFactory.create(event=row.event, email=RECEIVER)
    assert _accept(secret).json()["code"] == "roadshows.already_has_ticket"
    CheckInFactory.create(registration=row, turn=1, undone_at=None)
    assert _post(row, "transfer", contact="other@example.com").json()["code"] == "roadshows.ticket_used"
    assert Registration.objects.filter(state="transferred").count() == 0


def test_letters_to_strangers_are_few() -> None:
    row = _ticket()
    codes = [_post(row, "transfer", contact=f"stranger{number}@example.com").status_code for number in range(6)]
    assert codes == [200] * 5 + [429]


def test_new_holder_is_asked_decided_of_and_keeps_what_was_paid() -> None:
    row = _ticket(price_minor=19_900)
    row.event.ticket_types.update(needs_approval=True)
    question = QuestionFactory.create(event=row.event, is_required=True)
    order = OrderFactory.create(payee=row.event.organization, subject_kind="roadshows.registration", subject_id=row.pk)
    person = UserFactory.create(email=RECEIVER)
    secret = _offer(row)
    assert _accept(secret, by=person).json()["code"] == "roadshows.answers_wrong"
    said = [{"question": str(question.pk), "values": ["基金"]}]
    assert _accept(secret, by=person, answers=said).json()["state"] == "pending_approval"
    received = Registration.objects.get(email=RECEIVER)
    assert (received.person, received.answers.get().values) == (person, ["基金"])
    assert (Order.objects.get(pk=order.pk).subject_id, received.price_minor) == (received.pk, 19_900)


def test_contacts_of_offers_go_with_those_of_guests() -> None:
    row = _ticket()
    secret = _offer(row)
    ago = clock.now() - timedelta(days=366)
    Event.objects.update(state="ended", starts_at=ago - timedelta(hours=3), ends_at=ago)
    remove_contacts(actor=SYSTEM, now=clock.now())
    assert TransferOffer.objects.get().contact == ""
    assert client_of().get(f"{API}/transfers/{secret}/").status_code == 404
