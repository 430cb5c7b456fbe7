"""Tax in prices to the last fen, fees as the gateway says them, and the report that adds both up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import clock
from backend.core.ids import new_id
from backend.organizations.enums import MemberRole
from backend.payments.models import Checkout, Order, Refund
from backend.payments.services import desk, fees, refunds
from backend.payments.taxes import tax_back, tax_in
from tests.backend.payments.acts import bought, paid, work_off
from tests.factories.organizations import FirmFactory
from tests.factories.payments import OrderFactory
from tests.support.clients import client_of
from tests.support.money_acts import paid_by_transfer
from tests.support.pitch_cast import person_in
from tests.support.till import Till

API = "/api/v1"


@pytest.mark.parametrize(
    ("gross", "bp", "tax"),
    [(12_000, 600, 679), (100, 600, 6), (1, 600, 0), (10_600, 600, 600), (9, 1_300, 1), (5, 0, 0)],
)
def test_tax_is_in_the_price(gross: int, bp: int, tax: int) -> None:
    assert tax_in(gross, bp) == tax


@given(
    gross=st.integers(1, 10**12),
    bp=st.integers(0, 10_000),
    shares=st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_parts_give_back_exactly_the_tax_of_the_whole(gross: int, bp: int, shares: list[int]) -> None:
    """However a payment is given back in parts, nothing of its tax is left and none is made."""
    kept, back = gross, 0
    for share in shares:
        part = max(1, min(kept, gross * share // sum(shares))) if kept else 0
        back += tax_back(kept, part, bp)
        kept -= part
    assert back + tax_back(kept, kept, bp) == tax_in(gross, bp)
    assert 0 <= tax_in(gross, bp) <= gross


@pytest.mark.django_db
def test_fee_is_what_the_gateway_says(till: Till) -> None:
    order = paid(till, bought(FirmFactory.create(verified=True)))
    assert Checkout.objects.get().fee_minor is None
    assert fees.learn(now=clock.now()) == 1
    checkout = Checkout.objects.get(order=order)
    assert (checkout.fee_minor, checkout.fee_currency) == (360, "CNY")
    assert fees.learn(now=clock.now()) == 0


@pytest.mark.django_db
def test_fee_that_is_not_settled_is_asked_for_later(till: Till) -> None:
    paid(till, bought(FirmFactory.create(verified=True)))
    charge = till.server.store.all_of("charge")[0]
    till.server.store.put(charge | {"balance_transaction": None})
    now = clock.now()
    assert (fees.learn(now=now), fees.learn(now=now)) == (0, 0)
    till.server.store.put(charge)
    assert fees.learn(now=now + timedelta(minutes=9)) == 0
    assert fees.learn(now=now + fees.ASK_AGAIN) == 1


def _lines(person: Any, **asked: str) -> list[dict[str, Any]]:
    return list(client_of(person).get(f"{API}/orders/report/", asked).json())


def _sums(line: dict[str, Any]) -> tuple[Any, ...]:
    return (line["key"], line["currency"], line["orders"], *(line[name]["amount"] for name in _COLUMNS))


_COLUMNS = ("gross", "returned", "fees", "net", "tax")


@pytest.mark.django_db
def test_report_counts_money_in_the_month_it_moved(till: Till) -> None:
    payee = FirmFactory.create(verified=True)
    boss = person_in(payee, MemberRole.ADMIN)
    order = paid(till, OrderFactory.create(payee=payee, tax_bp=600))
    fees.learn(now=clock.now())
    refunds_of = desk.refund_order(actor=boss, order=order, amount_minor=2_000, reason="x", key="k", now=clock.now())
    refunds.send_due(now=clock.now())
    Checkout.objects.update(paid_at=datetime(2026, 9, 30, 17, tzinfo=UTC))
    Refund.objects.filter(pk=refunds_of.pk).update(done_at=datetime(2026, 11, 2, tzinfo=UTC))
    # Seventeen hours of the world's clock are past midnight on the street.
    assert [_sums(one) for one in _lines(boss)] == [
        ("2026-11", "CNY", 0, "0.00", "20.00", "0.00", "-20.00", "-1.13"),
        ("2026-10", "CNY", 1, "120.00", "0.00", "3.60", "116.40", "6.79"),
    ]
    assert [one["key"] for one in _lines(boss, since="2026-11-01")] == ["2026-11"]
    assert [one["key"] for one in _lines(boss, until="2026-10-31")] == ["2026-10"]


@pytest.mark.django_db
def test_report_by_occasion_keeps_currencies_and_payees_apart() -> None:
    payee, dinner = FirmFactory.create(verified=True), new_id()
    boss = person_in(payee, MemberRole.ADMIN)
    for currency in ("CNY", "CNY", "HKD"):
        paid_by_transfer(payee, occasion_id=dinner, occasion="晚餐", currency=currency)
    paid_by_transfer(FirmFactory.create(verified=True))
    found = [(one["name"], *_sums(one)[1:5]) for one in _lines(boss, by="occasion")]
    assert found == [("晚餐", "CNY", 2, "240.00", "0.00"), ("晚餐", "HKD", 1, "120.00", "0.00")]
    table = b"".join(client_of(boss).get(f"{API}/orders/report/export/", {"by": "occasion"})).decode()
    assert "晚餐" in table
    assert _lines(person_in(payee, MemberRole.READER)) == []
    assert client_of().get(f"{API}/orders/report/").status_code == 401
    assert client_of(boss).get(f"{API}/orders/report/", {"state": "late"}).json()["code"] == "core.unknown_parameter"


@pytest.mark.django_db
def test_order_keeps_the_tax_of_its_day(till: Till) -> None:
    order = paid(till, OrderFactory.create(tax_bp=600))
    boss = person_in(order.payee, MemberRole.ADMIN)
    for amount in (3_333, 3_333, None):
        desk.refund_order(
            actor=boss,
            order=order,
            amount_minor=amount,
            reason="x",
            key=f"{amount}{Refund.objects.count()}",
            now=clock.now(),
        )
        work_off()
    assert sum(Refund.objects.values_list("tax_minor", flat=True)) == Checkout.objects.get().tax_minor == 679
    assert Order.objects.get().state == "refunded"
