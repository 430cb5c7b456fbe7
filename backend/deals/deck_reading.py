"""What a deck's own words say about a pitch, by fixed rules. Pure: text and sector tree in, proposal out.

Nothing is proposed without the line it was read from. Rounds that are over, valuations, sales and market sizes are not
the ask; where only they are stated, the proposal is empty.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from backend.core.money import EXPONENTS, MAX_MINOR, Currency, Money
from backend.deals.enums import Stage
from search.normalize import fold, units
from search.sectors import SectorTree

V = TypeVar("V")
_MAX_SECTORS = 5
_EVIDENCE_CHARS = 160


@dataclass(frozen=True, slots=True)
class Evidenced(Generic[V]):
    """A value, the words it was read from, and their page counted from 1."""

    value: V
    evidence: str
    page: int


@dataclass(frozen=True, slots=True)
class DeckProposal:
    """For confirmation by a person; None or empty where the deck says nothing. `amount_min` only of a stated range."""

    one_liner: Evidenced[str] | None = None
    one_liner_en: Evidenced[str] | None = None
    sector_primary: Evidenced[str] | None = None
    sectors: tuple[Evidenced[str], ...] = ()
    stage: Evidenced[Stage] | None = None
    amount: Evidenced[Money] | None = None
    amount_min: Evidenced[Money] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int
    # The page is headed as one about the round being raised.
    on_ask_page: bool


_ASK = re.compile(
    r"本轮|拟融|拟募|融资(?:计划|需求|金额|规模|额度|方案|目标)|资金需求|计划融资|寻求.{0,6}(?:融资|投资)|募集资金|募资|融资\s*[\d一二两三四五六七八九十]"
    r"|轮融资|出让|\brais(?:e|ing)\b|\bseeking\b|\bthe ask\b|\bour ask\b|\bask:|\bask\s*[$¥\d]|\bfundraising\b|\bfunding need"
    r"|\blooking for\b|\bthis round\b",
    re.IGNORECASE,
)
_ASK_HEADING = re.compile(
    r"^(?:\d+[.、\s]*)?(?:融资计划|融资需求|融资方案|融资规划|本轮融资|资金需求|the ask|our ask|ask|funding|fundraising|financing plan"
    r"|use of (?:funds|proceeds))(?![a-z])",
    re.IGNORECASE,
)
_NOT_ASK = re.compile(
    r"已完成|已获|已融|曾获|累计|历史|历程|此前|上一轮|上轮|过往|估值|营收|收入|销售|市场|规模达|订单|合同额|利润|产值|融资于|获得.{0,12}投资"
    r"|previous|to date|so far|\braised\b|closed|valuation|pre-money|post-money|revenue|sales|market|\barr\b|\bgmv\b|contract",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[，。；;！!]|,(?!\d{3})|\.(?!\d)\s")

_CURRENCY = {
    "人民币": Currency.CNY, "rmb": Currency.CNY, "cny": Currency.CNY, "元": Currency.CNY, "¥": Currency.CNY,
    "美元": Currency.USD, "美金": Currency.USD, "usd": Currency.USD, "us$": Currency.USD, "$": Currency.USD,
    "港元": Currency.HKD, "港币": Currency.HKD, "hkd": Currency.HKD, "hk$": Currency.HKD,
    "欧元": Currency.EUR, "eur": Currency.EUR, "€": Currency.EUR,
}  # fmt: skip
_UNITS = {
    "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "k": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6,
    "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "thousand": 10**3,
}  # fmt: skip
# ASCII digits alone: other scripts' digits count as digits in a pattern, but not here.
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,9}(?:\.[0-9]{1,4})?|[一二两三四五六七八九十][一二两三四五六七八九十百千]{0,6})"
_UNIT = r"(?:千万|百万|亿|万|thousand|million|billion|mm|mn|bn|[kmb])"
_SIGN = r"(?:人民币|rmb|cny|usd|hkd|eur|us\$|hk\$|美元|[$¥€])"
_MONEY = re.compile(
    rf"(?P<sign>{_SIGN})?\s*(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT}(?![a-z]))?"
    rf"(?:\s*(?:-|~|–|—|至|到|\bto\b)\s*{_SIGN}?\s*(?P<high>{_NUMBER})\s*(?P<unit>{_UNIT}(?![a-z]))?)?"
    rf"\s*(?P<currency>人民币|美元|美金|港元|港币|欧元|元|rmb|cny|usd|hkd|eur)?"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}

# In the order they are looked for: a longer name before the one it contains.
_STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = tuple(
    (stage, re.compile(pattern, re.IGNORECASE))
    for stage, pattern in (
        (Stage.PRE_IPO, r"\bpre[\s-]?ipo"),
        (Stage.PRE_A, r"(?<![a-z])pre[\s-]?(?:series\s*)?a(?![a-z+])"),
        (Stage.SERIES_A_PLUS, r"(?<![a-z-])a(?:\+|[12])\s*轮|series\s*a\s*\+"),
        (Stage.SERIES_B_PLUS, r"(?<![a-z-])b(?:\+|[12])\s*轮|series\s*b\s*\+"),
        (Stage.SERIES_A, r"(?<![a-z-])(?<!pre )a\s*轮|(?<!pre-)series\s*a(?![a-z+])|\ba[\s-]round"),
        (Stage.SERIES_B, r"(?<![a-z-])(?<!pre )b\s*轮|(?<!pre-)series\s*b(?![a-z+])|\bb[\s-]round"),
        (Stage.SERIES_C, r"(?<![a-z-])c\+?\s*轮|series\s*c(?![a-z])|\bc[\s-]round"),
        (Stage.SERIES_D_PLUS, r"(?<![a-z-])[def]\+?\s*轮|series\s*[def](?![a-z])"),
        (Stage.ANGEL, r"天使\+?\s*轮|天使融资|\bangel\b"),
        (Stage.SEED, r"种子\s*轮|种子融资|\b(?:pre[\s-]?)?seed\b"),
        (Stage.STRATEGIC, r"战略融资|strategic round"),
    )
)

_LABELED = re.compile(
    r"^(?:一句话(?:介绍|简介|描述)?|项目(?:简介|定位)|公司定位|产品定位|定位|愿景|slogan|tagline|one[\s-]?liner|in one sentence)\s*[::]\s*(?P<said>.+)$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^(?:我们(?:是|为|专注|致力|做)|专注于|致力于|为.{2,14}提供|打造|(?:we|we're|our company)\s+(?:are|build|make|help|develop|provide|design)\b)",
    re.IGNORECASE,
)
_NOT_SUBTITLE = re.compile(
    r"公司|有限|商业计划|融资|计划书|路演|保密|机密|联系|电话|邮箱|目录|轮|@|https?:|www\.|\d{4}|confidential|pitch|deck|business plan"
    r"|agenda|contents|\b(?:inc|ltd|corp|co)\b",
    re.IGNORECASE,
)


def read_deck(text: str, tree: SectorTree) -> DeckProposal:
    """Read a deck's text, pages parted by form feeds."""
    lines = list(_lines(text))
    one_liner, one_liner_en = _one_liners(lines)
    sectors = _sectors(lines, tree)
    high, low = _amount(lines)
    return DeckProposal(
        one_liner=one_liner,
        one_liner_en=one_liner_en,
        sector_primary=next((found for found in sectors if not tree.children.get(found.value)), None),
        sectors=sectors,
        stage=_stage(lines),
        amount=high,
        amount_min=low,
    )


def _lines(text: str) -> Iterator[_Line]:
    for number, page in enumerate(text.split("\f"), start=1):
        rows = [" ".join(unicodedata.normalize("NFKC", row).split()) for row in page.splitlines()]
        rows = [row for row in rows if row]
        on_ask_page = any(_ASK_HEADING.match(row) for row in rows[:2])
        yield from (_Line(row, number, on_ask_page) for row in rows)


def _evidence(line: _Line, value: V) -> Evidenced[V]:
    return Evidenced(value, line.text[:_EVIDENCE_CHARS], line.page)


def _ask_clauses(lines: list[_Line]) -> Iterator[tuple[_Line, str]]:
    """Clauses that speak of the round being raised, those that say so themselves before those below a heading."""
    below_heading = []
    for line in lines:
        says_so = bool(_ASK.search(line.text))
        for clause in _CLAUSES.split(line.text):
            if _NOT_ASK.search(clause):
                continue
            if says_so:
                yield line, clause
            elif line.on_ask_page:
                below_heading.append((line, clause))
    yield from below_heading


def _stage(lines: list[_Line]) -> Evidenced[Stage] | None:
    for line, clause in _ask_clauses(lines):
        for stage, pattern in _STAGES:
            if pattern.search(clause):
                return _evidence(line, stage)
    return None


def _amount(lines: list[_Line]) -> tuple[Evidenced[Money] | None, Evidenced[Money] | None]:
    """The amount asked for, or the upper and the lower end of a range."""
    for line, clause in _ask_clauses(lines):
        for found in _MONEY.finditer(clause.lower()):
            low, high = _read_money(found)
            if low is not None:
                ends = (high, low) if high is not None else (low, None)
                return _evidence(line, ends[0]), None if ends[1] is None else _evidence(line, ends[1])
    return None, None


def _read_money(found: re.Match[str]) -> tuple[Money | None, Money | None]:
    """One amount or both ends; nothing without a currency or a Chinese unit, so that no bare number becomes money."""
    low_unit, unit = found["low_unit"] or "", found["unit"] or ""
    stated = found["currency"] or found["sign"] or ""
    last = unit or low_unit
    if not stated and (not last or last.isascii()):
        return None, None
    currency = _CURRENCY.get(stated, Currency.CNY)
    low = _money(found["low"], low_unit or unit, currency)
    high = _money(found["high"], unit or low_unit, currency) if found["high"] else None
    if low is None or (high is not None and high.minor <= low.minor):
        return low, None
    return low, high


def _money(number: str, unit: str, currency: Currency) -> Money | None:
    plain = number.replace(",", "")
    value = Decimal(plain) if plain[0].isascii() else Decimal(_numeral(plain))
    minor = value * _UNITS.get(unit, 1) * 10 ** EXPONENTS.get(currency, 2)
    is_exact = minor == minor.to_integral_value()
    return Money(int(minor), currency) if is_exact and 0 < minor <= MAX_MINOR else None


def _numeral(numeral: str) -> int:
    """Chinese numerals up to 9999: 五, 十二, 三千五百."""
    total = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _TENS[character]
            digit = 0
    return total + digit


def _sectors(lines: list[_Line], tree: SectorTree) -> tuple[Evidenced[str], ...]:
    """Sectors named on the first two pages or at least twice, the most named first. A field stands for its parent."""
    seen: dict[str, list[_Line]] = {}
    for line in lines:
        is_short = line.page == 1 and len(line.text) <= 40
        for code in tree.mentioned(short=[line.text]) if is_short else tree.mentioned(long=[line.text]):
            seen.setdefault(code, []).append(line)
    named = [code for code, where in seen.items() if where[0].page <= 2 or len(where) >= 2]
    parents = {tree.path(code)[0] for code in named if len(tree.path(code)) > 1}
    named = [code for code in named if code not in parents]
    named.sort(key=lambda code: -len(seen[code]))
    return tuple(_evidence(seen[code][0], code) for code in named[:_MAX_SECTORS])


def _one_liners(lines: list[_Line]) -> tuple[Evidenced[str] | None, Evidenced[str] | None]:
    """A labeled sentence, else one that says what the company does, else the cover's subtitle; in each language."""
    chinese: Evidenced[str] | None = None
    english: Evidenced[str] | None = None
    for line, said in _sayings(lines):
        is_chinese = any("\u4e00" <= character <= "\u9fff" for character in said)
        if is_chinese and chinese is None and len(said) <= 40:
            chinese = _evidence(line, said)
        if not is_chinese and english is None and len(said) <= 120 and " " in said:
            english = _evidence(line, said)
    return chinese, english


def _sayings(lines: list[_Line]) -> Iterator[tuple[_Line, str]]:
    for line in lines:
        if found := _LABELED.match(line.text):
            yield line, found["said"].strip("。. ")
    for line in lines:
        if _SAYS.match(line.text):
            yield line, line.text.strip("。. ")
    for line in lines:
        folded = fold(line.text)
        is_subtitle = line.page == 1 and 6 <= len(folded) <= 60 and len(units(folded)) >= 4
        if is_subtitle and not _NOT_SUBTITLE.search(line.text):
            yield line, line.text.strip("。. ")
