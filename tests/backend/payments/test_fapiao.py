"""Fapiao: asked for with a number that is checked, issued once, sent by a link, and taken back after refunds."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.services import drain_outbox
from backend.organizations.enums import MemberRole
from backend.payments.enums import BuyerKind
from backend.payments.errors import BadTaxNumber, NoFapiao
from backend.payments.models import Fapiao, Order
from backend.payments.services import desk, fapiao
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory
from tests.factories.payments import OrderFactory
from tests.support.clients import client_of
from tests.support.money_acts import USCC, a_paper, ask_for_fapiao, give_back, issue, paid_by_transfer
from tests.support.pitch_cast import person_in

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def storage(tmp_path: Any, settings: Any) -> None:
    settings.STORAGE_ROOT = tmp_path / "storage"
    settings.PUBLIC_URL = "https://street.example"


def _paid() -> tuple[User, Order]:
    order = paid_by_transfer(FirmFactory.create(verified=True))
    return person_in(order.payee, MemberRole.ADMIN), order


def _hand_in(person: User, row: Fapiao, verb: str = "issue", **changes: Any) -> Any:
    paper = a_paper(person)
    body = {"number": paper.number, "issued_on": str(paper.issued_on), "file": str(paper.file_id)} | changes
    return client_of(person).post(f"{API}/fapiao/{row.pk}/{verb}/", body, format="json")


def _ask(order: Order, kind: BuyerKind, tax_number: str) -> Fapiao:
    buyer = fapiao.Buyer(kind, "买方", tax_number, "books@example.com")
    return fapiao.request(actor=SYSTEM, order_id=order.pk, buyer=buyer)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (BuyerKind.COMPANY, ""),
        (BuyerKind.COMPANY, USCC[:-1] + "0"),
        (BuyerKind.COMPANY, "123456789012345"),
        (BuyerKind.PERSON, USCC),
    ],
)
def test_tax_number_is_checked_to_its_last_letter(kind: BuyerKind, number: str) -> None:
    with pytest.raises(BadTaxNumber):
        _ask(_paid()[1], kind, number)
    assert not Fapiao.objects.exists()


def test_item_and_amount_are_the_orders_and_stay(django_assert_num_queries: Any) -> None:
    _, order = _paid()
    row = _ask(order, BuyerKind.COMPANY, f" {USCC.lower()} ")
    assert (row.item, row.amount_minor, row.tax_number) == (order.description, 12_000, USCC)
    again = _ask(order, BuyerKind.PERSON, "")
    assert (again.pk, again.tax_number, again.amount_minor) == (row.pk, "", 12_000)
    for change in ({"amount_minor": 1}, {"item": "别的"}, {"currency": "HKD"}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Fapiao.objects.filter(pk=row.pk).update(**change)


def test_nothing_paid_has_no_fapiao() -> None:
    with pytest.raises(NoFapiao):
        ask_for_fapiao(OrderFactory.create())


def test_one_of_an_order() -> None:
    boss, order = _paid()
    issue(boss, ask_for_fapiao(order))
    with pytest.raises(NoFapiao):
        ask_for_fapiao(order)
    copy = Fapiao.objects.get()
    copy.pk, copy.file, copy.state = None, None, "requested"
    with pytest.raises(IntegrityError, match="fapiao_one_of_an_order"), transaction.atomic():
        copy.save(force_insert=True)


def test_issued_is_sent_by_a_link_that_opens_the_file_alone() -> None:
    boss, order = _paid()
    row = ask_for_fapiao(order)
    answer = _hand_in(boss, row)
    assert (answer.status_code, answer.json()["state"]) == (200, "issued")
    drain_outbox(now=clock.now())
    (letter,) = [one for one in mail.outbox if one.to == ["books@example.com"]]
    row.refresh_from_db()
    assert (row.state, row.delivered_at is not None) == ("delivered", True)
    link = next(line for line in letter.body.splitlines() if line.startswith("https://street.example/api/"))
    got = client_of().get(link.removeprefix("https://street.example"))
    assert b"".join(got) == b"<?xml version='1.0'?><e/>"
    assert got["Content-Type"] == "application/xml"
    assert "attachment" in got["Content-Disposition"]
    assert client_of().get(f"{API}/fapiao/files/{link.split('/')[-2][:-2]}xx/").json()["code"] == "payments.file_gone"
    drain_outbox(now=clock.now() + timedelta(hours=1))
    assert len([one for one in mail.outbox if one.to == ["books@example.com"]]) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "123"}, "payments.bad_fapiao_number"),
        ({"number": "２６４４２００００００００００００００１"}, "payments.bad_fapiao_number"),
        ({"issued_on": "2099-01-01"}, "payments.fapiao_of_the_future"),
        ({"file": "00000000-0000-0000-0000-000000000000"}, "files.not_usable"),
    ],
)
def test_paper_that_is_none_is_refused(changes: dict[str, str], code: str) -> None:
    boss, order = _paid()
    row = ask_for_fapiao(order)
    assert _hand_in(boss, row, **changes).json()["code"] == code
    row.refresh_from_db()
    assert (row.state, row.number) == ("requested", "")


def test_refund_asks_for_a_red_letter_of_what_went_back_and_no_more() -> None:
    boss, order = _paid()
    row = issue(boss, ask_for_fapiao(order))
    assert _hand_in(boss, row, "red-letters").json()["code"] == "payments.no_red_letter_due"
    give_back(boss, order, 5_000)
    due = client_of(boss).get(f"{API}/fapiao/", {"red_due": "true"}).json()["results"]
    assert [one["due"]["amount"] for one in due] == ["50.00"]
    answer = _hand_in(boss, row, "red-letters", number="26442000000000000002").json()
    assert (answer["state"], answer["due"]) == ("red_lettered", None)
    assert [one["money"]["amount"] for one in answer["red_letters"]] == ["50.00"]
    assert _hand_in(boss, row, "red-letters").json()["code"] == "payments.no_red_letter_due"
    give_back(boss, order)
    last = _hand_in(boss, row, "red-letters", number="26442000000000000003").json()
    assert [one["money"]["amount"] for one in last["red_letters"]] == ["50.00", "70.00"]
    drain_outbox(now=clock.now())
    letters = [one.subject for one in mail.outbox if one.to == ["books@example.com"]]
    assert [one.split("：")[0] for one in letters] == ["发票", "红字发票", "红字发票"]


def test_refund_before_it_is_issued_ends_the_request() -> None:
    boss, order = _paid()
    row = ask_for_fapiao(order)
    desk.refund_order(actor=boss, order=order, amount_minor=2_000, reason="x", key="k", now=clock.now())
    row.refresh_from_db()
    assert row.state == "void"
    assert _hand_in(boss, row).json()["code"] == "payments.fapiao_not_to_issue"
    assert ask_for_fapiao(order).amount_minor == 10_000


def test_list_and_file_are_the_payees_alone(django_assert_num_queries: Any) -> None:
    boss, order = _paid()
    row = issue(boss, ask_for_fapiao(order))
    address = f"{API}/fapiao/"
    for who in (UserFactory.create(), OperatorFactory.create(), person_in(order.payee, MemberRole.READER)):
        assert client_of(who).get(address).json()["count"] == 0
        assert client_of(who).post(f"{address}{row.pk}/issue/", {}, format="json").status_code == 404
    assert client_of().get(address).status_code == 401
    table = b"".join(client_of(boss).get(f"{address}export/", {"q": "买方"})).decode()
    assert USCC in table
    client = client_of(boss)
    for wanted in (1, 3):
        while Fapiao.objects.count() < wanted:
            issue(boss, ask_for_fapiao(paid_by_transfer(order.payee)))
        with django_assert_num_queries(6):
            assert client.get(address).json()["count"] == wanted
    today = str(timezone.localdate(clock.now()))
    assert client_of(boss).get(address, {"since": today, "state": "issued"}).json()["count"] == 3
