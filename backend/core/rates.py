"""Reference exchange rates, used only to compare amounts of different currencies. Dated data, not a quotation."""

from backend.core.money import Currency, Money

# Units of the currency for one US dollar, rounded by hand; matching works on powers of ten, so a few percent do
# not move a result. The figure for CNY is the one the imported history was converted with.
RATES_AS_OF = "2026-11-01"
PER_USD: dict[Currency, float] = {
    Currency.USD: 1.0,
    Currency.CNY: 6.5,
    Currency.HKD: 7.8,
    Currency.EUR: 0.9,
    Currency.JPY: 150.0,
    Currency.SGD: 1.3,
    Currency.GBP: 0.8,
    Currency.INR: 85.0,
}


def to_usd(money: Money) -> int:
    """Whole US dollars at the reference rate."""
    major = float(money.major)
    return round(major / PER_USD[money.currency])
