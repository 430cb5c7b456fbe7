"""Words that stand for a code: the table behind sectors, stages and places, with its rules of where a word counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.names import pinyin
from search.normalize import fold, is_han, singular, units

_MAX_UNITS = 16
_MIN_PINYIN = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the text and the code it stands for; `start` and `end` count units of the folded text."""

    code: str
    word: str
    start: int
    end: int
    exact_only: bool


def is_exact_only(alias: str) -> bool:
    """Two Latin letters, or a word with `-` or `/`: too easily part of something else, so only a whole word counts."""
    folded = fold(alias)
    latin = re.sub(r"[^a-z]", "", folded)
    return (folded.isascii() and len(latin) <= 2) or "-" in folded or "/" in folded


def _as_written(key: Sequence[str]) -> str:
    """Units as text again: spaces between Latin words alone."""
    text = key[0]
    for before, unit in pairwise(key):
        text += f" {unit}" if before.isascii() and unit.isascii() else unit
    return text


def _letters(key: Sequence[str]) -> str:
    """Units as one run: pinyin is typed with spaces, with hyphens, or without either."""
    return "".join(key).replace("-", "")


def _spelled(key: Sequence[str]) -> str:
    """How a word with Chinese characters is typed in pinyin, its Latin letters kept; empty for other words."""
    joined = "".join(key)
    if joined.isascii():
        return ""
    letters = "".join(pinyin(unit) for unit in key) if not is_han(joined) else pinyin(joined)
    return letters if letters.isascii() and letters.isalpha() else ""


class AliasTable:
    """From words to codes. The first code to claim a word keeps it: names are added before aliases."""

    def __init__(self, entries: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._codes: dict[tuple[str, ...], str] = {}
        # Of the words that begin with a unit, how many units the longest has: where most texts need not be looked at.
        self._longest: dict[str, int] = {}
        self._exact: set[tuple[str, ...]] = set()
        self._pinyin: dict[str, str] = {}
        for code, words in entries:
            for word in words:
                self._add(code, word)

    def _add(self, code: str, word: str) -> None:
        folded = fold(word)
        key = units(folded)
        if not key or len(key) > _MAX_UNITS:
            return
        if is_exact_only(word):
            self._exact.add(key)
        self._claim(key, code)
        parts = tuple(folded.replace("-", " ").split())
        if "-" in folded and all(len(part) >= 3 for part in parts):
            self._claim(parts, code)
        spelled = _spelled(key)
        if len(folded) >= 2 and spelled:
            self._pinyin.setdefault(spelled, code)

    def _claim(self, key: tuple[str, ...], code: str) -> None:
        self._codes.setdefault(key, code)
        self._longest[key[0]] = max(len(key), self._longest.get(key[0], 1))

    def code_of(self, word: str) -> str:
        """The code a whole word or phrase stands for, in characters or pinyin; empty when none."""
        key = units(fold(word))
        known = self._known(key)
        if known is not None:
            return self._codes[known]
        joined = _letters(key)
        return self._pinyin.get(joined, "") if joined.isascii() and len(joined) >= _MIN_PINYIN else ""

    def _known(self, key: tuple[str, ...]) -> tuple[str, ...] | None:
        """The word of the table that `key` is: as written, or else with an English plural at its end taken back, or
        with its hyphens read as spaces.
        """
        if key in self._codes:
            return key
        # Asked of every run of units of every text, so what cannot help is not tried.
        if not key or not key[-1].isascii():
            return None
        whole = tuple(key[0].split("-")) if len(key) == 1 and "-" in key[0] else key
        for form in (whole, (*whole[:-1], singular(whole[-1]))):
            if form != key and form in self._codes and form not in self._exact:
                return form
        return None

    def find(self, parts: Sequence[str], *, with_pinyin: bool = True) -> tuple[Meaning, ...]:
        """The meanings in a text given as units, longest word first, left to right, never overlapping."""
        found: list[Meaning] = []
        start = 0
        while start < len(parts):
            meanings = self._at(parts, start, with_pinyin=with_pinyin)
            found.extend(meanings)
            start = meanings[-1].end if meanings else start + 1
        return tuple(found)

    def codes_in(self, parts: Sequence[str]) -> tuple[str, ...]:
        """What a text speaks of: its words as `find` reads them, and the shorter words those are made of, so that who
        says 人工智能芯片 also says 人工智能. Pinyin does not count.
        """
        found: list[str] = []
        for meaning in self.find(parts, with_pinyin=False):
            found.append(meaning.code)
            for start in range(meaning.start, meaning.end):
                for end in range(start + 1, meaning.end + 1):
                    known = self._known(tuple(parts[start:end]))
                    if known is not None:
                        found.append(self._codes[known])
        return tuple(dict.fromkeys(found))

    def _at(self, parts: Sequence[str], start: int, *, with_pinyin: bool) -> tuple[Meaning, ...]:
        # A plural and a hyphen change a word's first unit only where it is the only one, and one unit is always tried.
        longest = self._longest.get(parts[start], 1)
        for end in range(min(len(parts), start + longest), start, -1):
            key = tuple(parts[start:end])
            known = self._known(key)
            if known is not None:
                return (Meaning(self._codes[known], _as_written(key), start, end, known in self._exact),)
        if not with_pinyin:
            return ()
        for end in range(min(len(parts), start + _MAX_UNITS), start, -1):
            joined = _letters(parts[start:end])
            if joined.isascii() and joined.isalpha():
                codes = self._pinyin_codes(joined)
                if codes:
                    return tuple(Meaning(code, joined, start, end, False) for code in codes)
        return ()

    def _pinyin_codes(self, letters: str) -> tuple[str, ...]:
        """Cut letters wholly into the pinyin of known words, as few as possible; empty when that cannot be done."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(_MIN_PINYIN, len(letters) + 1):
            for start in range(end - _MIN_PINYIN + 1):
                before = best[start]
                code = self._pinyin.get(letters[start:end])
                if before is not None and code and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                    best[end] = (*before, code)
        return best[len(letters)] or ()
