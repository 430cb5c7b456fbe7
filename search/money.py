"""Amounts of money as people write them: 3000万, 1-2亿元, $5M, 五百万美元以上, under 10 million usd."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from search.records import AmountRange

_DIGITS = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_UNITS = {
    "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9, "billion": 10**9,
}  # fmt: skip
_CURRENCIES = {
    "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "¥": "CNY", "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD",
    "$": "USD", "港元": "HKD", "港币": "HKD", "hkd": "HKD", "hk$": "HKD", "欧元": "EUR", "eur": "EUR", "€": "EUR",
}  # fmt: skip
_SIGN = r"(?P<sign>us\$|hk\$|[$¥€])?\s*"
_NUMBER = r"(?:[0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,4})?|[零一二两三四五六七八九十百]{1,7})"
_UNIT = r"(?:千万|百万|十万|亿|万|thousand|million|billion|mn|bn|[kmb](?![a-z]))"
_MONEY = re.compile(
    rf"(?P<before>>=|≥|>|<=|≤|<|不超过|不低于|至少|大于|小于|over|above|more than|at least|under|below|up to|less than)?\s*"
    rf"{_SIGN}(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT})?"
    rf"(?:\s*(?:-|~|—|–|至|到|to)\s*(?:us\$|hk\$|[$¥€])?\s*(?P<high>{_NUMBER}))?"
    rf"\s*(?P<unit>{_UNIT})?\s*(?P<currency>人民币|美元|美金|港元|港币|欧元|元|rmb|cny|usd|hkd|eur)?"
    rf"\s*(?P<after>以上|以下|以内|左右|起|\+)?(?!\s*(?:用户|人次|人|台|辆|家|平方|平米|吨|次|个))"
)
_LOW_WORDS = frozenset(
    (">=", "≥", ">", "不低于", "至少", "大于", "over", "above", "more than", "at least", "以上", "起", "+")
)
_HIGH_WORDS = frozenset(("<=", "≤", "<", "不超过", "小于", "under", "below", "up to", "less than", "以下", "以内"))


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and the half-open span of the folded text that states it."""

    amount: AmountRange
    start: int
    end: int


def find_amount(folded: str) -> FoundAmount | None:
    """The first amount of money in a folded text. A bare size means about that much: from half of it to its double."""
    for found in _MONEY.finditer(folded):
        unit = found["unit"] or found["low_unit"] or ""
        money_sign = found["currency"] or found["sign"] or ""
        if not (money_sign or _is_chinese_unit(unit) or len(unit) > 2):
            continue
        if not unit and found["sign"] is None and found["currency"] is None:
            continue
        low = _value(found["low"], found["low_unit"] or unit)
        high = _value(found["high"], unit) if found["high"] else None
        if low is None or low == 0 or (high is not None and high < low):
            continue
        currency = _CURRENCIES.get(money_sign, "CNY")
        return FoundAmount(_range(low, high, found["before"], found["after"], currency), found.start(), found.end())
    return None


def _is_chinese_unit(unit: str) -> bool:
    return bool(unit) and not unit.isascii()


def _range(low: Decimal, high: Decimal | None, before: str | None, after: str | None, currency: str) -> AmountRange:
    if high is not None:
        return AmountRange(low=low, high=high, currency=currency)
    if before in _LOW_WORDS or after in _LOW_WORDS:
        return AmountRange(low=low, currency=currency)
    if before in _HIGH_WORDS or after in _HIGH_WORDS:
        return AmountRange(high=low, currency=currency)
    return AmountRange(low=low / 2, high=low * 2, currency=currency)


def _value(number: str, unit: str) -> Decimal | None:
    plain = number.replace(",", "")
    value = Decimal(plain) if plain[0].isascii() else _chinese(plain)
    return None if value is None else value * _UNITS.get(unit, 1)


def _chinese(numeral: str) -> Decimal | None:
    """Numerals up to 9999: 五, 十二, 三百五十."""
    total, digit = 0, 0
    for ch in numeral:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
        else:
            total += (digit or 1) * _SMALL[ch]
            digit = 0
    value = total + digit
    return Decimal(value) if value else None
