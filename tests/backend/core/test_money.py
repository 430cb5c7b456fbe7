import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.money import MAX_MINOR, BadMoney, Currency, Money
from backend.core.rates import to_usd


@given(st.integers(0, MAX_MINOR), st.sampled_from(list(Currency)))
def test_money_wire_form_reads_back_the_same(minor: int, currency: Currency) -> None:
    money = Money(minor, currency)
    wire = money.to_wire()
    assert Money.parse(wire["amount"], wire["currency"]) == money


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("1.001", "CNY"),
        ("-1", "CNY"),
        ("NaN", "CNY"),
        ("Infinity", "USD"),
        ("1e30", "USD"),
        ("1E+999999", "CNY"),
        ("1E-999999", "CNY"),
        ("\ud800", "CNY"),
        ("", "CNY"),
        ("1,000", "CNY"),
        ("1.5", "JPY"),
        ("1", "XXX"),
        ("1", ""),
    ],
)
def test_money_that_is_not_an_exact_amount_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(BadMoney):
        Money.parse(amount, currency)


def test_wire_form_has_the_digits_of_the_currency() -> None:
    assert Money(2_000_000_000, Currency.CNY).to_wire() == {"amount": "20000000.00", "currency": "CNY"}
    assert Money(1500, Currency.JPY).to_wire() == {"amount": "1500", "currency": "JPY"}


def test_to_usd_uses_major_units() -> None:
    assert to_usd(Money(650_000_000, Currency.CNY)) == 1_000_000
    assert to_usd(Money(150_000_000, Currency.JPY)) == 1_000_000
