"""Two hands at one payment, the second at a chosen point: two who find the same refund, and one beside one of our own."""

from typing import Any

import pytest
from django.db import IntegrityError

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.payments import gateways
from backend.payments.enums import RefundCause
from backend.payments.errors import NothingToRefund
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import gateway_refunds, refunds
from tests.backend.payments.acts import bought, paid
from tests.factories.organizations import FirmFactory
from tests.support.races import overlap
from tests.support.till import Till

pytestmark = pytest.mark.django_db(transaction=True)


def _returned_at_the_gateway(till: Till, amount: int | None = None) -> Checkout:
    """A payment of which money went back there, and we do not know yet."""
    order = paid(till, bought(FirmFactory.create(verified=True)))
    checkout = Checkout.objects.get(order=order)
    till.refund_at_desk(checkout.session_id, amount)
    return checkout


def _find(checkout: Checkout) -> Any:
    """With a list that was read before anybody wrote."""
    listed = gateways.current().refunds_of(checkout.payment_id)
    return lambda: gateway_refunds._take_up(checkout.pk, listed, now=clock.now())


def _give_back(checkout: Checkout) -> Any:
    return lambda: refunds.refund_rest(
        actor=SYSTEM, order_id=checkout.order_id, cause=RefundCause.POLICY, now=clock.now()
    )


def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(checkout_id: Any) -> tuple[Order, list[Refund]]:
        return Order.objects.get(checkouts=checkout_id), list(Refund.objects.filter(checkout=checkout_id))

    monkeypatch.setattr(gateway_refunds, "_held", held)


def _rows() -> list[tuple[Any, ...]]:
    return list(Refund.objects.order_by("id").values_list("amount_minor", "cause", "state"))


def test_found_by_two_at_once_it_is_written_once(till: Till) -> None:
    checkout = _returned_at_the_gateway(till, 5_000)
    assert overlap(_find(checkout), _find(checkout)) == [None, None]
    assert (_rows(), Checkout.objects.get().returned_minor) == ([(5_000, "gateway", "done")], 5_000)


def test_without_the_lock_only_the_database_stops_the_second(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read it as unknown, and the unique rule is what is left."""
    _without_lock(monkeypatch)
    checkout = _returned_at_the_gateway(till, 5_000)
    first, second = overlap(_find(checkout), _find(checkout))
    assert (first, isinstance(second, IntegrityError)) == (None, True)
    assert _rows() == [(5_000, "gateway", "done")]


def test_found_while_ours_is_asked_for_it_takes_its_room(till: Till) -> None:
    checkout = _returned_at_the_gateway(till)
    assert overlap(_give_back(checkout), _find(checkout)) == [None, None]
    assert _rows() == [(12_000, "policy", "overtaken"), (12_000, "gateway", "done")]
    assert (Checkout.objects.get().returning_minor, Checkout.objects.get().returned_minor) == (0, 12_000)


def test_asked_for_while_it_is_found_ours_has_nothing_to_give_back(till: Till) -> None:
    checkout = _returned_at_the_gateway(till)
    assert overlap(_find(checkout), _give_back(checkout)) == [None, None]
    assert _rows() == [(12_000, "gateway", "done")]


def test_a_sum_asked_for_while_it_is_found_is_refused(till: Till) -> None:
    checkout = _returned_at_the_gateway(till, 5_000)

    def ask() -> None:
        refunds.refund(
            actor=SYSTEM, order_id=checkout.order_id, amount_minor=8_000, cause=RefundCause.HOST, cause_key="k",
            now=clock.now(),
        )  # fmt: skip

    first, second = overlap(_find(checkout), ask)
    assert (first, type(second)) == (None, NothingToRefund)
    assert _rows() == [(5_000, "gateway", "done")]


def test_without_the_lock_ours_would_wait_for_money_that_is_gone(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: whoever finds it does not see ours, and leaves it with no money behind it."""
    _without_lock(monkeypatch)
    checkout = _returned_at_the_gateway(till)
    assert overlap(_give_back(checkout), _find(checkout)) == [None, None]
    assert _rows() == [(12_000, "policy", "requested"), (12_000, "gateway", "done")]
    assert (Checkout.objects.get().returning_minor, Checkout.objects.get().returned_minor) == (0, 12_000)
