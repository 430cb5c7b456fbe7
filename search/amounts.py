"""Money made comparable: everything in the index is in CNY, the match score thinks in the logarithm of USD."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from search.errors import SearchRejected
from search.records import AmountRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How much CNY one unit of each currency is worth, and since when."""

    version: str
    effective: date
    cny: Mapping[str, Decimal]

    def in_cny(self, amount: Decimal | None, currency: str) -> float | None:
        """The amount in CNY; None when it is unknown or there is no rate."""
        rate = self.cny.get(currency)
        if amount is None or rate is None or not amount.is_finite():
            return None
        return float(amount * rate)

    def log10_usd(self, amount: Decimal | None, currency: str) -> float | None:
        """The decimal logarithm of the amount in USD; None when unknown or not positive."""
        rate, usd = self.cny.get(currency), self.cny["USD"]
        if amount is None or rate is None or not amount.is_finite() or amount <= 0:
            return None
        return math.log10(amount if currency == "USD" else amount * rate / usd)

    def bounds(self, amount: AmountRange | None) -> tuple[float | None, float | None]:
        """Both ends in CNY, as stored in documents; an end that is not stated takes the other one's value."""
        if amount is None:
            return None, None
        low, high = self.in_cny(amount.low, amount.currency), self.in_cny(amount.high, amount.currency)
        return (high if low is None else low), (low if high is None else high)

    def asked(self, amount: AmountRange | None, field: str) -> tuple[float | None, float | None]:
        """Both ends of a question in CNY, open ends kept open. Raises SearchRejected when the currency has no rate."""
        if amount is None:
            return None, None
        if amount.currency not in self.cny:
            raise SearchRejected("search.currency_unknown", field)
        return self.in_cny(amount.low, amount.currency), self.in_cny(amount.high, amount.currency)


@lru_cache(maxsize=1)
def shipped() -> Rates:
    """The rates in `data/rates.toml`."""
    with resources.files("search.data").joinpath("rates.toml").open("rb") as lines:
        raw = tomllib.load(lines)
    return Rates(
        version=raw["version"],
        effective=raw["effective"],
        cny={currency: Decimal(rate) for currency, rate in raw["cny"].items()},
    )
