"""Problems as a table people open in a spreadsheet, where no cell may turn into a formula."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from backend.core.exports import safe_cell
from backend.deals.imports.problems import SENTENCES

HEADER = ("file", "row", "column", "code", "reason", "value")


class ProblemLike(Protocol):
    @property
    def file_name(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def value(self) -> str: ...


def problem_lines(problems: Iterable[ProblemLike]) -> Iterator[list[str]]:
    """A header and one line for each problem, in the active language."""
    yield list(HEADER)
    for problem in problems:
        reason = str(SENTENCES.get(problem.code, problem.code))
        cells = (problem.file_name, str(problem.row), problem.column, problem.code, reason, problem.value)
        yield [safe_cell(cell) for cell in cells]
