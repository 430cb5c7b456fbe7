"""Opening a table: CSV in UTF-8 or GB18030, gzipped or not, or the first sheet of a workbook. Streams; keeps no rows."""

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from backend.deals.imports import sheets
from backend.deals.imports.csv_rows import Record, RowReader
from backend.deals.imports.problems import FileRefused

_SAMPLE = 1024 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """An open table; `rows` can be gone through once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Record]


@contextmanager
def open_table(path: Path, name: str = "") -> Iterator[Table]:
    """Open a file by its content. Raises FileRefused, also while rows are read when the file turns out cut off."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        if not path.is_file():
            raise FileRefused("imports.no_such_file")
        with path.open("rb") as start:
            magic = start.read(4)
        source = path
        if magic == _ZIP:
            source = Path(folder) / "sheet.csv"
            sheets.to_csv(path, source)
        with _stream(source, is_gzip=magic[:2] == _GZIP) as stream:
            reader = RowReader(stream, sample=_sample(source, is_gzip=magic[:2] == _GZIP))
            yield Table(name or path.name, _columns(reader), _whole(reader))


def _stream(path: Path, *, is_gzip: bool) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(path, "rb")) if is_gzip else path.open("rb")


def _sample(path: Path, *, is_gzip: bool) -> bytes:
    try:
        with _stream(path, is_gzip=is_gzip) as stream:
            sample = stream.read(_SAMPLE)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused("imports.file_damaged") from error
    if sample.startswith(_UTF16):
        raise FileRefused("imports.wrong_encoding")
    return sample


def _columns(reader: RowReader) -> tuple[str, ...]:
    header = reader.header()
    if header is None:
        raise FileRefused("imports.empty_file")
    if header.problem:
        raise FileRefused(header.problem, header.excerpt)
    named = [name for name in header.cells if name]
    if len(named) != len(set(named)):
        raise FileRefused("imports.repeated_column")
    return header.cells


def _whole(reader: RowReader) -> Iterator[Record]:
    try:
        yield from reader.rows()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused("imports.file_damaged") from error
