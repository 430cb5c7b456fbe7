"""Tables that leave the site as CSV or as a workbook, in memory that does not grow with them. No cell is computed."""

import csv
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO, TypeVar

import xlsxwriter
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import translation

from backend.core.languages import text

# The most rows of one file; the last line says so when there are more.
MAX_ROWS = 10_000
M = TypeVar("M", bound=Model)

_CHUNK = 500
_CHUNK_BYTES = 64 * 1024
# Text stays text, whatever it begins with.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CUT = text(
    "只含前 {most} 行。请缩小筛选范围后再导出其余部分。",
    "Only the first {most} rows are in this file. Narrow the filters to export the others.",
)
# Full-width signs too: spreadsheets fold them.
_SIGNS = "=+\\-@＝＋－＠"
_COMPUTED = re.compile(f"[{_SIGNS}\t\r\n]")
# Where lists are parted by semicolons or tabs, a spreadsheet parts our cells too, and a sign in the middle begins one.
_PARTED = re.compile(f'(?<=[;\t\r\n])("*)(?=[{_SIGNS}])')


def safe_cell(value: str) -> str:
    """Text a spreadsheet shows as text, wherever it parts it: what it would compute starts with an apostrophe."""
    parted = _PARTED.sub(r"\1'", value)
    return f"'{parted}" if _COMPUTED.match(value) else parted


def lines_of(
    header: Sequence[object], rows: QuerySet[M], line: Callable[[M], Sequence[object]], *, most: int = MAX_ROWS
) -> Iterator[Sequence[object]]:
    """The header, a line for each of the first `most` rows, and a last one that says so when there are more."""
    yield header
    for number, row in enumerate(rows[: most + 1].iterator(chunk_size=_CHUNK)):
        if number == most:
            yield [str(_CUT).format(most=most)]
            return
        yield line(row)


def answer_csv(request: HttpRequest, *, name: str, lines: Iterator[Sequence[object]]) -> StreamingHttpResponse:
    """A download in the language of the page. `lines` is read while it is sent, so check the permission before."""
    chunks = _chunks(lines, translation.get_language() or "")
    return _download(request, chunks, file_name=f"{name}.csv", content_type="text/csv; charset=utf-8")


def answer_workbook(request: HttpRequest, *, name: str, lines: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A list of any length as a workbook in the language of the page, its header kept in sight.

    A workbook can be sent only once it is whole, so it is written row by row into a file that nobody else sees.
    """
    made = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    with xlsxwriter.Workbook(made, {"constant_memory": True, **_PLAIN}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 50, 20)
        _write(sheet, lines)
    return _download(request, _parts(made), file_name=f"{name}.xlsx", content_type=_XLSX)


def _download(
    request: HttpRequest, chunks: Iterator[bytes], *, file_name: str, content_type: str
) -> StreamingHttpResponse:
    # A server of the async kind would collect a plain iterator whole before it sends the first byte.
    body = _from_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    answer = StreamingHttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _write(sheet: xlsxwriter.worksheet.Worksheet, lines: Iterable[Sequence[object]]) -> None:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(row, column, str(cell))


def _parts(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_CHUNK_BYTES):
            yield part


def answer_xlsx(*, name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A small table as a workbook in the language of the page, its first line and column kept in sight.

    It is made in memory at once: for what is bounded by nature, never for a list.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **_PLAIN}) as book:
        wrapped, sheet = book.add_format({"text_wrap": True, "valign": "top"}), book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 50, 28, wrapped)
        _write(sheet, lines)
    answer = HttpResponse(made.getvalue(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _chunks(lines: Iterator[Sequence[object]], language: str) -> Iterator[bytes]:
    # The mark tells spreadsheets that the text is UTF-8.
    yield "\ufeff".encode()
    while True:
        stream = StringIO()
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        with translation.override(language):
            taken = [writer.writerow([safe_cell(str(cell)) for cell in line]) for line in islice(lines, _CHUNK)]
        if not taken:
            return
        yield stream.getvalue().encode()


async def _from_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read in the thread of the request, whose database connection it is."""
    while chunk := await sync_to_async(lambda: next(chunks, b""))():
        yield chunk
