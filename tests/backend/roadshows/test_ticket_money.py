"""The money of a ticket, by its link: a transfer with its hold, a refund asked for, a fapiao; and the host's terms."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from pytest_django import Settings

from backend.core import clock
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Fapiao, Order, Refund, RefundRequest, Transfer
from backend.payments.services import notices, orders, refunds, transfers
from backend.roadshows import consent
from backend.roadshows.models import Event, Quota, Registration
from backend.roadshows.services import codes
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory
from tests.support.clients import client_of
from tests.support.money_acts import USCC, a_proof, name_account
from tests.support.pitch_cast import person_in
from tests.support.till import Till, open_till

pytestmark = pytest.mark.django_db
API = "/api/v1"
PRICE = 19_900


@pytest.fixture(autouse=True)
def till(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(stripe_gateway, "_RETRIES", 0)
    settings.PUBLIC_URL, settings.STORAGE_ROOT = "https://street.example", tmp_path / "storage"
    with open_till(tmp_path, settings) as opened:
        yield opened


def _sold(**fields: Any) -> Event:
    days = timedelta(days=20)
    times = {"starts_at": clock.now() + days, "ends_at": clock.now() + days + timedelta(hours=2)}
    event: Event = EventFactory.create(
        published=True, ticket_type__price_minor=PRICE, **({"takes_transfers": True} | times | fields)
    )
    name_account(event.organization)
    return event


def _register(event: Event, contact: str = "guest@example.com") -> dict[str, Any]:
    codes.keep_code(event=event, contact=contact, code="123456", now=clock.now())
    body = {
        "name": "王小明",
        "organization": "远山资本",
        "contact": contact,
        "code": "123456",
        "consent_version": consent.current().version,
    }
    headers = {"Idempotency-Key": str(uuid4())}
    answer = client_of().post(f"{API}/events/{event.pk}/registrations/", body, format="json", headers=headers)
    return dict(answer.json())


def _go_on(till: Till, *, days: float = 0) -> None:
    now = clock.now() + timedelta(days=days)
    till.hand_over()
    notices.work_off(now=now)
    orders.close_due(now=now)
    drain_outbox(now=now)
    refunds.send_due(now=now)
    drain_outbox(now=now)


def _money(ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(client_of().get(f"{API}/tickets/{ticket['secret']}/money/").json())


def _do(ticket: dict[str, Any], what: str, body: Any = None, method: str = "post", form: str = "json") -> Any:
    return getattr(client_of(), method)(f"{API}/tickets/{ticket['secret']}/{what}/", body or {}, format=form)


def _state(ticket: dict[str, Any]) -> str:
    return str(client_of().get(f"{API}/tickets/{ticket['secret']}/").json()["state"])


def _chosen(event: Event, contact: str = "guest@example.com") -> dict[str, Any]:
    ticket = _register(event, contact)
    answer = _do(ticket, "money/transfer")
    assert answer.status_code == 200, answer.json()
    return ticket


def _accept(ticket: dict[str, Any]) -> None:
    row = Transfer.objects.get(order__code=ticket["payment"]["code"])
    host = person_in(row.order.payee, MemberRole.MEMBER)
    transfers.accept(actor=host, transfer=row, note="", now=clock.now())


def _paid(event: Event, till: Till, contact: str = "guest@example.com") -> dict[str, Any]:
    ticket = _register(event, contact)
    till.pay(str(_do(ticket, "pay").json()["url"]).rsplit("/", 1)[-1])
    _go_on(till)
    return ticket


def _subjects() -> list[str]:
    return [str(one.subject).split("：")[0] for one in mail.outbox]


def test_transfer_holds_the_place_for_days_until_the_ticket(till: Till) -> None:
    event = _sold(quota__capacity=1, transfer_days=5)
    ticket = _register(event)
    assert _money(ticket)["transfer"] is None
    answer = _do(ticket, "money/transfer").json()
    shown = answer["transfer"]
    assert (shown["bank"], shown["reference"]) == ("测试银行香蜜湖支行", ticket["payment"]["code"])
    assert shown["money"] == {"amount": "199.00", "currency": "CNY"}
    _go_on(till, days=4)
    assert _state(ticket) == "awaiting_payment"
    assert [one.subject.split("：")[0] for one in mail.outbox if "4000 1234" in one.body] == ["请转账并上传凭证"]
    sent = _do(ticket, "money/transfer/proofs", {"file": a_proof()}, form="multipart")
    assert (sent.status_code, sent.json()["transfer"]["state"]) == (200, "submitted")
    assert sent.json()["transfer"]["proofs"] == ["回单.pdf"]
    _go_on(till, days=9)
    assert _register(event, "next@example.com")["code"] == "roadshows.full"
    _accept(ticket)
    _go_on(till)
    assert (_state(ticket), Quota.objects.get(event=event).taken) == ("confirmed", 1)
    assert sorted(_subjects()) == sorted(["请完成付款", "请转账并上传凭证", "报名成功"])


def test_place_nobody_proved_is_free_and_its_holder_knows_what_to_do(till: Till) -> None:
    event = _sold(quota__capacity=1)
    ticket = _chosen(event)
    _go_on(till, days=4)
    assert (_state(ticket), Quota.objects.get(event=event).taken, _money(ticket)["transfer"]["state"]) == (
        "expired",
        0,
        "closed",
    )
    assert "如果您已经转账" in mail.outbox[-1].body
    late = _do(ticket, "money/transfer/proofs", {"file": a_proof()}, form="multipart")
    assert late.json()["code"] == "payments.transfer_over"
    _accept(ticket)
    _go_on(till)
    assert (_state(ticket), Quota.objects.get(event=event).taken) == ("confirmed", 1)


def test_money_that_comes_when_the_place_is_gone_is_given_back_by_hand(till: Till) -> None:
    event = _sold(quota__capacity=1)
    late = _chosen(event)
    _go_on(till, days=4)
    assert _register(event, "next@example.com")["state"] == "awaiting_payment"
    _accept(late)
    _go_on(till)
    refund = Refund.objects.get()
    assert (_state(late), refund.state, refund.cause) == ("expired", "requested", "late")
    boss = person_in(event.organization, MemberRole.ADMIN)
    client_of(boss).post(f"{API}/refunds/{refund.pk}/settle/", {"note": "银行 0003"}, format="json")
    _go_on(till)
    assert (_subjects()[-1], "银行 0003" in mail.outbox[-1].body) == ("已退款", True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"takes_transfers": False}, "roadshows.transfer_not_taken"),
        ({"hours": 20}, "roadshows.transfer_not_taken"),
    ],
)
def test_transfer_needs_a_host_who_takes_it_and_time(fields: dict[str, Any], code: str) -> None:
    hours = fields.pop("hours", 480)
    starts = clock.now() + timedelta(hours=hours)
    event = _sold(starts_at=starts, ends_at=starts + timedelta(hours=2), **fields)
    ticket = _register(event)
    assert (_money(ticket)["transfer_until"], _do(ticket, "money/transfer").json()["code"]) == (None, code)
    assert not Transfer.objects.exists()


def test_hold_ends_when_the_event_begins_at_the_latest() -> None:
    starts = clock.now() + timedelta(days=2)
    event = _sold(starts_at=starts, ends_at=starts + timedelta(hours=2), transfer_days=14)
    _chosen(event)
    assert Transfer.objects.get().expires_at == starts


def test_place_given_back_while_a_proof_waits_is_free(till: Till) -> None:
    event = _sold()
    ticket = _chosen(event)
    _do(ticket, "money/transfer/proofs", {"file": a_proof()}, form="multipart")
    assert _do(ticket, "cancel").json()["state"] == "cancelled"
    _go_on(till)
    assert (Order.objects.get().state, Quota.objects.get(event=event).taken) == ("failed", 0)
    _accept(ticket)
    _go_on(till)
    assert (_state(ticket), Refund.objects.get().state) == ("cancelled", "requested")


def test_money_is_asked_back_only_when_the_ticket_cannot_simply_be_returned(till: Till) -> None:
    event = _sold(refunds_until=clock.now() + timedelta(days=1), request_percent=80)
    ticket = _paid(event, till)
    early = _do(ticket, "refund-requests", {"reason": "有事"})
    assert (early.json()["code"], _money(ticket)["may_ask_refund"]) == ("roadshows.refund_not_asked", False)
    Event.objects.update(refunds_until=clock.now() - timedelta(days=1))
    asked = _do(ticket, "refund-requests", {"reason": "有事"}).json()
    assert (asked["refund_request"]["state"], asked["may_ask_refund"]) == ("requested", False)
    Event.objects.update(requests_until=clock.now() - timedelta(hours=1))
    assert _do(ticket, "refund-requests", {"reason": "再问"}).json()["code"] == "roadshows.refund_not_asked"
    assert RefundRequest.objects.get().usual_minor == PRICE * 80 // 100


def _answer(event: Event, verb: str, **body: Any) -> Any:
    boss = person_in(event.organization, MemberRole.ADMIN)
    row = RefundRequest.objects.get()
    return client_of(boss).post(f"{API}/refund-requests/{row.pk}/{verb}/", body, format="json")


def test_agreed_refund_frees_the_place_and_pays_back(till: Till) -> None:
    event = _sold()
    ticket = _paid(event, till)
    _do(ticket, "refund-requests", {"reason": "有事"})
    half = {"amount": "99.50", "currency": "CNY"}
    assert _answer(event, "approve", money=half, answer="退一半").status_code == 200
    _go_on(till)
    _go_on(till)
    assert (_state(ticket), Quota.objects.get(event=event).taken) == ("cancelled", 0)
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(PRICE, 9_950)]
    assert _money(ticket)["refund_request"]["state"] == "done"
    assert _subjects()[-2:] == ["已同意退款", "已退款"]


def test_declined_refund_leaves_the_ticket(till: Till) -> None:
    event = _sold()
    ticket = _paid(event, till)
    _do(ticket, "refund-requests", {"reason": "有事"})
    _answer(event, "refuse", answer="已订餐")
    _go_on(till)
    assert (_state(ticket), _subjects()[-1], "已订餐" in mail.outbox[-1].body) == ("confirmed", "未同意退款", True)


def test_fapiao_is_asked_for_by_the_link_of_a_paid_ticket(till: Till) -> None:
    body = {"buyer": "company", "title": "买方有限公司", "tax_number": USCC, "email": "books@example.com"}
    event = _sold()
    unpaid = _register(event, "later@example.com")
    assert _do(unpaid, "fapiao", body, "put").json()["code"] == "payments.no_fapiao"
    ticket = _paid(event, till)
    assert _do(ticket, "fapiao", body | {"tax_number": "1"}, "put").json()["code"] == "payments.bad_tax_number"
    shown = _do(ticket, "fapiao", body, "put").json()["fapiao"]
    assert (shown["state"], shown["money"]["amount"], shown["url"]) == ("requested", "199.00", None)
    assert ticket["secret"] not in str(shown)
    again = _do(ticket, "fapiao", body | {"title": "另一家公司"}, "put").json()["fapiao"]
    assert (again["title"], Fapiao.objects.count()) == ("另一家公司", 1)


def test_free_ticket_has_no_money(till: Till) -> None:
    ticket = _register(EventFactory.create(published=True))
    assert client_of().get(f"{API}/tickets/{ticket['secret']}/money/").json()["code"] == "roadshows.nothing_to_pay"
    assert client_of().get(f"{API}/tickets/{'a' * 32}/money/").status_code == 404


def test_terms_are_the_hosts_and_need_an_account() -> None:
    event: Event = EventFactory.create(published=True)
    address = f"{API}/events/{event.pk}/payment-terms/"
    body = {
        "edition": event.edition,
        "takes_transfers": True,
        "transfer_days": 7,
        "requests_until": None,
        "request_percent": 50,
    }
    team = client_of(person_in(event.organization, MemberRole.MEMBER))
    assert team.put(address, body, format="json").json()["code"] == "payments.no_account"
    name_account(event.organization)
    told = team.put(address, body, format="json").json()
    assert (told["takes_transfers"], told["transfer_days"], told["request_percent"]) == (True, 7, 50)
    assert team.put(address, body, format="json").json()["code"] == "roadshows.stale"
    assert team.put(address, body | {"transfer_days": 15}, format="json").status_code == 400
    fresh = body | {"edition": told["edition"]}
    assert client_of(UserFactory.create()).put(address, fresh, format="json").status_code == 403
    assert Registration.objects.count() == 0
