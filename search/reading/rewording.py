"""The question put in other words: without one of its parts, with it excluded, or with another meaning of it.

Each new text is read again before it is offered: it means what it is offered for and nothing else has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from search.knowledge import Knowledge
from search.normalize import fold
from search.reading import wording
from search.reading.parts import Kind, Meaning, Part, Understood
from search.request import MAX_TERMS, MAX_TEXT, Target
from search.understanding import understand_once

# Parts beyond these are told without new words for them: no question of a person has as many.
MAX_REWORDED = 12
# Texts read for one question; what is left then is told without new words, or cut out as it stands.
MAX_READ = 48

_DANGLING = re.compile(r"[、,，]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Choice:
    """Another meaning of a part, and the whole question with it."""

    meaning: Meaning
    word: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A part as typed, with the whole question without it, with it turned into an exclusion or back, and with other meanings.

    A text is empty where there is no sure one.
    """

    part: Part
    typed: str
    without: str = ""
    turned: str = ""
    choices: tuple[Choice, ...] = ()


def reworded(
    text: str, understood: Understood, knowledge: Knowledge, target: Target, language: str
) -> tuple[Reworded, ...]:
    """All parts in the order of the text, as `understood` from it. The last questions are remembered."""
    return knowledge.remember(_reworded, text, understood, target, language)


def _reworded(
    text: str, understood: Understood, target: Target, language: str, knowledge: Knowledge
) -> tuple[Reworded, ...]:
    writer = _Writer(text, understood, knowledge, target, language)
    parts = understood.parts
    return tuple(
        writer.reword(part) if position < MAX_REWORDED else Reworded(part=part, typed=writer.typed(part))
        for position, part in enumerate(parts)
    )


def said_again(understood: Understood, knowledge: Knowledge, target: Target, language: str) -> str:
    """All parts in words that leave no choice; read again they are the same."""
    return _Writer(understood.folded, understood, knowledge, target, language).again()


class _Writer:
    def __init__(self, text: str, understood: Understood, knowledge: Knowledge, target: Target, language: str) -> None:
        plain = " ".join(text.split())
        # The reader's own characters, where folding kept each in its place.
        self.base = plain if len(plain) == len(understood.folded) else understood.folded
        self.parts = understood.parts
        self.knowledge = knowledge
        self.target = target
        self.language = language
        self._read: dict[str, tuple[Part, ...]] = {}

    def typed(self, part: Part) -> str:
        """The part as it stands in the question."""
        return self.base[part.start : part.end]

    def reword(self, part: Part) -> Reworded:
        """The part with everything that can be done to it."""
        others = tuple(one for one in self.parts if one is not part)
        can_turn = part.kind is not Kind.AMOUNT and bool(part.values)
        return Reworded(
            part=part,
            typed=self.typed(part),
            without=self._with(part, "", others),
            turned=self._turned(part, others) if can_turn else "",
            choices=tuple(choice for phrase in part.others if (choice := self._choice(part, phrase, others))),
        )

    def again(self) -> str:
        """All parts anew, words in quotation marks where they would be read together with something else."""
        wanted = wording.meanings(self.parts)
        ways = (self.anew(self.parts), self.anew(self.parts, quoting=True), self._listed(self.parts))
        return next((way for way in ways if wording.meanings(self.read(way)) == wanted), ways[-1])

    def anew(self, parts: Iterable[Part], *, quoting: bool = False) -> str:
        """Every part said surely, one after the other."""
        return " ".join(
            wording.literal(part.word) if quoting and part.kind is Kind.WORD and not part.excluded else self._say(part)
            for part in parts
        )

    def _listed(self, parts: Iterable[Part]) -> str:
        """With commas, so that no two are read as one; what is excluded last, as a list of that goes on to its end."""
        ordered = sorted(parts, key=lambda part: part.excluded)
        return ", ".join(self.anew((part,), quoting=True) for part in ordered)

    def _turned(self, part: Part, others: tuple[Part, ...]) -> str:
        if len(self._read) > MAX_READ:
            return ""
        turned = replace(part, excluded=not part.excluded)
        if part.kind is Kind.WORD:
            # The tokens of a word are looked for, the word itself is excluded.
            turned = self._only(wording.exclusion(wording.literal(part.word), self.language) if turned.excluded else
                                wording.literal(part.word)) or turned  # fmt: skip
        return self._with(part, self._say(turned), others)

    def _choice(self, part: Part, phrase: str, others: tuple[Part, ...]) -> Choice | None:
        meant = self._only(phrase) if len(self._read) <= MAX_READ else None
        if meant is None:
            return None
        said = self._own_words(phrase, meant)
        if part.excluded:
            said = wording.exclusion(said, self.language)
        query = self._with(part, said, others)
        return Choice(meant.meaning, meant.word, query) if query else None

    def _own_words(self, phrase: str, meant: Part) -> str:
        """The phrase in the reader's language, where it has words that are read back the same."""
        if self.language == "zh-Hans" or meant.kind is Kind.WORD:
            return phrase
        ways = wording.phrases_for(meant.kind, meant.values, self.knowledge, self.target, self.language)
        wanted = wording.meanings((meant,))
        return next((way for way in ways if wording.meanings(self.read(way)) == wanted), phrase)

    def _only(self, phrase: str) -> Part | None:
        read = self.read(phrase)
        return read[0] if len(read) == 1 else None

    def _with(self, part: Part, instead: str, others: tuple[Part, ...]) -> str:
        """The question with something instead of the part; said anew where the rest would be read differently."""
        start, end = part.cover
        if len(self._read) > MAX_READ:
            return "" if instead else _tidy(f"{self.base[:start]} {self.base[end:]}")
        wanted = wording.meanings((*others, *(self.read(instead) if instead else ())))
        fallback = ""
        # The first will mostly do, and each takes reading many texts.
        ways: tuple[Callable[[], str], ...] = (
            lambda: _tidy(f"{self.base[:start]} {instead} {self.base[end:]}"),
            lambda: _tidy(" ".join((self.anew(others), instead))),
            lambda: _tidy(" ".join((self.anew(others, quoting=True), instead))),
            lambda: self._listed((*others, *(self.read(instead) if instead else ()))),
        )
        for way in ways:
            query = way()
            if len(query) > MAX_TEXT or len(query.split()) > MAX_TERMS:
                continue
            if wording.meanings(self.read(query)) == wanted:
                return query
            fallback = fallback or query
        return fallback if not instead else ""

    def _say(self, part: Part) -> str:
        """The first way to say it that is read back as it and leaves no choice; else the first that is read back."""
        wanted = wording.meanings((part,))
        second = ""
        for phrase in self._ways(part):
            read = self.read(phrase)
            if wording.meanings(read) != wanted:
                continue
            if not read[0].others:
                return phrase
            second = second or phrase
        return second or part.word

    def _ways(self, part: Part) -> list[str]:
        word = self.typed(part) if fold(self.typed(part)) == part.word else part.word
        ways = [] if part.others else [word]
        if part.kind is Kind.WORD:
            ways = [word, wording.literal(part.word), part.word.upper()]
        elif part.amount is not None:
            ways = [word, wording.amount_phrase(part.amount)]
        else:
            ways += wording.phrases_for(part.kind, part.values, self.knowledge, self.target, self.language)
            ways.append(word)
        return [wording.exclusion(way, self.language) for way in ways] if part.excluded else ways

    def read(self, text: str) -> tuple[Part, ...]:
        """The parts of a text; the same text is read once."""
        if text not in self._read:
            self._read[text] = understand_once(text, self.knowledge, self.target).parts
        return self._read[text]


def _tidy(text: str) -> str:
    return " ".join(_DANGLING.sub(" ", text).split()).strip(" 、,，")
