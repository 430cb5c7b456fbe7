"""An order from its page to its money, over the stand-in for Stripe."""

from datetime import timedelta

import pytest
import stripe
from django.db import transaction
from pytest_django import Settings

from backend.core import clock, outbox
from backend.core.actors import SYSTEM
from backend.payments.enums import CheckoutState, OrderState, RefundCause, RefundState
from backend.payments.errors import (
    GatewayAway,
    GatewayRefused,
    GatewayUnavailable,
    NotConfigured,
    NothingToRefund,
    OrderClosed,
    PaymentNotPossible,
)
from backend.payments.gateways import stripe as stripe_gateway
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import notices, orders, refunds, settling
from tests.backend.payments.acts import opened, published, work_off
from tests.factories.payments import OrderFactory
from tests.support.till import Till

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _somebody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events of payments are kept in the outbox only where somebody sold something."""
    for name in ("succeeded", "ended"):
        monkeypatch.setitem(outbox._listeners, f"payments.payment_{name}", [lambda event: None])
    for name in ("done", "failed"):
        monkeypatch.setitem(outbox._listeners, f"payments.refund_{name}", [lambda event: None])
    monkeypatch.setattr(outbox, "_defer_drain", [])


def _order(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_page_is_asked_for_with_what_is_owed_and_nothing_more(till: Till) -> None:
    order: Order = OrderFactory.create()
    checkout = opened(order)
    (session,) = till.sessions()
    assert (checkout.state, checkout.session_id) == (CheckoutState.OPEN, session["id"])
    assert checkout.url == session["url"]
    assert {name: session[name] for name in ("amount_total", "currency", "client_reference_id", "customer_email")} == {
        "amount_total": 12_000,
        "currency": "cny",
        "client_reference_id": str(order.pk),
        "customer_email": None,
    }
    assert session["payment_method_types"] == ["card", "alipay", "wechat_pay"]
    assert session["metadata"] == {"reference": str(order.pk)}
    assert session["expires_at"] >= clock.now().timestamp() + 30 * 60
    assert _order(order).state == OrderState.REQUIRES_ACTION
    assert _order(order).closes_at == checkout.expires_at


def test_asking_again_is_the_same_page(till: Till) -> None:
    order: Order = OrderFactory.create()
    assert opened(order).pk == opened(order).pk
    assert len(till.sessions()) == 1


@pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
def test_paid_order_is_told_once(till: Till, method: str) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id, method=method)
    assert till.hand_over() == [200, 200, 200]
    assert _order(order).state == OrderState.REQUIRES_ACTION
    work_off()
    work_off()
    paid, checkout = _order(order), Checkout.objects.get()
    assert (paid.state, paid.paid_at is not None) == (OrderState.SUCCEEDED, True)
    assert (checkout.state, checkout.paid_minor, checkout.left_minor) == (CheckoutState.PAID, 12_000, 12_000)
    assert checkout.payment_id
    assert published(order) == ["payments.payment_succeeded"]
    with pytest.raises(OrderClosed):
        opened(order)


def test_payment_that_takes_its_time_keeps_the_order_open(till: Till) -> None:
    order: Order = OrderFactory.create()
    checkout = opened(order)
    till.pay(checkout.session_id, outcome="processing")
    till.hand_over()
    work_off()
    assert Checkout.objects.get().state == CheckoutState.PROCESSING
    assert not orders.close(order.pk, now=clock.now() + timedelta(hours=2))
    assert published(order) == []
    till.settle(checkout.session_id, is_paid=True)
    till.hand_over()
    work_off()
    assert _order(order).state == OrderState.SUCCEEDED
    assert published(order) == ["payments.payment_succeeded"]


def test_payment_that_did_not_come_lets_the_payer_try_again(till: Till) -> None:
    order: Order = OrderFactory.create()
    first = opened(order)
    till.pay(first.session_id, outcome="processing")
    till.settle(first.session_id, is_paid=False)
    till.hand_over()
    work_off()
    first.refresh_from_db()
    assert first.state == CheckoutState.FAILED
    assert opened(order).pk != first.pk
    assert published(order) == []


def test_declined_card_changes_nothing(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id, outcome="declined")
    till.hand_over()
    work_off()
    assert (_order(order).state, Checkout.objects.get().state) == (OrderState.REQUIRES_ACTION, CheckoutState.OPEN)


def test_order_whose_time_is_over_is_closed_at_the_gateway_first(till: Till) -> None:
    order: Order = OrderFactory.create()
    opened(order)
    later = clock.now() + timedelta(minutes=32)
    assert orders.close_due(now=later) == 1
    assert [one["status"] for one in till.sessions()] == ["expired"]
    assert (_order(order).state, Checkout.objects.get().state) == (OrderState.FAILED, CheckoutState.EXPIRED)
    assert published(order) == ["payments.payment_ended"]
    assert orders.close_due(now=later) == 0


def test_order_paid_in_the_last_moment_is_paid(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    orders.close_due(now=clock.now() + timedelta(minutes=32))
    assert _order(order).state == OrderState.SUCCEEDED
    assert published(order) == ["payments.payment_succeeded"]


def test_order_stays_open_while_the_gateway_cannot_be_asked(till: Till) -> None:
    order: Order = OrderFactory.create()
    opened(order)
    till.turn(failing_calls=1.0)
    later = clock.now() + timedelta(minutes=32)
    assert orders.close_due(now=later) == 0
    assert (_order(order).state, Checkout.objects.get().state) == (OrderState.REQUIRES_ACTION, CheckoutState.OPEN)
    till.turn(failing_calls=0.0)
    assert orders.close_due(now=later) == 1


def test_order_the_gateway_knows_nothing_of_holds_up_no_other(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after keys of another account were put in; however many of these are the first in line."""
    monkeypatch.setattr(orders, "_MOST", 1)
    first, second = OrderFactory.create_batch(2)
    for order in (first, second):
        opened(order)
    Checkout.objects.filter(order=first).update(session_id="cs_of_another_account")
    assert orders.close_due(now=clock.now() + timedelta(minutes=32)) == 1
    assert (_order(first).state, _order(second).state) == (OrderState.REQUIRES_ACTION, OrderState.FAILED)


def test_a_gateway_that_hangs_is_waited_for_once_and_free_orders_end_meanwhile(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def hang(self: object, session_id: str) -> None:
        asked.append(session_id)
        raise GatewayAway("timeout")

    monkeypatch.setattr(stripe_gateway.StripeGateway, "expire_session", hang)
    held = OrderFactory.create_batch(2)
    for order in held:
        opened(order)
    free: Order = OrderFactory.create()
    assert orders.close_due(now=clock.now() + timedelta(minutes=41)) == 1
    assert (len(asked), _order(free).state) == (1, OrderState.FAILED)


def test_order_nobody_began_to_pay_ends(till: Till) -> None:
    order: Order = OrderFactory.create()
    assert orders.close_due(now=clock.now()) == 0
    assert orders.close_due(now=clock.now() + timedelta(minutes=41)) == 1
    assert (_order(order).state, till.sessions()) == (OrderState.FAILED, [])
    assert published(order) == ["payments.payment_ended"]


def test_withdrawn_order_cannot_be_paid(till: Till) -> None:
    order: Order = OrderFactory.create()
    opened(order)
    with transaction.atomic():
        orders.withdraw(actor=SYSTEM, order_id=order.pk, now=clock.now())
    orders.close_due(now=clock.now())
    assert [one["status"] for one in till.sessions()] == ["expired"]
    assert published(order) == ["payments.payment_ended"]
    with pytest.raises(OrderClosed):
        opened(order)


def test_unanswered_question_opens_one_page(till: Till) -> None:
    """The gateway did what we asked, and we never heard of it."""
    order: Order = OrderFactory.create()
    till.turn(unanswered_calls=1.0)
    with pytest.raises(GatewayUnavailable):
        opened(order)
    till.turn(unanswered_calls=0.0)
    assert opened(order).state == CheckoutState.OPEN
    assert len(till.sessions()) == 1


def test_unanswered_question_is_closed_when_its_time_is_over(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.turn(unanswered_calls=1.0)
    with pytest.raises(GatewayUnavailable):
        opened(order)
    till.turn(unanswered_calls=0.0)
    assert orders.close_due(now=clock.now() + timedelta(minutes=32)) == 1
    assert [one["status"] for one in till.sessions()] == ["expired"]
    assert published(order) == ["payments.payment_ended"]


def test_try_that_never_reached_the_gateway_is_begun_anew(till: Till, settings: Settings) -> None:
    order: Order = OrderFactory.create()
    till.turn(failing_calls=1.0)
    with pytest.raises(GatewayUnavailable):
        opened(order)
    till.turn(failing_calls=0.0)
    # What was prepared then would be open for less than half an hour now, which the gateway refuses.
    Checkout.objects.update(expires_at=clock.now() + timedelta(minutes=25))
    assert opened(order).state == CheckoutState.OPEN
    assert sorted(Checkout.objects.values_list("state", flat=True)) == ["failed", "open"]
    assert len(till.sessions()) == 1


def test_refused_order_says_so(till: Till) -> None:
    order: Order = OrderFactory.create(currency="")
    with pytest.raises(PaymentNotPossible):
        opened(order)
    assert (Checkout.objects.get().state, till.sessions()) == (CheckoutState.FAILED, [])


def test_nothing_is_sold_without_keys(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    order: Order = OrderFactory.create()
    with pytest.raises(NotConfigured):
        opened(order)
    assert not Checkout.objects.exists()


def test_second_payment_of_one_order_goes_back(till: Till) -> None:
    """The first page was paid after it had been given up; both payments are real."""
    order: Order = OrderFactory.create()
    first = opened(order)
    till.server.till.expire_session(str(first.session_id))
    settling.settle(first.pk, now=clock.now())
    second = opened(order)
    till.pay(first.session_id, late=True)
    till.pay(second.session_id)
    till.hand_over()
    work_off()
    assert _order(order).state == OrderState.SUCCEEDED
    assert published(order).count("payments.payment_succeeded") == 1
    assert sorted((one["paid"], one["refunded"]) for one in till.ledger()) == [(12_000, 0), (12_000, 12_000)]
    assert list(Refund.objects.values_list("cause", "state")) == [(RefundCause.DUPLICATE, RefundState.DONE)]


def test_money_that_came_too_late_goes_back_whole_and_once(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    now = clock.now()
    assert refunds.return_late(order_id=order.pk, now=now) is not None
    assert refunds.return_late(order_id=order.pk, now=now) is None
    assert _order(order).state == OrderState.LATE
    work_off()
    assert _order(order).state == OrderState.REFUNDED
    assert [(one["paid"], one["refunded"]) for one in till.ledger()] == [(12_000, 12_000)]
    assert published(order) == ["payments.payment_succeeded", "payments.refund_done"]


def test_parts_go_back_until_nothing_is_left(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()

    def back(amount: int | None, key: str) -> Refund:
        return refunds.refund(
            actor=SYSTEM,
            order_id=order.pk,
            amount_minor=amount,
            cause=RefundCause.POLICY,
            cause_key=key,
            now=clock.now(),
        )

    assert back(5_000, "a").pk == back(5_000, "a").pk
    with pytest.raises(NothingToRefund):
        back(7_001, "b")
    work_off()
    assert _order(order).state == OrderState.PARTIALLY_REFUNDED
    back(None, "b")
    with pytest.raises(NothingToRefund):
        back(None, "c")
    work_off()
    assert _order(order).state == OrderState.REFUNDED
    assert [one["refunded"] for one in till.ledger()] == [12_000]
    assert list(Refund.objects.order_by("id").values_list("amount_minor", flat=True)) == [5_000, 7_000]


def test_refund_whose_answer_was_lost_is_made_once(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    refunds.return_late(order_id=order.pk, now=clock.now())
    till.turn(unanswered_calls=1.0)
    assert refunds.send_due(now=clock.now()) == 0
    till.turn(unanswered_calls=0.0)
    assert refunds.send_due(now=clock.now() + timedelta(minutes=1)) == 1
    assert [one["refunded"] for one in till.ledger()] == [12_000]
    assert Refund.objects.get().state == RefundState.DONE


@pytest.mark.parametrize("is_done", [True, False])
def test_refund_that_takes_its_time(till: Till, is_done: bool) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    till.turn(slow_refunds=True)
    refunds.return_late(order_id=order.pk, now=clock.now())
    work_off()
    row = Refund.objects.get()
    assert (row.state, Checkout.objects.get().returning_minor) == (RefundState.SENT, 12_000)
    till.server.till.settle_refund(row.provider_id, is_done=is_done)
    till.hand_over()
    work_off()
    row.refresh_from_db()
    checkout = Checkout.objects.get()
    assert (row.state, checkout.returning_minor, checkout.returned_minor) == (
        (RefundState.DONE, 0, 12_000) if is_done else (RefundState.FAILED, 0, 0)
    )
    assert published(order)[-1] == ("payments.refund_done" if is_done else "payments.refund_failed")


def test_refund_that_came_back_is_known_and_can_be_tried_again(till: Till) -> None:
    """A card may be closed: what the gateway had said was done fails days later."""
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    refunds.refund_rest(actor=SYSTEM, order_id=order.pk, cause=RefundCause.HOST, now=clock.now())
    work_off()
    row = Refund.objects.get()
    assert (row.state, _order(order).state) == (RefundState.DONE, OrderState.REFUNDED)
    till.server.till.settle_refund(row.provider_id, is_done=False)
    for _ in range(2):
        till.hand_over()
        work_off()
    row.refresh_from_db()
    checkout = Checkout.objects.get()
    assert (row.state, row.done_at, _order(order).state) == (RefundState.FAILED, None, OrderState.SUCCEEDED)
    assert (checkout.returning_minor, checkout.returned_minor) == (0, 0)
    assert published(order)[-2:] == ["payments.refund_done", "payments.refund_failed"]


def test_question_that_is_refused_says_nothing_of_a_refund_on_its_way(till: Till) -> None:
    order: Order = OrderFactory.create()
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    till.turn(slow_refunds=True)
    refunds.return_late(order_id=order.pk, now=clock.now())
    work_off()
    known = Refund.objects.get().provider_id
    Refund.objects.update(provider_id="re_unknown")
    later = clock.now() + timedelta(minutes=10)
    assert refunds.send_due(now=later) == 0
    row = Refund.objects.get()
    assert (row.state, row.tries) == (RefundState.SENT, 1)
    Refund.objects.update(provider_id=known)
    till.server.till.settle_refund(known, is_done=True)
    assert refunds.send_due(now=later + timedelta(minutes=1)) == 1
    assert Refund.objects.get().state == RefundState.DONE


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (stripe.AuthenticationError("key"), GatewayAway),
        (stripe.PermissionError("key"), GatewayAway),
        (stripe.IdempotencyError("another question"), GatewayRefused),
    ],
)
def test_a_key_that_is_refused_is_no_answer_to_what_was_asked(error: Exception, ours: type[Exception]) -> None:
    with pytest.raises(ours), stripe_gateway._our_errors():
        raise error


def test_session_that_is_not_as_asked_brings_nothing(till: Till) -> None:
    order: Order = OrderFactory.create()
    checkout = opened(order)
    till.pay(checkout.session_id)
    for name, value in (("amount_total", 1), ("currency", "hkd"), ("client_reference_id", "other"), ("livemode", True)):
        session = till.server.till.session(str(checkout.session_id))
        till.server.store.put(session | {name: value})
        settling.settle(checkout.pk, now=clock.now())
        assert Checkout.objects.get().state == CheckoutState.OPEN
        till.server.store.put(session)
    settling.settle(checkout.pk, now=clock.now())
    assert _order(order).state == OrderState.SUCCEEDED


def test_notice_about_nothing_of_ours_is_taken_and_does_nothing(till: Till) -> None:
    order: Order = OrderFactory.create()
    opened(order)
    till.server.till._tell("customer.created", {"id": "cus_1", "object": "customer"})
    assert till.hand_over() == [200]
    assert notices.work_off(now=clock.now()) == 1
    assert _order(order).state == OrderState.REQUIRES_ACTION
