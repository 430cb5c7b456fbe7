"""Money asked back: once at a time, answered by who runs the payee, in full, in part or with a reason why not."""

from typing import Any

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM
from backend.organizations.enums import MemberRole
from backend.payments.errors import AlreadyAsked, AskedTooOften, NothingToAskFor
from backend.payments.models import Checkout, Refund, RefundRequest
from backend.payments.services import desk, requests
from tests.backend.payments.acts import bought, paid, published, work_off
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.till import Till

pytestmark = pytest.mark.django_db
API = "/api/v1"


def _asked(till: Till) -> tuple[User, RefundRequest]:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    row = requests.ask(actor=SYSTEM, order_id=order.pk, reason="有事", percent=80)
    return person_in(order.payee, MemberRole.ADMIN), row


def _say(person: User | None, row: RefundRequest, verb: str, **body: Any) -> Any:
    return client_of(person).post(f"{API}/refund-requests/{row.pk}/{verb}/", body, format="json")


def test_rule_names_a_sum_and_the_payee_another(till: Till) -> None:
    boss, row = _asked(till)
    (shown,) = client_of(boss).get(f"{API}/refund-requests/").json()["results"]
    assert (shown["state"], shown["usual"]["amount"], shown["left"]["amount"]) == ("requested", "96.00", "120.00")
    answer = _say(boss, row, "approve", money={"amount": "50.00", "currency": "CNY"}, answer="退一半").json()
    assert (answer["state"], answer["given"]["amount"]) == ("approved", "50.00")
    work_off()
    assert client_of(boss).get(f"{API}/refund-requests/", {"state": "done"}).json()["count"] == 1
    assert (Checkout.objects.get().returned_minor, Refund.objects.get().reason) == (5_000, "退一半")
    assert published(row.order)[-2:] == ["payments.refund_answered", "payments.refund_done"]
    assert _say(boss, row, "refuse", answer="x").json()["code"] == "payments.request_answered"


def test_all_of_it_goes_back_where_no_sum_is_named(till: Till) -> None:
    boss, row = _asked(till)
    assert _say(boss, row, "approve").json()["given"]["amount"] == "120.00"
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("approved", boss)


def test_no_has_a_reason_and_moves_nothing(till: Till) -> None:
    boss, row = _asked(till)
    assert _say(boss, row, "refuse", answer="").status_code == 400
    assert _say(boss, row, "refuse", answer="已过期限").json()["state"] == "refused"
    assert not Refund.objects.exists()
    assert published(row.order)[-1] == "payments.refund_answered"


def test_only_who_runs_the_payee_answers(till: Till) -> None:
    _, row = _asked(till)
    people = {
        "member": person_in(row.order.payee, MemberRole.MEMBER),
        "reader": person_in(row.order.payee, MemberRole.READER),
        "stranger": UserFactory.create(),
        "operator": OperatorFactory.create(),
        "visitor": None,
    }
    codes = {name: _say(who, row, "approve").status_code for name, who in people.items()}
    assert codes == {"member": 403, "reader": 404, "stranger": 404, "operator": 404, "visitor": 401}
    assert not Refund.objects.exists()


def test_asked_once_at_a_time_three_times_at_most_and_for_something(till: Till) -> None:
    boss, row = _asked(till)
    order = row.order
    with pytest.raises(AlreadyAsked):
        requests.ask(actor=SYSTEM, order_id=order.pk, reason="再问", percent=80)
    for _ in range(2):
        requests.refuse(actor=boss, request=RefundRequest.objects.latest("id"), answer="不", now=clock.now())
        requests.ask(actor=SYSTEM, order_id=order.pk, reason="再问", percent=80)
    requests.refuse(actor=boss, request=RefundRequest.objects.latest("id"), answer="不", now=clock.now())
    with pytest.raises(AskedTooOften):
        requests.ask(actor=SYSTEM, order_id=order.pk, reason="再问", percent=80)
    with pytest.raises(NothingToAskFor):
        requests.ask(actor=SYSTEM, order_id=bought(order.payee).pk, reason="没付", percent=80)


def test_all_given_back_otherwise_answers_who_asked(till: Till) -> None:
    boss, row = _asked(till)
    desk.refund_order(actor=boss, order=row.order, amount_minor=None, reason="活动改期", key="k", now=clock.now())
    row.refresh_from_db()
    assert (row.state, row.refund) == ("approved", Refund.objects.get())


def test_list_asks_as_often_for_many_as_for_one(till: Till, django_assert_num_queries: Any) -> None:
    boss, row = _asked(till)
    client = client_of(boss)
    for wanted in (1, 3):
        while RefundRequest.objects.count() < wanted:
            order = paid(till, bought(row.order.payee))
            requests.ask(actor=SYSTEM, order_id=order.pk, reason="有事", percent=50)
        with django_assert_num_queries(5):
            assert client.get(f"{API}/refund-requests/").json()["count"] == wanted
