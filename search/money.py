"""Amounts of money as people write them: 3000万, 1-2亿元, $5M, 五百万美元以上, under 10 million usd, 数千万, 500w."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from search.records import AmountRange

_DIGITS = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_UNITS = {
    "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "w": 10**4, "千": 10**3,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "mil": 10**6, "million": 10**6, "millions": 10**6,
    "bn": 10**9, "b": 10**9, "billion": 10**9, "billions": 10**9,
}  # fmt: skip
_CURRENCIES = {
    "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY", "yuan": "CNY", "¥": "CNY",
    "元人民币": "CNY", "美元": "USD", "美金": "USD", "美刀": "USD", "刀": "USD", "usd": "USD", "us$": "USD", "$": "USD",
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "港元": "HKD", "港币": "HKD", "港纸": "HKD", "hkd": "HKD",
    "hk$": "HKD", "欧元": "EUR", "eur": "EUR", "€": "EUR", "euros": "EUR", "euro": "EUR",
}  # fmt: skip
# What an amount of each currency is said with; only these are offered in place of one another.
CURRENCY_WORDS = {"CNY": "人民币", "USD": "美元", "HKD": "港币", "EUR": "欧元"}
_LOW_BEFORE = (">=", "≥", ">", "不低于", "不少于", "不小于", "至少", "最少", "起码", "大于", "高于", "超过", "over", "above", "more than",
    "at least", "not less than", "no less than", "minimum", "min")  # fmt: skip
_HIGH_BEFORE = ("<=", "≤", "<", "不超过", "不高于", "不大于", "不多于", "至多", "最多", "小于", "低于", "少于", "under", "below", "up to",
    "less than", "at most", "no more than", "not more than", "not over", "not exceeding", "maximum", "max", "within")  # fmt: skip
_ABOUT = ("约", "大约", "大概", "差不多", "about", "around", "approx", "~", "between", "from")
_LOW_AFTER = ("以上", "起投", "起", "+", "and above", "or more", "及以上", "或以上", "and up")
_HIGH_AFTER = ("以下", "以内", "之内", "以里", "封顶", "及以下", "或以下", "内", "or less", "and below", "max", "tops")
_ABOUT_AFTER = ("左右", "上下", "前后", "or so")


def _any(words: tuple[str, ...] | list[str]) -> str:
    """Any of the words, the longest first; Latin ones end where the word ends."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z])" if word[-1].isalpha() and word.isascii() else "") for word in longest
    )


_HAN_DIGIT = "一二两三四五六七八九"
_NUMBER = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,12}})(?:\.[0-9]{{1,4}})?|[{_HAN_DIGIT}十百][零{_HAN_DIGIT}十百千]{{0,6}}"
_UNIT = "(?:千万|百万|十万|亿|万|千(?!米|克|瓦)|thousand|millions?|billions?|mil(?![a-z])|mn(?![a-z])|mm(?![a-z])|bn(?![a-z])|[kmbw](?![a-z0-9]))"
_SUFFIX = _any([word for word in _CURRENCIES if word not in {"¥", "$", "us$", "hk$", "€"}])
_PREFIX = _any(["us$", "hk$", "$", "¥", "€", "rmb", "usd", "hkd", "cny", "eur", "人民币", "美元", "港币"])
# What follows hundreds of millions at once: 1亿5000万.
_REST = rf"(?:(?<=亿)(?P<rest>{_NUMBER})(?P<rest_unit>千万|百万|万))?"
_NOT_MONEY = (
    r"(?!\s*(?:用户|人次|平方|平米|级以|像素|参数|公里|users|people|units|params|parameters|customers|downloads|km|kg|mw|gw|nm|mm(?![a-z]))"
    r"|人(?![工形民])|[台辆家吨次件条瓦安倍岁年月日号]|个(?!亿))"
)
_MONEY = re.compile(
    rf"(?:(?P<before>{_any([*_LOW_BEFORE, *_HIGH_BEFORE, *_ABOUT])})\s*)?(?:(?P<sign>{_PREFIX})\s*)?"
    rf"(?<![0-9.])(?P<low>{_NUMBER})\s*[多余来]?个?(?P<low_unit>{_UNIT})?{_REST}\s*(?P<low_currency>{_SUFFIX})?"
    rf"(?:\s*(?:-|~|—|–|至|到|\bto\b|\band\b)\s*(?:{_PREFIX})?\s*(?P<high>{_NUMBER})\s*个?(?P<unit>{_UNIT})?)?"
    rf"\s*(?P<currency>{_SUFFIX})?\s*(?P<after>{_any([*_LOW_AFTER, *_HIGH_AFTER, *_ABOUT_AFTER])}|级别|级(?!以))?{_NOT_MONEY}"
)
_VAGUE = re.compile(
    rf"(?<![0-9.零{_HAN_DIGIT}十百千])(?P<some>数|几|上|过|近|逾)?(?P<unit>百万|千万|亿|十万)"
    rf"(?P<class>级别|级)?(?P<currency>{_SUFFIX})?(?P<after>{_any(['以上', '以下', '以内'])})?{_NOT_MONEY}"
)
_GAP = re.compile(r"[\s,、]*(?:并且|而且|且|和|and|but)?\s*")
_OTHER_FIGURES = (
    "估值", "营收", "收入", "市值", "销售额", "流水", "利润", "用户", "valuation", "revenue", "arr", "gmv", "valued at"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and the half-open span of the folded text that states it; whether the text names its currency."""

    amount: AmountRange
    start: int
    end: int
    has_currency: bool = True


def find_amount(folded: str) -> FoundAmount | None:
    """The first amount of money in a folded text. A bare size means about that much: from half of it to its double."""
    vague = _vague(folded)
    for found in _MONEY.finditer(folded):
        if folded[: found.start()].rstrip(" :是为").endswith(_OTHER_FIGURES):
            continue
        stated = _stated(found, folded)
        if stated is not None:
            return vague if vague is not None and vague.start <= stated.start else _with_other_end(stated, folded)
    return vague


def _with_other_end(one: FoundAmount, folded: str) -> FoundAmount:
    """Both ends where each is said by itself: 1000万以上3000万以下, over 5m and under $10m."""
    gap = _GAP.match(folded, one.end)
    found = _MONEY.match(folded, gap.end()) if gap else None
    other = _stated(found, folded) if found else None
    if other is None or (one.has_currency and other.has_currency and one.amount.currency != other.amount.currency):
        return one
    lows, highs = ([end for end in ends if end is not None] for ends in zip(_ends(one), _ends(other), strict=True))
    if len(lows) != 1 or len(highs) != 1 or lows > highs:
        return one
    currency = (one if one.has_currency else other).amount.currency
    both = AmountRange(low=lows[0], high=highs[0], currency=currency)
    return FoundAmount(both, one.start, other.end, one.has_currency or other.has_currency)


def _ends(found: FoundAmount) -> tuple[Decimal | None, Decimal | None]:
    return found.amount.low, found.amount.high


def _stated(found: re.Match[str], folded: str) -> FoundAmount | None:
    unit = found["unit"] or found["low_unit"] or ""
    money_sign = found["currency"] or found["low_currency"] or found["sign"] or ""
    if not _is_money(found, unit, money_sign) or _is_inside_a_word(found, folded):
        return None
    low = _low(found, unit)
    high = _value(found["high"], found["unit"] or unit) if found["high"] else None
    both = re.fullmatch(rf"([{_HAN_DIGIT}])([{_HAN_DIGIT}])([十百千]?)", found["low"])
    if both and high is None:
        low, high = (_value(digit + both[3], unit) for digit in both.groups()[:2])
    if low is None or not (low or high):
        return None
    if high is not None and high < low:
        low, high = high, low
    currency = _CURRENCIES.get(money_sign, "CNY")
    if low:
        amount = _range(low, high, found["before"], found["after"], currency)
    else:
        # From nothing up to something says how much at most.
        amount = AmountRange(high=high, currency=currency)
    return FoundAmount(amount, found.start(), _end(found), bool(money_sign))


def _low(found: re.Match[str], unit: str) -> Decimal | None:
    low = _value(found["low"], found["low_unit"] or unit)
    rest = _value(found["rest"], found["rest_unit"]) if found["rest"] else None
    return low if low is None or rest is None else low + rest


def _end(found: re.Match[str]) -> int:
    return found.start() + len(found.group().rstrip())


def _is_money(found: re.Match[str], unit: str, money_sign: str) -> bool:
    """A unit of Chinese, a long English one or a currency tells money; `5m` alone does not, `5-10m` and `<5m` do."""
    if money_sign:
        return bool(unit) or money_sign not in {"刀", "块", "元"} or found["low"][0].isdigit()
    if unit == "w":
        return len(found["low"]) >= 2
    if not unit or unit == "千":
        return False
    bounded = found["high"] is not None or found["after"] is not None or (found["before"] or "~") not in _ABOUT
    return not unit.isascii() or len(unit) > 2 or bounded


def _is_inside_a_word(found: re.Match[str], folded: str) -> bool:
    """`v2m` and `web3 m` are no amounts: a Latin letter touches the number."""
    start = found.start()
    return start > 0 and folded[start].isascii() and folded[start].isdigit() and folded[start - 1].isascii() and (
        folded[start - 1].isalnum() or folded[start - 1] in "-_/."
    )  # fmt: skip


def _vague(folded: str) -> FoundAmount | None:
    for found in _VAGUE.finditer(folded):
        if not (found["some"] or found["class"] or found["currency"] or found["after"]):
            continue
        unit, currency = Decimal(_UNITS[found["unit"]]), _CURRENCIES.get(found["currency"] or "", "CNY")
        if found["after"] or found["some"] in {"上", "过", "逾"}:
            amount = _range(unit, None, "" if found["after"] else ">", found["after"], currency)
        elif found["some"] in {"数", "几"} or found["class"]:
            amount = AmountRange(low=unit, high=unit * 10, currency=currency)
        else:
            amount = _range(unit, None, None, None, currency)
        return FoundAmount(amount, found.start(), _end(found), bool(found["currency"]))
    return None


def _range(low: Decimal, high: Decimal | None, before: str | None, after: str | None, currency: str) -> AmountRange:
    if high is not None:
        return AmountRange(low=low, high=high, currency=currency)
    if before in _LOW_BEFORE or after in _LOW_AFTER:
        return AmountRange(low=low, currency=currency)
    if before in _HIGH_BEFORE or after in _HIGH_AFTER:
        return AmountRange(high=low, currency=currency)
    return AmountRange(low=low / 2, high=low * 2, currency=currency)


def _value(number: str, unit: str) -> Decimal | None:
    plain = number.replace(",", "")
    value = Decimal(plain) if plain[0].isascii() else _chinese(plain)
    return None if value is None else value * _UNITS.get(unit, 1)


def _chinese(numeral: str) -> Decimal | None:
    """Numerals up to 9999: 五, 十二, 三百五十, 一千五百."""
    total, digit = 0, 0
    for ch in numeral:
        if ch in _DIGITS:
            digit = _DIGITS[ch]
        else:
            total += (digit or 1) * _SMALL[ch]
            digit = 0
    value = total + digit
    return Decimal(value) if value else None
