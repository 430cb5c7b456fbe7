"""The payee's desk: its orders, their sums, money given back by hand, and refunds the gateway refused."""

from typing import Any
from uuid import uuid4

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import refunds
from tests.backend.payments.acts import bought, paid, work_off
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.till import Till

pytestmark = pytest.mark.django_db
API = "/api/v1"


def _admin(payee: Organization) -> User:
    return person_in(payee, MemberRole.ADMIN)


def _refund(person: User | None, order: Order, *, key: str = "", **body: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid4())}
    body = {"reason": "活动改期，退一部分票款"} | body
    return client_of(person).post(f"{API}/orders/{order.pk}/refunds/", body, format="json", headers=headers)


def _sums(order: Order) -> tuple[int, int, int]:
    row = Checkout.objects.get(order=order, paid_minor__gt=0)
    return row.paid_minor, row.returning_minor, row.returned_minor


def test_list_totals_and_file_tell_a_payee_of_its_own_orders_alone(till: Till) -> None:
    one, other = FirmFactory.create(verified=True), FirmFactory.create(verified=True)
    first, second, foreign = paid(till, bought(one)), bought(one), paid(till, bought(other))
    member = person_in(one, MemberRole.MEMBER)
    found = client_of(member).get(f"{API}/orders/").json()
    assert [row["code"] for row in found["results"]] == [second.code, first.code]
    assert found["results"][1]["left"] == {"amount": "120.00", "currency": "CNY"}
    assert found["results"][0]["allowed_actions"] == []
    totals = client_of(member).get(f"{API}/orders/totals/").json()
    assert [(one["currency"], one["orders"], one["paid"]["amount"]) for one in totals] == [("CNY", 1, "120.00")]
    table = b"".join(client_of(member).get(f"{API}/orders/export/")).decode()
    assert first.code in table
    assert foreign.code not in table
    assert client_of(person_in(one, MemberRole.READER)).get(f"{API}/orders/").json()["count"] == 0
    assert client_of(UserFactory.create()).get(f"{API}/orders/").json()["count"] == 0
    assert client_of().get(f"{API}/orders/").status_code == 401
    everything = client_of(OperatorFactory.create()).get(f"{API}/orders/").json()
    assert {row["code"] for row in everything["results"]} == {first.code, second.code, foreign.code}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "succeeded"}, {"paid"}),
        ({"state": "created"}, {"open"}),
        ({"state": "nonsense"}, set()),
        ({"q": "一二三"}, set()),
        ({"since": "2100-01-01"}, set()),
        ({"until": "2000-01-01"}, set()),
        ({"refund_failed": "true"}, set()),
        ({"sort": "amount"}, {"paid", "open"}),
    ],
)
def test_list_is_narrowed(till: Till, asked: dict[str, str], found: set[str]) -> None:
    payee = FirmFactory.create(verified=True)
    names = {paid(till, bought(payee)).code: "paid", bought(payee).code: "open"}
    answer = client_of(_admin(payee)).get(f"{API}/orders/", asked).json()
    assert {names[row["code"]] for row in answer["results"]} == found


def test_list_asks_as_often_for_many_as_for_one(till: Till, django_assert_num_queries: Any) -> None:
    payee = FirmFactory.create(verified=True)
    client = client_of(_admin(payee))
    for wanted in (1, 3):
        while Order.objects.filter(payee=payee).count() < wanted:
            paid(till, bought(payee))
        with django_assert_num_queries(7):
            assert client.get(f"{API}/orders/").json()["count"] == wanted


def test_part_goes_back_once_and_who_asks_again_gets_the_same(till: Till) -> None:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    boss, part = _admin(order.payee), {"money": {"amount": "50.00", "currency": "CNY"}}
    answer = _refund(boss, order, key="k", **part)
    assert (answer.status_code, answer.json()["left"]["amount"]) == (201, "70.00")
    assert _refund(boss, order, key="k", **part).json()["refunds"] == answer.json()["refunds"]
    assert (
        _refund(boss, order, key="k", money={"amount": "61.00", "currency": "CNY"}).json()["code"]
        == "payments.key_reused"
    )
    refunds.send_due(now=clock.now())
    assert _sums(order) == (12_000, 0, 5_000)
    order.refresh_from_db()
    assert order.state == "partially_refunded"
    assert [one["refunded"] for one in till.ledger()] == [5_000]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"money": {"amount": "120.01", "currency": "CNY"}}, "payments.nothing_to_refund"),
        ({"money": {"amount": "0.00", "currency": "CNY"}}, "payments.nothing_to_refund"),
        ({"money": {"amount": "1.00", "currency": "HKD"}}, "payments.wrong_currency"),
        ({"money": {"amount": "-1", "currency": "CNY"}}, "core.bad_money"),
        ({"reason": ""}, "core.invalid"),
    ],
)
def test_what_cannot_go_back_is_refused(till: Till, body: dict[str, Any], code: str) -> None:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    assert _refund(_admin(order.payee), order, **body).json()["code"] == code
    assert not Refund.objects.exists()


def test_only_who_runs_the_payee_gives_back(till: Till) -> None:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    answers = {
        "member": _refund(person_in(order.payee, MemberRole.MEMBER), order).status_code,
        "reader": _refund(person_in(order.payee, MemberRole.READER), order).status_code,
        "stranger": _refund(UserFactory.create(), order).status_code,
        "operator": _refund(OperatorFactory.create(), order).status_code,
        "visitor": _refund(None, order).status_code,
    }
    assert answers == {"member": 403, "reader": 404, "stranger": 404, "operator": 403, "visitor": 401}
    assert not Refund.objects.exists()


def _refused(till: Till) -> tuple[User, Refund]:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    boss = _admin(order.payee)
    till.turn(slow_refunds=True)
    assert _refund(boss, order).status_code == 201
    work_off()
    till.server.till.settle_refund(Refund.objects.get().provider_id, is_done=False)
    till.turn(slow_refunds=False)
    till.hand_over()
    work_off()
    row = Refund.objects.get()
    assert (row.state, _sums(order)) == ("failed", (12_000, 0, 0))
    return boss, row


def test_refused_refund_is_asked_for_again_under_another_key(till: Till) -> None:
    boss, row = _refused(till)
    waiting = client_of(boss).get(f"{API}/orders/", {"refund_failed": "true"}).json()
    assert [one["state"] for order in waiting["results"] for one in order["refunds"]] == ["failed"]
    assert client_of(boss).post(f"{API}/refunds/{row.pk}/retry/").status_code == 200
    refunds.send_due(now=clock.now())
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 2)
    assert [one["refunded"] for one in till.ledger()] == [12_000]
    assert client_of(boss).post(f"{API}/refunds/{row.pk}/retry/").json()["code"] == "payments.refund_not_failed"


def test_refused_refund_given_back_elsewhere_is_written_down(till: Till) -> None:
    _, row = _refused(till)
    operator = OperatorFactory.create()
    address = f"{API}/refunds/{row.pk}/settle/"
    answer = client_of(operator).post(address, {"note": "银行转账 2026-11-29"}, format="json").json()
    assert (answer["state"], answer["left"]["amount"], answer["refunds"][0]["state"]) == ("refunded", "0.00", "settled")
    again = client_of(operator).post(address, {"note": "再一次"}, format="json")
    assert again.json()["code"] == "payments.refund_not_failed"
    assert client_of(UserFactory.create()).post(address, {"note": "x"}, format="json").status_code == 404
