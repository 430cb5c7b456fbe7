"""Money given back at the gateway's own desk: found once, by whatever notices come or none, beside what we give back."""

import json
from datetime import timedelta
from http.client import HTTPConnection
from itertools import permutations
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.notifications.models import Notification
from backend.organizations.enums import MemberRole
from backend.payments import gateways
from backend.payments.enums import RefundCause
from backend.payments.errors import NothingToRefund
from backend.payments.models import Checkout, Fapiao, Order, Refund, RefundRequest
from backend.payments.services import desk, gateway_refunds, refunds, requests, settling
from tests.backend.payments.acts import bought, opened, paid, published, work_off
from tests.factories.organizations import FirmFactory
from tests.support.clients import client_of
from tests.support.money_acts import ask_for_fapiao, issue
from tests.support.pitch_cast import person_in
from tests.support.till import Till, deliver

pytestmark = pytest.mark.django_db
API = "/api/v1"


def _paid(till: Till) -> tuple[Order, str]:
    """An order whose money is here, and its session."""
    order = paid(till, bought(FirmFactory.create(verified=True)))
    return order, str(Checkout.objects.get(order=order).session_id)


def _rows() -> list[tuple[Any, ...]]:
    return list(Refund.objects.order_by("id").values_list("amount_minor", "cause", "state"))


def _sums() -> tuple[int, int, int]:
    row = Checkout.objects.get(paid_minor__gt=0)
    return row.paid_minor, row.returning_minor, row.returned_minor


def _acts() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="payment.refund").order_by("id")
    return list(rows.values_list("action", flat=True))


def _hear(till: Till) -> None:
    till.hand_over()
    work_off()


@pytest.mark.parametrize("copies", [1, 3])
@pytest.mark.parametrize("turns", list(permutations(range(4))))
def test_two_are_written_once_each_in_any_order(till: Till, turns: tuple[int, ...], copies: int) -> None:
    """Two notices of each: of the refund, and of the charge it belongs to."""
    order, session = _paid(till)
    made = {till.refund_at_desk(session, 5_000), till.refund_at_desk(session, 1_000)}
    told = till.told()
    assert [one["type"] for one in told] == ["refund.created", "charge.refunded"] * 2
    for turn in turns:
        for _ in range(copies):
            assert deliver(told[turn]) == 200
            work_off()
    assert set(Refund.objects.values_list("provider_id", flat=True)) == made
    assert _rows() == [(5_000, "gateway", "done"), (1_000, "gateway", "done")]
    assert _sums() == (12_000, 0, 6_000)
    assert Order.objects.get().state == "partially_refunded"
    assert published(order).count("payments.refund_done") == 2
    assert _acts() == ["payment.refund_found", "payment.refunded"] * 2


def test_all_of_it_makes_a_refunded_order(till: Till) -> None:
    order, session = _paid(till)
    till.refund_at_desk(session)
    _hear(till)
    order.refresh_from_db()
    assert (order.state, _rows(), _sums()) == ("refunded", [(12_000, "gateway", "done")], (12_000, 0, 12_000))
    with pytest.raises(NothingToRefund):
        desk.refund_order(
            actor=person_in(order.payee, MemberRole.ADMIN), order=order, amount_minor=1, reason="x", key="k",
            now=clock.now(),
        )  # fmt: skip


def test_told_before_the_payment_is_known(till: Till) -> None:
    order = bought(FirmFactory.create(verified=True))
    session = opened(order).session_id
    till.pay(session)
    till.refund_at_desk(session, 5_000)
    for event in reversed(till.told()):
        deliver(event)
        work_off()
    assert (_rows(), _sums()) == ([(5_000, "gateway", "done")], (12_000, 0, 5_000))
    assert published(order) == ["payments.payment_succeeded", "payments.refund_done"]


def test_lost_notice_is_made_good(till: Till) -> None:
    order, session = _paid(till)
    till.turn(lost_events=1.0)
    till.refund_at_desk(session, 5_000)
    work_off()
    assert _rows() == []
    assert [gateway_refunds.find_untold(now=clock.now()) for _ in range(2)] == [1, 0]
    assert (_rows(), published(order)[-1]) == ([(5_000, "gateway", "done")], "payments.refund_done")


def test_lost_notices_of_more_than_one_page_of_refunds_are_made_good(till: Till) -> None:
    _, session = _paid(till)
    till.turn(lost_events=1.0)
    for _ in range(103):
        till.refund_at_desk(session, 100)
    assert gateway_refunds.find_untold(now=clock.now()) == 1
    assert (Refund.objects.count(), _sums()) == (103, (12_000, 0, 10_300))


def test_what_is_older_than_it_looks_back_is_not_asked_for(till: Till) -> None:
    _, session = _paid(till)
    till.refund_at_desk(session, 5_000)
    late = clock.now() + gateway_refunds.LOOK_BACK + timedelta(minutes=1)
    assert (gateway_refunds.find_untold(now=late), _rows()) == (0, [])


def test_reconciler_waits_while_the_gateway_is_away(till: Till) -> None:
    _, session = _paid(till)
    till.refund_at_desk(session, 5_000)
    till.turn(failing_calls=1.0)
    assert gateway_refunds.find_untold(now=clock.now()) == 0
    till.turn(failing_calls=0.0)
    assert gateway_refunds.find_untold(now=clock.now()) == 1


@pytest.mark.parametrize(("is_done", "state"), [(True, "done"), (False, "failed")])
def test_one_on_its_way_is_reserved_until_it_ends(till: Till, is_done: bool, state: str) -> None:
    _, session = _paid(till)
    till.turn(slow_refunds=True)
    made = till.refund_at_desk(session, 5_000)
    _hear(till)
    assert (_rows(), _sums()) == ([(5_000, "gateway", "sent")], (12_000, 5_000, 0))
    till.server.till.settle_refund(made, is_done=is_done)
    _hear(till)
    assert (_rows(), _sums()) == ([(5_000, "gateway", state)], (12_000, 0, 5_000 if is_done else 0))


def test_one_that_failed_before_it_was_seen_moved_nothing(till: Till) -> None:
    _, session = _paid(till)
    till.turn(slow_refunds=True)
    till.server.till.settle_refund(till.refund_at_desk(session, 5_000), is_done=False)
    _hear(till)
    assert (gateway_refunds.find_untold(now=clock.now()), _rows()) == (0, [])


@pytest.mark.parametrize("is_told_first", [True, False])
def test_part_at_the_gateway_leaves_the_rest_to_ours(till: Till, is_told_first: bool) -> None:
    """The holder gave their place back, and somebody at the gateway had given them a part already."""
    order, session = _paid(till)
    refunds.refund_rest(actor=SYSTEM, order_id=order.pk, cause=RefundCause.POLICY, now=clock.now())
    till.refund_at_desk(session, 5_000)
    if is_told_first:
        till.hand_over()
    for _ in range(3):
        work_off()
    assert _rows() == [(7_000, "policy", "done"), (5_000, "gateway", "done")]
    assert (_sums(), [one["refunded"] for one in till.ledger()]) == ((12_000, 0, 12_000), [12_000])
    assert Refund.objects.earliest("id").attempt == 2
    assert "payment.refund_overtaken" in _acts()


@pytest.mark.parametrize("is_told_first", [True, False])
def test_all_at_the_gateway_leaves_nothing_to_ours(till: Till, is_told_first: bool) -> None:
    order, session = _paid(till)
    asked = requests.ask(actor=SYSTEM, order_id=order.pk, reason="有事", percent=100)
    boss = person_in(order.payee, MemberRole.ADMIN)
    requests.approve(actor=boss, request=asked, amount_minor=8_000, answer="", now=clock.now())
    till.refund_at_desk(session)
    if is_told_first:
        till.hand_over()
    for _ in range(2):
        work_off()
    assert _rows() == [(8_000, "request", "overtaken"), (12_000, "gateway", "done")]
    assert (_sums(), [one["refunded"] for one in till.ledger()]) == ((12_000, 0, 12_000), [12_000])
    assert published(order).count("payments.refund_failed") == 0
    assert RefundRequest.objects.get().stage == "done"
    assert client_of(boss).get(f"{API}/refund-requests/", {"state": "done"}).json()["count"] == 1


def test_one_that_had_failed_is_not_asked_for_again(till: Till) -> None:
    """The usual way to mend it: at the gateway's own desk."""
    order, session = _paid(till)
    till.turn(slow_refunds=True)
    refunds.refund_rest(actor=SYSTEM, order_id=order.pk, cause=RefundCause.POLICY, now=clock.now())
    work_off()
    till.server.till.settle_refund(Refund.objects.get().provider_id, is_done=False)
    _hear(till)
    assert _rows() == [(12_000, "policy", "failed")]
    till.turn(slow_refunds=False)
    till.refund_at_desk(session)
    _hear(till)
    assert _rows() == [(12_000, "policy", "overtaken"), (12_000, "gateway", "done")]
    boss = person_in(order.payee, MemberRole.ADMIN)
    assert client_of(boss).get(f"{API}/orders/", {"refund_failed": "true"}).json()["count"] == 0


@pytest.mark.parametrize(("is_keyed", "causes"), [(True, ["policy"]), (False, ["policy", "gateway"])])
def test_our_own_whose_answer_was_lost_is_known_by_its_key(till: Till, is_keyed: bool, causes: list[str]) -> None:
    """The control: without its key it is taken for somebody else's."""
    order, _ = _paid(till)
    refunds.refund(
        actor=SYSTEM, order_id=order.pk, amount_minor=5_000, cause=RefundCause.POLICY, cause_key="a", now=clock.now()
    )
    till.turn(unanswered_calls=1.0)
    refunds.send_due(now=clock.now())
    till.turn(unanswered_calls=0.0)
    if not is_keyed:
        till.server.store.put(till.server.store.all_of("refund")[0] | {"metadata": {}})
    _hear(till)
    assert [cause for _, cause, _ in _rows()] == causes
    assert _rows()[0] == (5_000, "policy", "done" if is_keyed else "requested")


@pytest.mark.parametrize("wrong", [{"currency": "hkd"}, {"amount": 12_001}])
def test_what_is_not_of_this_payment_is_not_written(till: Till, wrong: dict[str, Any]) -> None:
    _, session = _paid(till)
    till.refund_at_desk(session, 5_000)
    till.server.store.put(till.server.store.all_of("refund")[0] | wrong)
    _hear(till)
    assert (_rows(), _sums()) == ([], (12_000, 0, 0))


def test_refund_of_somebody_elses_payment_is_left_alone(till: Till) -> None:
    _paid(till)
    other = {"id": "re_other", "object": "refund", "payment_intent": "pi_other", "amount": 1, "currency": "cny"}
    till.server.store.put(other | {"created": 4_000_000_000, "status": "succeeded", "metadata": {}})
    till.server.till._tell("refund.created", other)
    _hear(till)
    assert (gateway_refunds.find_untold(now=clock.now()), _rows()) == (0, [])


def test_second_payment_given_back_at_the_gateway_touches_nothing_of_the_first(till: Till) -> None:
    order = bought(FirmFactory.create(verified=True))
    first = opened(order)
    till.server.till.expire_session(str(first.session_id))
    settling.settle(first.pk, now=clock.now())
    second = opened(order)
    for session in (first.session_id, second.session_id):
        till.pay(session, late=True)
    till.refund_at_desk(second.session_id)
    _hear(till)
    work_off()
    order.refresh_from_db()
    assert order.state == "succeeded"
    assert sorted(one["refunded"] for one in till.ledger()) == [0, 12_000]
    assert {(row.cause, row.state, row.checkout_id) for row in Refund.objects.all()} == {
        ("duplicate", "overtaken", second.pk),
        ("gateway", "done", second.pk),
    }


@pytest.mark.parametrize(("here", "state"), [(None, "late"), (1_000, "partially_refunded")])
def test_rest_of_late_money_goes_back_unless_somebody_here_decided(till: Till, here: int | None, state: str) -> None:
    order, session = _paid(till)
    till.refund_at_desk(session, 5_000)
    _hear(till)
    if here:
        boss = person_in(order.payee, MemberRole.ADMIN)
        desk.refund_order(actor=boss, order=order, amount_minor=here, reason="退", key="k", now=clock.now())
    assert (refunds.return_late(order_id=order.pk, now=clock.now()) is None) == bool(here)
    assert Order.objects.get().state == state


def test_payee_sees_it_hears_of_it_and_takes_the_fapiao_back(till: Till, tmp_path: Any, settings: Any) -> None:
    settings.STORAGE_ROOT, settings.PUBLIC_URL = tmp_path / "storage", "https://street.example"
    order, session = _paid(till)
    boss = person_in(order.payee, MemberRole.ADMIN)
    issue(boss, ask_for_fapiao(order))
    till.refund_at_desk(session, 5_000)
    _hear(till)
    drain_outbox(now=clock.now())
    (shown,) = client_of(boss).get(f"{API}/orders/").json()["results"]
    assert [(one["cause"], one["state"], one["money"]["amount"]) for one in shown["refunds"]] == [
        ("gateway", "done", "50.00")
    ]
    (line,) = client_of(boss).get(f"{API}/orders/report/").json()
    assert (line["returned"]["amount"], line["returned_at_gateway"]["amount"]) == ("50.00", "50.00")
    told = Notification.objects.filter(recipient=boss).order_by("id").values_list("kind", flat=True)
    assert [kind for kind in told if "refund_found" in kind or "red_letter" in kind] == [
        "payments.refund_found",
        "payments.red_letter_due",
    ]
    due = client_of(boss).get(f"{API}/fapiao/", {"red_due": "true"}).json()
    assert due["count"] == 1


def test_fapiao_nobody_has_issued_is_void_and_the_request_is_answered(till: Till) -> None:
    order, session = _paid(till)
    ask_for_fapiao(order)
    requests.ask(actor=SYSTEM, order_id=order.pk, reason="有事", percent=80)
    till.refund_at_desk(session)
    _hear(till)
    assert (Fapiao.objects.get().state, RefundRequest.objects.get().stage) == ("void", "done")


def test_money_given_back_here_is_not_counted_as_the_gateways(till: Till) -> None:
    order, _ = _paid(till)
    boss = person_in(order.payee, MemberRole.ADMIN)
    desk.refund_order(actor=boss, order=order, amount_minor=2_000, reason="退", key="k", now=clock.now())
    work_off()
    (line,) = client_of(boss).get(f"{API}/orders/report/").json()
    assert (line["returned"]["amount"], line["returned_at_gateway"]["amount"]) == ("20.00", "0.00")


def test_demo_plays_the_gateways_desk_by_an_address_of_its_own(till: Till, settings: Settings) -> None:
    _, session = _paid(till)
    desk_of_the_gateway = HTTPConnection(urlsplit(settings.STRIPE_API_BASE).netloc, timeout=5)
    desk_of_the_gateway.request("POST", f"/_control/refund/{session}", body='{"amount": 500}')
    answer = desk_of_the_gateway.getresponse()
    made = json.loads(answer.read())
    desk_of_the_gateway.close()
    assert (answer.status, made["amount"], made["metadata"]) == (200, 500, {})
    _hear(till)
    assert _rows() == [(500, "gateway", "done")]


def test_gateway_lists_what_is_its_own(till: Till) -> None:
    _, session = _paid(till)
    made = till.refund_at_desk(session, 5_000)
    (one,) = gateways.current().refunds_of(Checkout.objects.get().payment_id)
    assert (one.id, one.amount_minor, one.currency, one.key, one.is_done) == (made, 5_000, "CNY", "", True)
