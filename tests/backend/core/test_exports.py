"""Tables that leave the site: cells, marks, the cap, and what a server of the async kind sends."""

import asyncio
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory
from django.utils import translation
from python_calamine import CalamineWorkbook

from backend.core import exports
from backend.core.exports import answer_csv, answer_workbook, answer_xlsx, lines_of, safe_cell
from backend.core.languages import text
from backend.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory


def read(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def lines() -> Iterator[Sequence[object]]:
    yield [text("名称", "Name"), "b"]
    yield ["=1+1", 3]
    yield ['a"b\n,c', ""]


@pytest.mark.parametrize("payload", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x"])
def test_what_a_spreadsheet_would_compute_starts_with_an_apostrophe(payload: str) -> None:
    assert safe_cell(payload) == f"'{payload}"
    assert safe_cell(f"a{payload}") == f"a{payload}"
    for between in (";", "\t", "\r", "\n", '";"'):
        assert safe_cell(f"a{between}{payload}") == f"a{between}'{payload}"
    assert safe_cell(f"\t{payload}") == f"'\t'{payload}"


def test_what_only_looks_like_it_stays() -> None:
    for plain in ("a-b; c", "1 + 1 = 2", "x@y.example", "\u3000=1", "a; b", '"quoted"'):
        assert safe_cell(plain) == plain


def test_the_table_speaks_the_language_of_the_page_after_the_page_is_done() -> None:
    with translation.override("en"):
        answer = answer_csv(RequestFactory().get("/"), name="x", lines=lines())
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    found = read(b"".join(answer.streaming_content))  # type: ignore[arg-type]
    assert found == [["Name", "b"], ["'=1+1", "3"], ['a"b\n,c', ""]]


def test_a_workbook_holds_text_as_text_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        answer = answer_xlsx(name="x", lines=lines())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.xlsx"'
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python() == [["Name", "b"], ["=1+1", "3"], ['a"b\n,c', ""]]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_server_of_the_async_kind_sends_the_same_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_CHUNK", 2)
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    answer = answer_csv(ASGIRequest(scope, io.BytesIO()), name="x", lines=lines())

    async def sent() -> list[bytes]:
        return [chunk async for chunk in answer.streaming_content]  # type: ignore[union-attr]

    chunks = asyncio.run(sent())
    assert len(chunks) == 3
    assert read(b"".join(chunks)) == [["名称", "b"], ["'=1+1", "3"], ['a"b\n,c', ""]]


def test_a_long_workbook_is_sent_in_parts_and_text_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_CHUNK_BYTES", 1000)
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    with translation.override("en"):
        answer = answer_workbook(ASGIRequest(scope, io.BytesIO()), name="x", lines=lines())

    async def sent() -> list[bytes]:
        return [chunk async for chunk in answer.streaming_content]  # type: ignore[union-attr]

    chunks = asyncio.run(sent())
    assert len(chunks) > 2
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.xlsx"'
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(chunks))).get_sheet_by_index(0)
    assert sheet.to_python() == [["Name", "b"], ["=1+1", "3"], ['a"b\n,c', ""]]


@pytest.mark.django_db
def test_a_file_ends_at_its_cap_and_says_so() -> None:
    for name in "abc":
        OrganizationFactory.create(brand_name=name)
    rows = Organization.objects.order_by("brand_name")

    def table(most: int) -> list[Sequence[object]]:
        return list(lines_of(["n"], rows, lambda row: [row.brand_name], most=most))

    assert table(3) == [["n"], ["a"], ["b"], ["c"]]
    with translation.override("en"):
        assert table(2) == [
            ["n"],
            ["a"],
            ["b"],
            ["Only the first 2 rows are in this file. Narrow the filters to export the others."],
        ]
