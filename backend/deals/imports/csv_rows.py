"""Splitting CSV bytes into rows so that one broken row never costs its neighbours.

Python's reader swallows everything behind an unclosed quote. Here each physical line is parsed by itself first; lines
are joined only when that yields a row as wide as the header.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAX_LINE_BYTES = 1024 * 1024
MAX_JOINED_LINES = 100
MAX_JOINED_CHARS = 256 * 1024
_SAMPLE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells, or the code of what is wrong with it and an excerpt."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    problem: str = ""


def encoding_of(sample: bytes) -> str:
    """UTF-8 unless most lines that could tell say GB18030; single broken lines are then told apart row by row."""
    telling = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    as_utf8 = sum(_decodes(line, "utf-8") for line in telling)
    as_gb = sum(_decodes(line, "gb18030") for line in telling)
    return "gb18030" if as_utf8 * 2 < len(telling) and as_gb > as_utf8 else "utf-8"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


class RowReader:
    """Rows of a byte stream, header included, numbered from 1 as a spreadsheet numbers them."""

    def __init__(self, stream: IO[bytes], *, sample: bytes) -> None:
        self._stream = stream
        self._encoding = encoding_of(sample[:_SAMPLE_BYTES])
        self._waiting: deque[_Line] = deque()
        self._number = 0
        self._delimiter = ","
        self._width = 0

    def header(self) -> Record | None:
        """The first row that is not blank; also settles the delimiter and the width. None for an empty stream."""
        while (line := self._next_line()) is not None:
            self._number += 1
            text = line.text.removeprefix("\ufeff")
            if line.problem:
                return Record(self._number, problem=line.problem)
            if text.strip("\r\n ,;\t"):
                self._delimiter = max(",;\t", key=text.count)
                cells, problem = self._split(text)
                self._width = len(cells)
                return Record(self._number, tuple(cell.strip() for cell in cells), problem)
        return None

    def rows(self) -> Iterator[Record]:
        """What follows the header; blank lines are counted but not given."""
        while (line := self._next_line()) is not None:
            self._number += 1
            if line.problem:
                yield Record(self._number, problem=line.problem, excerpt=line.text)
            elif line.text.strip("\r\n"):
                yield self._row(line.text)

    def _row(self, text: str) -> Record:
        cells, problem = self._split(text)
        if problem == "imports.unclosed_quote" and (joined := self._join(text)):
            cells, problem = joined, ""
        if not problem and len(cells) != self._width:
            problem = "imports.wrong_cell_count"
        return Record(self._number, tuple(cells), problem, text[:200])

    def _split(self, text: str) -> tuple[list[str], str]:
        try:
            return next(csv.reader([text.rstrip("\r\n")], delimiter=self._delimiter, strict=True)), ""
        except csv.Error as error:
            return [], "imports.cell_too_long" if "field limit" in str(error) else "imports.unclosed_quote"

    def _join(self, text: str) -> list[str]:
        """The cells of a row that goes on over several lines; empty, with the lines put back, when none comes out."""
        taken: list[_Line] = []
        joined, quotes = text, text.count('"')
        while len(taken) < MAX_JOINED_LINES and len(joined) < MAX_JOINED_CHARS:
            line = self._next_line()
            if line is None:
                break
            taken.append(line)
            if line.problem:
                break
            joined, quotes = joined + line.text, quotes + line.text.count('"')
            if quotes % 2 == 0:
                cells = self._split_lines(joined)
                if len(cells) == self._width:
                    return cells
        self._waiting.extendleft(reversed(taken))
        return []

    def _split_lines(self, text: str) -> list[str]:
        try:
            rows = list(csv.reader(text.splitlines(keepends=True), delimiter=self._delimiter, strict=True))
        except csv.Error:
            return []
        return rows[0] if len(rows) == 1 else []

    def _next_line(self) -> _Line | None:
        if self._waiting:
            return self._waiting.popleft()
        raw = self._stream.readline(MAX_LINE_BYTES + 1)
        if not raw:
            return None
        if len(raw) > MAX_LINE_BYTES:
            self._skip_line(raw)
            return _Line(raw[:100].decode(self._encoding, "replace"), "imports.cell_too_long")
        if b"\x00" in raw:
            return _Line(raw[:200].decode(self._encoding, "replace"), "imports.nul_byte")
        try:
            return _Line(raw.decode(self._encoding))
        except UnicodeDecodeError:
            return _Line(raw[:200].decode(self._encoding, "replace"), "imports.wrong_encoding")

    def _skip_line(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(MAX_LINE_BYTES)
