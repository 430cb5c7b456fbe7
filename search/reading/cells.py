"""A folded text as cells: the pieces words are matched by, with their place, and walls no word reaches across."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.normalize import unit_spans

WALL = "\n"
_QUOTED = re.compile(r'"([^"]{1,60})"|“([^“”]{1,60})”|「([^「」]{1,60})」|『([^『』]{1,60})』')
_MINUS = re.compile(r"(?:^|(?<=[\s(,，、;]))[-!−](?=[^\s\d])")
# Who writes a comma begins something new.
_COMMA = re.compile(r"[,，、;；|]")
_NON = re.compile(r"non-?(?=[a-z]{2})")


@dataclass(frozen=True, slots=True)
class Cell:
    """One piece of the text, or a wall: something that was read before the words were."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open piece of a text."""

    start: int
    end: int


def quoted(folded: str) -> tuple[tuple[str, Span], ...]:
    """What stands in quotation marks, with its span including them; nothing where they hold no word."""
    held = ((next(text for text in found.groups() if text is not None), found) for found in _QUOTED.finditer(folded))
    return tuple((text, Span(*found.span())) for text, found in held if any(unit_spans(text)))


def without(folded: str, spans: Iterable[Span]) -> str:
    """The text with blanks in place of the spans, every other character where it was."""
    for span in spans:
        folded = folded[: span.start] + " " * (span.end - span.start) + folded[span.end :]
    return folded


def cells_of(folded: str, walls: Iterable[Span]) -> list[Cell]:
    """The cells of a text in order; `non-medical` is two, a minus and a comma are walls, and a plus belongs to a single
    letter alone (A+轮, C++)."""
    walls = tuple(walls)
    rest = without(folded, walls)
    walls = (*walls, *(Span(*found.span()) for sign in (_MINUS, _COMMA) for found in sign.finditer(rest)))
    found = [Cell(WALL, span.start, span.end) for span in walls]
    for text, start, end in unit_spans(without(folded, walls)):
        prefix = _NON.match(text) if text.startswith("non-") else None
        if prefix:
            found.append(Cell("non", start, start + 3))
            start += prefix.end()
            text = text[prefix.end() :]
        if text.endswith("+") and len(text.rstrip("+")) > 1:
            end -= len(text) - len(text.rstrip("+"))
            text = text.rstrip("+")
        found.append(Cell(text, start, end))
    return sorted(found, key=lambda cell: cell.start)
