"""Words that stand for a code: the table behind sectors, stages and places, with its rules of where a word counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from search.names import initials, pinyin
from search.normalize import fold, is_han, singular, units

_MAX_UNITS = 16
_MIN_PINYIN = 4
# A word this short is too often one edit away from another.
_MIN_CORRECTED = 6
_MAX_CUT = 8192


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


def _may_be_pinyin(unit: str) -> bool:
    return unit.isascii() and unit.replace("-", "").isalpha()


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
        # How many units the words that begin with a unit have, the longest first: most of a text need not be looked at.
        self._lengths: dict[str, tuple[int, ...]] = {}
        # The units that come second in words that begin with a unit.
        self._seconds: dict[str, set[str]] = {}
        self._exact: set[tuple[str, ...]] = set()
        # Every code a spelling may stand for; the first is the one it is read as.
        self._pinyin: dict[str, list[str]] = {}
        # The same words are asked for again and again: by every text, and by every new wording of one.
        self._cut: dict[str, tuple[str, ...]] = {}
        self._alone: dict[str, bool] = {}
        self._homophones: dict[tuple[str, int], set[str]] = {}
        self._initials: dict[str, set[str]] = {}
        self._deleted: dict[str, set[str]] = {}
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
            held = self._pinyin.setdefault(spelled, [])
            if code not in held:
                held.append(code)
            self._teach_spelling(spelled, least=8)
        if len(folded) >= 2 and is_han(folded):
            self._homophones.setdefault((spelled, len(folded)), set()).add(code)
            self._initials.setdefault(initials(folded), set()).add(code)

    def _claim(self, key: tuple[str, ...], code: str) -> None:
        self._codes.setdefault(key, code)
        # One unit is always tried: a plural and a hyphen change a word's first unit only where it is the only one.
        lengths = {len(key), 1, *self._lengths.get(key[0], ())}
        self._lengths[key[0]] = tuple(sorted(lengths, reverse=True))
        self._seconds.setdefault(key[0], set()).update(key[1:2])
        for unit in key:
            if unit.isascii() and unit.isalpha():
                self._teach_spelling(unit, least=_MIN_CORRECTED)

    def _teach_spelling(self, word: str, *, least: int) -> None:
        if len(word) >= least:
            for short in (word, *_one_less(word)):
                self._deleted.setdefault(short, set()).add(word)

    def corrected(self, word: str) -> str:
        """The word of the table one edit away from a longer Latin word; empty when there is none, or several that differ."""
        if len(word) < _MIN_CORRECTED or not (word.isascii() and word.isalpha()) or word in self._deleted.get(word, ()):
            return ""
        near = {
            known
            for short in (word, *_one_less(word))
            for known in self._deleted.get(short, ())
            if known[0] == word[0] and is_one_edit(word, known)
        }
        meant = {self._codes.get((known,), known) for known in near}
        return min(near) if len(meant) == 1 else ""

    def spelled(self, letters: str) -> tuple[str, ...]:
        """Every code a word in pinyin may stand for."""
        return tuple(self._pinyin.get(letters, ()))

    def code_as_written(self, word: str) -> str:
        """The code of a word that is in the table as it is written; empty when it is not."""
        known = self._known(units(fold(word)))
        return self._codes[known] if known is not None else ""

    def sounding(self, letters: str) -> tuple[str, ...]:
        """Every code whose pinyin sounds like the letters where n and l, zh and z, ang and an are not told apart."""
        return tuple(self._sounds.get(_sound(letters), ()))

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for spelled, codes in self._pinyin.items():
            found.setdefault(_sound(spelled), []).extend(codes)
        return found

    def homophones(self, word: str) -> frozenset[str]:
        """The codes of Chinese words that sound like this one and have as many characters."""
        return frozenset(self._homophones.get((pinyin(word), len(word)), ()))

    def begun(self, letters: str) -> frozenset[str]:
        """The codes of Chinese words with these first letters."""
        return frozenset(self._initials.get(letters, ()))

    def code_of(self, word: str) -> str:
        """The code a whole word or phrase stands for, in characters or pinyin; empty when none."""
        key = units(fold(word))
        known = self._known(key)
        if known is not None:
            return self._codes[known]
        joined = _letters(key)
        return self._first_spelled(joined) if joined.isascii() and len(joined) >= _MIN_PINYIN else ""

    def _first_spelled(self, letters: str) -> str:
        held = self._pinyin.get(letters)
        return held[0] if held else ""

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
        end = 0
        for start in self._beginnings(parts, with_pinyin=with_pinyin):
            if start >= end:
                meanings = self._at(parts, start, with_pinyin=with_pinyin)
                found.extend(meanings)
                end = meanings[-1].end if meanings else start + 1
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

    def _beginnings(self, parts: Sequence[str], *, with_pinyin: bool) -> Iterator[int]:
        """Where a word of the table can begin: most of a text begins none."""
        seconds, is_word = self._seconds, self._alone.get
        for start, unit in enumerate(parts):
            known = is_word(unit)
            if known is None:
                known = self._learn(unit)
            if known or (with_pinyin and unit.isascii()):
                yield start
            elif unit in seconds and start + 1 < len(parts):
                following = parts[start + 1]
                if following in seconds[unit] or (following.isascii() and singular(following) in seconds[unit]):
                    yield start

    def _learn(self, unit: str) -> bool:
        """Whether the unit alone is a word of the table, as it is or in another form; remembered."""
        if len(self._alone) >= _MAX_CUT:
            self._alone.clear()
        held = self._alone[unit] = self._known((unit,)) is not None
        return held

    def _at(self, parts: Sequence[str], start: int, *, with_pinyin: bool) -> tuple[Meaning, ...]:
        for length in self._lengths.get(parts[start], (1,)):
            end = start + length
            if end > len(parts):
                continue
            key = tuple(parts[start:end])
            known = self._known(key)
            if known is not None:
                return (Meaning(self._codes[known], _as_written(key), start, end, known in self._exact),)
        if not with_pinyin:
            return ()
        last = start
        while last < min(len(parts), start + _MAX_UNITS) and _may_be_pinyin(parts[last]):
            last += 1
        for end in range(last, start, -1):
            joined = _letters(parts[start:end])
            if joined.isalpha():
                codes = self._pinyin_codes(joined)
                if codes:
                    return tuple(Meaning(code, joined, start, end, False) for code in codes)
        return ()

    def _pinyin_codes(self, letters: str) -> tuple[str, ...]:
        """Cut letters wholly into the pinyin of known words, as few as possible; empty when that cannot be done."""
        held = self._cut.get(letters)
        if held is None:
            if len(self._cut) >= _MAX_CUT:
                self._cut.clear()
            held = self._cut[letters] = self._cut_letters(letters)
        return held

    def _cut_letters(self, letters: str) -> tuple[str, ...]:
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(_MIN_PINYIN, len(letters) + 1):
            for start in range(end - _MIN_PINYIN + 1):
                before = best[start]
                if before is None:
                    continue
                code = self._first_spelled(letters[start:end])
                if code and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                    best[end] = (*before, code)
        return best[len(letters)] or ()


def _sound(letters: str) -> str:
    """The letters as many in the south say them."""
    for careful, easy in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n")):
        letters = letters.replace(careful, easy)
    return letters


def _one_less(word: str) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for at in range(len(word)))


def is_one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, changed, or by two neighbours in the other order."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    longer, shorter = (rest, others) if len(rest) > len(others) else (others, rest)
    return longer[1:] == shorter
