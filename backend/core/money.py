"""Money: whole minor units (fen, cents) plus a currency. Never a float."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from backend.core.errors import Invalid
from backend.core.languages import text

# bigint holds 9.2e18 minor units; nobody raises more than this, and sums stay far from the edge.
MAX_MINOR = 10**15


class Currency(models.TextChoices):
    CNY = "CNY", "人民币"
    USD = "USD", "美元"
    HKD = "HKD", "港元"
    EUR = "EUR", "欧元"
    JPY = "JPY", "日元"
    SGD = "SGD", "新加坡元"
    GBP = "GBP", "英镑"
    INR = "INR", "印度卢比"


# Digits behind the point; ISO 4217.
EXPONENTS = {Currency.JPY: 0}


class BadMoney(Invalid):
    code = "core.bad_money"
    message = text("金额无效。", "This amount is not valid.")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of a currency."""

    minor: int
    currency: Currency

    @property
    def major(self) -> Decimal:
        exponent = EXPONENTS.get(self.currency, 2)
        return Decimal(self.minor).scaleb(-exponent)

    def to_wire(self) -> dict[str, str]:
        return {"amount": str(self.major), "currency": str(self.currency)}

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """From the wire form. Raises BadMoney for anything that is not an exact non-negative amount."""
        try:
            unit = Currency(currency)
            value = Decimal(amount)
            scaled = value.scaleb(EXPONENTS.get(unit, 2)) if value.is_finite() else None
        except (ValueError, ArithmeticError) as error:
            raise BadMoney from error
        if scaled is None or scaled != scaled.to_integral_value() or not 0 <= scaled <= MAX_MINOR:
            raise BadMoney
        return cls(int(scaled), unit)
