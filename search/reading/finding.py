"""The first pass over the cells: words of the tables as written, then in pinyin, then as a slip of the pen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search import vocabulary
from search.normalize import is_han, is_listed
from search.reading.cells import WALL, Cell
from search.reading.parts import Kind
from search.reading.tables import Table

_VOWELS = frozenset("aeiou")
_LONGEST_HOMOPHONE = 6
_FIELDS = frozenset({Kind.SECTOR, Kind.PLACE})


@dataclass(frozen=True, slots=True)
class Found:
    """Something read out of cells `first` to `last` (half-open). `is_guess`: not as written, so the word itself is offered."""

    kind: Kind
    values: tuple[str, ...]
    first: int
    last: int
    is_guess: bool = False
    offers: tuple[tuple[Kind, str], ...] = ()


class Finder:
    """Takes cells one pass after the other; a cell belongs to one thing alone."""

    def __init__(self, cells: Sequence[Cell], tables: Sequence[Table], shouted: frozenset[int]) -> None:
        self.cells = cells
        self.tables = tables
        self.found: list[Found] = []
        # Cells written in capitals: people type first letters of Chinese words small.
        self._shouted = shouted
        self._parts = [cell.text for cell in cells]

    def run(self) -> list[Found]:
        """Everything the tables know, in the order of the text."""
        self._take_longest([table for table in self.tables if table.kind not in _FIELDS])
        for table in self.tables:
            self._take(table, with_pinyin=table.kind is Kind.STAGE)
        for table in self.tables:
            self._take(table, with_pinyin=True)
        self._correct()
        self._first_letters()
        self._homophones()
        return sorted(self.found, key=lambda one: one.first)

    def _take_longest(self, tables: Sequence[Table]) -> None:
        """Rounds and choices share words (天使, 天使投资人): the longest is meant."""
        meant = [(meaning, table) for table in tables for meaning in table.words.find(self._parts, with_pinyin=False)]
        for meaning, table in sorted(meant, key=lambda one: one[0].start - one[0].end):
            if WALL not in self._parts[meaning.start : meaning.end]:
                self._keep(self._found_by(table, meaning, is_guess=False))

    def _take(self, table: Table, *, with_pinyin: bool, corrected: Sequence[str] | None = None) -> None:
        written = list(self._parts)
        for meaning in table.words.find(corrected or written, with_pinyin=with_pinyin):
            if WALL in written[meaning.start : meaning.end]:
                continue
            is_guess = corrected is not None and list(corrected[meaning.start : meaning.end]) != list(
                written[meaning.start : meaning.end]
            )
            if corrected is not None and not is_guess:
                continue
            self._keep(self._found_by(table, meaning, is_guess=is_guess))

    def _found_by(self, table: Table, meaning: vocabulary.Meaning, *, is_guess: bool) -> Found:
        letters = "".join(self._parts[meaning.start : meaning.end]).replace("-", "")
        offers = self._spelled_alike(letters, (table.kind, meaning.code)) if letters.isascii() else ()
        is_pinyin = letters.isascii() and table.words.code_as_written(meaning.word) != meaning.code
        return Found(
            table.kind,
            tuple(meaning.code.split("|")),
            meaning.start,
            meaning.end,
            is_guess or (is_pinyin and bool(offers)),
            offers,
        )

    def _keep(self, found: Found) -> None:
        """Words cut out of one run of pinyin stand in the same cells."""
        self.found.append(found)
        for at in range(found.first, found.last):
            self._parts[at] = WALL

    def _spelled_alike(self, letters: str, read: tuple[Kind, str]) -> tuple[tuple[Kind, str], ...]:
        """What else the letters may be as pinyin, also to those who do not tell n from l or sh from s."""
        alike = {(table.kind, code): None for table in self.tables for code in table.words.spelled(letters)}
        places = next(table.words for table in self.tables if table.kind is Kind.PLACE)
        if read[0] is Kind.PLACE:
            alike |= {(Kind.PLACE, code): None for code in places.sounding(letters)}
        return tuple(one for one in alike if one != read and not _is_within(one[1], read[1]))

    def _correct(self) -> None:
        corrected = list(self._parts)
        for at, word in enumerate(self._parts):
            near = {fixed for table in self.tables if (fixed := table.words.corrected(word))}
            if len(near) == 1:
                corrected[at] = near.pop()
        for table in self.tables:
            self._take(table, with_pinyin=True, corrected=[
                WALL if part == WALL else corrected[at] for at, part in enumerate(self._parts)
            ])  # fmt: skip

    def _first_letters(self) -> None:
        for at, word in enumerate(self._parts):
            if not (word.isascii() and word.isalpha()) or at in self._shouted or _VOWELS & set(word):
                continue
            kinds = (Kind.SECTOR, Kind.PLACE) if len(word) > 2 else (Kind.PLACE,)
            meant = _topmost(
                {(table.kind, code) for table in self.tables if table.kind in kinds for code in table.words.begun(word)}
            )
            if len(meant) == 1 and len(word) >= 2:
                kind, code = meant.pop()
                self._keep(Found(kind, (code,), at, at + 1, is_guess=True))

    def _homophones(self) -> None:
        """Chinese characters that sound like a known word and are no word themselves."""
        for first in range(len(self._parts)):
            for last in range(min(len(self._parts), first + _LONGEST_HOMOPHONE), first + 1, -1):
                word = "".join(self._parts[first:last])
                if WALL in word or not is_han(word) or self._is_apart(first, last):
                    continue
                meant = _topmost({(table.kind, code) for table in self.tables for code in table.words.homophones(word)})
                if len(meant) == 1 and not (len(word) == 2 and is_listed(word)):
                    kind, code = meant.pop()
                    self._keep(Found(kind, tuple(code.split("|")), first, last, is_guess=True))
                    break

    def _is_apart(self, first: int, last: int) -> bool:
        return any(self.cells[at].end != self.cells[at + 1].start for at in range(first, last - 1))


def first_letters(cell: Cell, tables: Sequence[Table]) -> tuple[tuple[Kind, str], ...]:
    """The places whose names begin with these letters, for a word that is left because there are several."""
    if not (cell.text.isascii() and cell.text.isalpha() and len(cell.text) == 2 and not _VOWELS & set(cell.text)):
        return ()
    meant = [
        (table.kind, code) for table in tables if table.kind is Kind.PLACE for code in table.words.begun(cell.text)
    ]
    return tuple(sorted(_topmost(meant), key=lambda one: (one[1].count("/") != 2, one[1])))


def _topmost(meant: Collection[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Those that lie below none of the others."""
    return [one for one in meant if not any(_is_below(one[1], other[1]) for other in meant)]


def _is_below(one: str, other: str) -> bool:
    return one.startswith(f"{other}/")


def _is_within(one: str, other: str) -> bool:
    return _is_below(one, other) or _is_below(other, one)
