"""Two hands at one transfer, the second at a chosen point: two who accept it, and one who accepts it as its time ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import OutboxEvent
from backend.payments.enums import OrderState
from backend.payments.errors import TransferDecided
from backend.payments.models import Checkout, Order, Transfer
from backend.payments.services import orders, transfers
from tests.factories.organizations import FirmFactory
from tests.support.money_acts import to_transfer
from tests.support.races import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def _accept(transfer: Transfer) -> Any:
    return lambda: transfers.accept(actor=SYSTEM, transfer=transfer, note="", now=clock.now())


def _without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(actor: Any, transfer: Transfer) -> tuple[Order, Transfer]:
        return Order.objects.select_related("payee").get(pk=transfer.order_id), Transfer.objects.get(pk=transfer.pk)

    monkeypatch.setattr(transfers, "_held", held)


def _told(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"payments.{name}").count()


def test_two_reviewers_accept_once() -> None:
    transfer = to_transfer(FirmFactory.create(verified=True))
    first, second = overlap(_accept(transfer), _accept(transfer))
    assert (first, type(second)) == (None, TransferDecided)
    assert (Checkout.objects.count(), _told("payment_succeeded")) == (1, 1)


def test_without_the_lock_only_the_database_stops_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the lock both read it as open, and the unique rule is what is left."""
    _without_lock(monkeypatch)
    transfer = to_transfer(FirmFactory.create(verified=True))
    first, second = overlap(_accept(transfer), _accept(transfer))
    assert (first, isinstance(second, IntegrityError)) == (None, True)
    assert Checkout.objects.count() == 1


def _end(transfer: Transfer) -> Any:
    return lambda: orders.close(transfer.order_id, now=clock.now() + timedelta(days=9))


def test_accepted_while_its_time_ends_it_is_paid_and_does_not_end() -> None:
    transfer = to_transfer(FirmFactory.create(verified=True))
    assert overlap(_accept(transfer), _end(transfer)) == [None, None]
    assert (Order.objects.get().state, _told("payment_succeeded"), _told("payment_ended")) == ("succeeded", 1, 0)


def test_ended_while_it_is_accepted_it_is_late_money() -> None:
    transfer = to_transfer(FirmFactory.create(verified=True))
    assert overlap(_end(transfer), _accept(transfer)) == [None, None]
    assert (Order.objects.get().state, _told("payment_ended"), _told("payment_succeeded")) == ("succeeded", 1, 1)
    assert Transfer.objects.get().state == "accepted"


def test_without_the_lock_a_paid_order_would_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: whoever ends it has read it as unpaid, and says so after it was paid."""
    transfer = to_transfer(FirmFactory.create(verified=True))

    def end_unheld() -> None:
        order = Order.objects.get(pk=transfer.order_id)
        assert order.state == OrderState.REQUIRES_ACTION
        Order.objects.filter(pk=order.pk).update(state=OrderState.FAILED)

    assert overlap(_accept(transfer), end_unheld) == [None, None]
    assert Order.objects.get().state == "failed"
    assert Checkout.objects.get().paid_minor == 12_000
