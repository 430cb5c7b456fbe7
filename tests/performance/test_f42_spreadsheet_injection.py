"""F42: what guests call themselves never becomes a formula in the host's files, and fifty thousand of them fit into little memory."""

import csv
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory

from backend.core.exports import answer_csv, answer_workbook
from backend.roadshows.exporting import table_of
from backend.roadshows.models import Event, Registration
from backend.roadshows.selectors.guests import in_guest_order
from tests.factories.roadshows import EventFactory, RegistrationFactory, TicketTypeFactory
from tests.support.many_guests import fill
from tests.support.results import is_full, record

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900), pytest.mark.django_db]

PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    'a";=1+1',
    "x\x0b=1+1",
    "{=1+1}",
)
COMPUTED = tuple("=+-@\t\r\n＝＋－＠")
GROWTH = 64 * 1024 * 1024
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Answering = Callable[..., object]


def _file(event: Event, answering: Answering) -> Iterator[bytes]:
    rows = Registration.objects.filter(event=event).select_related("ticket_type")
    answer = answering(RequestFactory().get("/"), name="x", lines=table_of(in_guest_order(rows, "oldest")))
    found: Iterator[bytes] = answer.streaming_content  # type: ignore[attr-defined]
    return found


@pytest.fixture
def hostile() -> Event:
    """An event where every text a person can write holds a payload."""
    event: Event = EventFactory.create(published=True, quota__capacity=1000)
    for number, payload in enumerate(PAYLOADS, start=2):
        kind = TicketTypeFactory.create(event=event, position=number, name=payload[:40], name_en=payload)
        RegistrationFactory.create(event=event, name=payload, organization_name=payload, ticket_type=kind)
    return event


def test_f42_csv_has_no_cell_that_is_computed(hostile: Event) -> None:
    text = b"".join(_file(hostile, answer_csv)).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text, newline="")))
    computed = [cell for line in lines for cell in line if cell.startswith(COMPUTED)]
    # Where a spreadsheet splits at semicolons, no part of a cell begins one.
    split = [cell for line in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in line]
    computed += [cell for cell in split if cell.lstrip('"').startswith(COMPUTED)]
    record("F42 CSV formula cells", value=len(computed), bound=0, unit="cells", passed=not computed)
    assert computed == []
    # Nothing is lost: apostrophes apart the file says what was written.
    assert [line[0].replace("'", "") for line in lines[1:]] == [one.replace("'", "") for one in PAYLOADS]


def test_f42_workbook_has_no_formula(hostile: Event) -> None:
    with zipfile.ZipFile(BytesIO(b"".join(_file(hostile, answer_workbook)))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    (sheet,) = (ElementTree.fromstring(body) for name, body in parts.items() if "worksheets/" in name)  # noqa: S314
    cells = list(sheet.iter(f"{_SHEET}c"))
    formulas = list(sheet.iter(f"{_SHEET}f"))
    links = [name for name in parts if "externalLink" in name] + list(sheet.iter(f"{_SHEET}hyperlink"))
    record("F42 XLSX formula cells", value=len(formulas), bound=0, unit="cells", passed=not formulas)
    assert (formulas, links) == ([], [])
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    shown = {"".join(cell.itertext()) for cell in cells}
    assert {one for one in PAYLOADS if "\r" not in one and "\x0b" not in one} <= shown


def _peak_of(event: Event, answering: Answering) -> int:
    """Bytes held at the most while the file is read and thrown away."""
    tracemalloc.start()
    try:
        assert sum(len(part) for part in _file(event, answering)) > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_f42_a_long_list_needs_no_more_memory_than_a_short_one() -> None:
    """Beyond one portion, which is what is read at once; measured whole at full scale."""
    short, long = EventFactory.create(published=True), EventFactory.create(published=True)
    fill(short, 1200)
    fill(long, 50_000 if is_full() else 2600)
    for answering in (answer_csv, answer_workbook):
        sum(len(part) for part in _file(short, answering))
        if is_full():
            _assert_little_growth(long, answering)
        else:
            assert _peak_of(long, answering) < 1.5 * _peak_of(short, answering)


def _assert_little_growth(event: Event, answering: Answering) -> None:
    growth = _peak_of(event, answering)
    record(
        f"F42 growth over 50,000 guests, {answering.__name__}",
        value=round(growth / 1024**2, 1),
        bound=64,
        unit="MB",
        passed=growth < GROWTH,
    )
    assert growth < GROWTH
