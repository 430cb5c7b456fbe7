"""What can be wrong with a folder of deals."""

from __future__ import annotations


class BadFolder(Exception):
    """A file or folder cannot be used; the message names file, row and column."""

    def __init__(self, file: str, problem: str, *, row: int | None = None, column: str = "") -> None:
        self.file, self.problem, self.row, self.column = file, problem, row, column
        where = file + (f", row {row}" if row is not None else "") + (f", column {column}" if column else "")
        super().__init__(f"{where}: {problem}")
