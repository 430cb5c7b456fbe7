"""What the words in the one search box mean: sectors, stage, amount, place, and the words left over."""

from __future__ import annotations

from dataclasses import dataclass

from search.knowledge import Knowledge
from search.money import find_amount
from search.names import compact
from search.normalize import fold, question_tokens, units
from search.records import AmountRange
from search.stages import stage_words
from search.vocabulary import AliasTable, Meaning


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """A piece of the text (folded) and the code it was read as."""

    code: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One reading of a text. `words` are the left-over tokens; `name` is the whole text as a name might begin."""

    text: str = ""
    sectors: tuple[UnderstoodWord, ...] = ()
    stages: tuple[UnderstoodWord, ...] = ()
    places: tuple[UnderstoodWord, ...] = ()
    amount: AmountRange | None = None
    words: tuple[str, ...] = ()
    name: str = ""


def understand(text: str, knowledge: Knowledge) -> Understood:
    """Read a text in simplified or traditional Chinese, English or pinyin. Never fails; what is not understood is a word."""
    folded = fold(text)
    rest = folded
    money = find_amount(folded)
    if money is not None:
        rest = f"{folded[: money.start]} {folded[money.end :]}"
    parts = list(units(rest))
    stages, parts = _take(stage_words(), parts, with_pinyin=True)
    sectors, places, parts = _sectors_and_places(knowledge, parts)
    return Understood(
        text=folded,
        sectors=sectors,
        stages=tuple(UnderstoodWord(code, found.word) for found in stages for code in found.code.split("|")),
        places=places,
        amount=money.amount if money else None,
        words=question_tokens(_joined(parts)),
        name=compact(text),
    )


def _sectors_and_places(
    knowledge: Knowledge, parts: list[str]
) -> tuple[tuple[UnderstoodWord, ...], tuple[UnderstoodWord, ...], list[str]]:
    """Words before pinyin: `xian` is a city before it is anything else, and a sector's own word is a sector first."""
    sectors, parts = _take(knowledge.sectors.words, parts, with_pinyin=False)
    places, parts = _take(knowledge.places.words, parts, with_pinyin=False)
    spelled, parts = _take(knowledge.sectors.words, parts, with_pinyin=True)
    spelled_places, parts = _take(knowledge.places.words, parts, with_pinyin=True)
    return (
        tuple(dict.fromkeys(UnderstoodWord(found.code, found.word) for found in (*sectors, *spelled))),
        tuple(dict.fromkeys(UnderstoodWord(found.code, found.word) for found in (*places, *spelled_places))),
        parts,
    )


_GAP = "\n"


def _take(table: AliasTable, parts: list[str], *, with_pinyin: bool) -> tuple[tuple[Meaning, ...], list[str]]:
    """The meanings in `parts` and what is left, a gap standing where one was taken so that no new word forms across it."""
    found = table.find(parts, with_pinyin=with_pinyin)
    taken = {position for meaning in found for position in range(meaning.start, meaning.end)}
    return found, [_GAP if position in taken else part for position, part in enumerate(parts)]


def _joined(parts: list[str]) -> str:
    """Text again: Chinese characters close together, Latin words apart."""
    return "".join(part if not part.isascii() else f" {part} " for part in parts)
