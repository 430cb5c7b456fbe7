"""How a meaning is said, so that who reads it reads the same: the words behind chips and choices."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from search.knowledge import Knowledge
from search.money import CURRENCY_WORDS
from search.normalize import unfold
from search.reading.parts import Kind, Meaning, Part
from search.reading.tables import first_word
from search.records import AmountRange
from search.request import Target
from search.stages import STAGE_GROUPS, STAGE_WORDS


def phrases_for(
    kind: Kind, values: tuple[str, ...], knowledge: Knowledge, target: Target, language: str
) -> tuple[str, ...]:
    """Ways to say it, the reader's own first. None may be sure to be read back the same: the caller tries them."""
    chinese, english = _names(kind, values, knowledge, target)
    ordered = [*english, *chinese] if language == "en" else chinese + english
    if language == "zh-Hant":
        ordered = [*(unfold(name) for name in chinese), *ordered]
    return tuple(dict.fromkeys(name for name in ordered if name))


_QUOTES = dict.fromkeys(map(ord, '"“”「」『』'), " ")


def amount_phrase(amount: AmountRange) -> str:
    """The range with its currency, exactly."""
    word = CURRENCY_WORDS.get(amount.currency, amount.currency.lower())
    if amount.low is not None and amount.high is not None:
        return f"{_figure(amount.low)}-{_figure(amount.high)}{word}"
    return f">={_figure(amount.low)}{word}" if amount.low is not None else f"<={_figure(amount.high)}{word}"


def literal(word: str) -> str:
    """The plain word, whatever else it may mean."""
    return f'"{unquoted(word)[:60]}"'


def unquoted(word: str) -> str:
    """The word without quotation marks of any kind and without blanks around it."""
    return " ".join(word.translate(_QUOTES).split())


def exclusion(phrase: str, language: str) -> str:
    """The phrase as something not wanted."""
    return f"not {phrase}" if language == "en" else f"不要{phrase}"


def meanings(parts: Iterable[Part]) -> frozenset[tuple[bool, Meaning]]:
    """What is read altogether, in no order."""
    return frozenset((part.excluded, _unordered(part)) for part in parts)


def _unordered(part: Part) -> Meaning:
    return Meaning(part.kind, tuple(sorted(set(part.values))), part.amount)


def _names(kind: Kind, values: tuple[str, ...], knowledge: Knowledge, target: Target) -> tuple[list[str], list[str]]:
    if not values:
        return [], []
    if kind is Kind.SECTOR:
        sector = knowledge.sectors.by_code.get(values[0])
        return ([sector.name_zh, *sector.aliases], [sector.name_en]) if sector else ([], [])
    if kind is Kind.PLACE:
        place = next((place for place in knowledge.places.places if place.path == values[0]), None)
        return ([place.names[0], *place.names[2:]], [place.names[1]]) if place else ([], [])
    if kind is Kind.STAGE:
        words = STAGE_GROUPS.get(values) or STAGE_WORDS.get(values[0], ())
        shown = [word[0].upper() + word[1:] if word[:1].isascii() else word for word in words]
        return [word for word in shown if not word.isascii()], [word for word in shown if word.isascii()]
    said = first_word(kind, values, target)
    return [said], []


def _figure(value: Decimal | None) -> str:
    assert value is not None  # noqa: S101 - a range has at least one end
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if value >= size and (value / size) * 100 % 1 == 0:
            return f"{_plain(value / size)}{unit}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
