"""A folder with more than fifty kinds of broken rows: the good ones arrive, each bad one is named with its reason."""

import gzip
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from backend.core import clock
from backend.deals.models import FundingRound, ImportProblem, RoundInvestor
from backend.organizations.models import Organization

pytestmark = pytest.mark.django_db

NEVER_CLOSED = b'c-quote,"never closed,ai,,CHN,,,,2001'

# Each is one row of its file; (bytes, column, code).
COMPANIES: list[tuple[bytes, str, str]] = [
    ("c-gb,编码,ai,,CHN,,,,2001".encode("gb18030"), "", "imports.wrong_encoding"),
    (b"c-latin,caf\xe9,ai,,FRA,,,,2001", "", "imports.wrong_encoding"),
    (b"c-nul,Nul\x00Co,ai,,CHN,,,,2001", "", "imports.nul_byte"),
    (b"c-10mb," + b"x" * (10 * 1024 * 1024) + b",ai,,CHN,,,,2001", "", "imports.cell_too_long"),
    (b"c-200k," + b"x" * 200_000 + b",ai,,CHN,,,,2001", "", "imports.cell_too_long"),
    (b"c-few,Too Few", "", "imports.wrong_cell_count"),
    (b"c-many,Too Many,ai,,CHN,,,,2001,more,more", "", "imports.wrong_cell_count"),
    (NEVER_CLOSED, "", "imports.unclosed_quote"),
    (b'c-mid,"broken" quote,ai,,CHN,,,,2001', "", "imports.unclosed_quote"),
    (b",No Id,ai,,CHN,,,,2001", "id", "imports.empty_required"),
    (b"   ,Blank Id,ai,,CHN,,,,2001", "id", "imports.empty_required"),
    (b"c-noname,,ai,,CHN,,,,2001", "name", "imports.empty_required"),
    ("c-wide,\u3000\u3000,ai,,CHN,,,,2001".encode(), "name", "imports.empty_required"),
    (b"c-good,Repeats The Id,ai,,CHN,,,,2001", "id", "imports.duplicate_id"),
    (b"c-eq,=1+1,ai,,CHN,,,,2001", "name", "imports.formula_cell"),
    ("c-fw,＝SUM(A1),ai,,CHN,,,,2001".encode(), "name", "imports.formula_cell"),
    (b"c-dde,+cmd|' /C calc'!A0,ai,,CHN,,,,2001", "name", "imports.formula_cell"),
    (b"c-at,@SUM(1),ai,,CHN,,,,2001", "name", "imports.formula_cell"),
    (b"c-minus,-HYPERLINK(1),ai,,CHN,,,,2001", "name", "imports.formula_cell"),
    (b"=c-id,Formula Id,ai,,CHN,,,,2001", "id", "imports.formula_cell"),
    (b"c-city,Formula City,ai,,CHN,,,=A1,2001", "city", "imports.formula_cell"),
    (b"c-desc,Formula Text,ai,=A1,CHN,,,,2001", "description", "imports.formula_cell"),
    (b"c-sect,Formula Sector,=A1,,CHN,,,,2001", "sectors", "imports.formula_cell"),
    (b"c-bell,Bell\x07Co,ai,,CHN,,,,2001", "name", "imports.control_character"),
    (b"c-long," + b"n" * 201 + b",ai,,CHN,,,,2001", "name", "imports.value_too_long"),
    (b"i" * 111 + b",Long Id,ai,,CHN,,,,2001", "id", "imports.value_too_long"),
    (b"c-place,Long City,ai,,CHN,,," + b"p" * 81 + b",2001", "city", "imports.value_too_long"),
    (b"c-words,Too Many Words," + b"|".join(b"w%d" % n for n in range(21)) + b",,CHN,,,,2001", "sectors", "imports.value_too_long"),
    (b"c-word,Long Word," + b"w" * 121 + b",,CHN,,,,2001", "sectors", "imports.value_too_long"),
    (b"c-country,Two Letters,ai,,CN,,,,2001", "country", "imports.bad_country"),
    (b"c-land,A Word,ai,,China,,,,2001", "country", "imports.bad_country"),
    (b"c-year,Words For Year,ai,,CHN,,,,last year", "founded", "imports.bad_year"),
    (b"c-old,Too Old,ai,,CHN,,,,0099", "founded", "imports.bad_year"),
    (b"c-soon,From The Future,ai,,CHN,,,,2999", "founded", "imports.bad_year"),
]  # fmt: skip

INVESTORS: list[tuple[bytes, str, str]] = [
    (b"i-kind,Odd Kind,wizard,,,", "kind", "imports.bad_kind"),
    (b"i-fund,,fund,,,", "name", "imports.empty_required"),
    (b"c-good,A Company's Id,fund,,,", "id", "imports.id_of_other_kind"),
]

DEALS: list[tuple[bytes, str, str]] = [
    (b"i-none,c-good,A,a,1,2010-01-01", "investor_id", "imports.unknown_investor"),
    (b"i-good,c-none,A,a,1,2010-01-01", "company_id", "imports.unknown_company"),
    (b"c-good,i-good,A,a,1,2010-01-01", "company_id", "imports.unknown_company"),
    (b"i-good,c-noname,A,a,1,2010-01-01", "company_id", "imports.unknown_company"),
    (b",c-good,A,a,1,2010-01-01", "investor_id", "imports.empty_required"),
    (b"i-good,,A,a,1,2010-01-01", "company_id", "imports.empty_required"),
    (b"i-good,c-good,A,a,1,", "date", "imports.empty_required"),
    (b"i-good,c-good,A,a,1,yesterday", "date", "imports.bad_date"),
    (b"i-good,c-good,A,a,1,2010-02-30", "date", "imports.bad_date"),
    (b"i-good,c-good,A,a,1,2010-13-01", "date", "imports.bad_date"),
    (b"i-good,c-good,A,a,1,01/02/2010", "date", "imports.bad_date"),
    (b"i-good,c-good,A,a,1,0001-01-01", "date", "imports.bad_date"),
    (b"i-good,c-good,A,a,1,2999-01-01", "date", "imports.future_date"),
    (b"i-good,c-good,A,a,-1,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,NaN,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,Infinity,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,1e308,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,1e999999999,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,much,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a,=1+1,2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,a," + b"9" * 41 + b",2010-01-01", "amount_usd", "imports.bad_amount"),
    (b"i-good,c-good,A,zz,1,2010-01-01", "stage", "imports.bad_stage"),
    (b"i-good,c-good,=A,a,1,2010-01-01", "round", "imports.formula_cell"),
    (b"i-good,c-good," + b"r" * 61 + b",a,1,2010-01-01", "round", "imports.value_too_long"),
    (b"i-good,c-good,B,b,5000000,2012-06-01", "", "imports.duplicate_row"),
]

GOOD_COMPANIES = [
    'c-good,好公司,人工智能|不存在的行业,"two\nlines, and a comma",CHN,,广东,深圳,2001'.encode(),
    b"c-next,@Ventures-like name,biotech,,USA,CA,SF Bay,unknown,",
]
GOOD_INVESTORS = [b"i-good,+One Capital,fund,,,", b"i-person,,person,,unknown,"]
GOOD_DEALS = [b"i-good,c-good,B,b,5000000,2012-06-01", b"i-person,c-good,B,b,5000000,2012-06-01"]


def write(
    path: Path, header: bytes, good: list[bytes], broken: list[tuple[bytes, str, str]]
) -> dict[int, tuple[str, str]]:
    """Good rows first and last, the broken ones between; returns row → (column, code)."""
    rows = [good[0], *(row for row, _, _ in broken), *good[1:]]
    path.write_bytes(b"\n".join([header, *rows]) + b"\n")
    return {number: (column, code) for number, (_, column, code) in enumerate(broken, start=3)}


def listed(file_name: str) -> dict[int, tuple[str, str]]:
    rows = ImportProblem.objects.filter(file_name=file_name)
    assert rows.count() == rows.values("row").distinct().count()
    return {problem.row: (problem.column, problem.code) for problem in rows}


def test_good_rows_arrive_and_each_bad_one_is_listed_with_its_reason(tmp_path: Path) -> None:
    company = b"id,name,sectors,description,country,state,region,city,founded"
    wanted = {
        "companies.csv": write(tmp_path / "companies.csv", company, GOOD_COMPANIES, COMPANIES),
        "investors.csv": write(
            tmp_path / "investors.csv", b"\xef\xbb\xbfid,name,kind,country,region,city", GOOD_INVESTORS, INVESTORS
        ),
        "investments_train.csv": write(
            tmp_path / "investments_train.csv", b"investor_id,company_id,round,stage,amount_usd,date", GOOD_DEALS, DEALS
        ),
    }
    assert sum(len(rows) for rows in wanted.values()) >= 50

    call_command("import_deals", str(tmp_path), source="broken")

    assert {name: listed(name) for name in wanted} == wanted
    names = dict(Organization.objects.filter(source="broken").values_list("external_id", "legal_name"))
    assert names == {
        "c-good": "好公司",
        "c-next": "@Ventures-like name",
        "i-good": "+One Capital",
        "i-person": "个人投资人 person",
    }
    good = Organization.objects.get(external_id="c-good")
    assert (good.sectors, good.source_sectors) == (["AI"], ["人工智能", "不存在的行业"])
    assert good.description == "two\nlines, and a comma"
    assert FundingRound.objects.filter(source="broken").count() == 1
    assert RoundInvestor.objects.filter(round__source="broken").count() == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "imports.empty_file"),
        (b"\n\n  \n", "imports.empty_file"),
        ("id,name\n1,公司\n".encode("utf-16"), "imports.wrong_encoding"),
        (b"id\xff\xfe,name\n1,a\n", "imports.wrong_encoding"),
        (b"name,sectors\nA,ai\n", "imports.missing_column"),
        (b"id,sectors\n1,ai\n", "imports.missing_column"),
        (b"id,name,name\n1,a,b\n", "imports.repeated_column"),
        (gzip.compress(b"id,name\n1,a\n" * 20_000, mtime=0)[:-50], "imports.file_damaged"),
        (b"\x1f\x8bnot gzip at all", "imports.file_damaged"),
        (b"PK\x03\x04not a workbook", "imports.archive_unreadable"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "companies.csv").write_bytes(content)
    (tmp_path / "investors.csv").write_bytes(b"id,name,kind\ni-1,Capital,fund\n")
    call_command("import_deals", str(tmp_path), source="broken")
    assert list(ImportProblem.objects.values_list("file_name", "row", "code")) == [("companies.csv", 0, code)]
    assert list(Organization.objects.filter(source="broken").values_list("external_id", flat=True)) == ["i-1"]


def test_a_whole_file_in_gb18030_is_read(tmp_path: Path) -> None:
    rows = "id,name,sectors\nc-1,深圳半导体,集成电路\nc-2,香港生物,生物醫藥\n"
    (tmp_path / "companies.csv").write_bytes(rows.encode("gb18030"))
    call_command("import_deals", str(tmp_path), source="gb")
    assert list(Organization.objects.order_by("external_id").values_list("legal_name", "sector_primary")) == [
        ("深圳半导体", "SEMI"),
        ("香港生物", "BIO"),
    ]


def test_a_quote_nobody_closes_costs_one_row_only(tmp_path: Path) -> None:
    rows = [b"id,name", b'c-0,"open', *(b"c-%d,Company %d" % (n, n) for n in range(1, 400))]
    (tmp_path / "companies.csv").write_bytes(b"\n".join(rows))
    call_command("import_deals", str(tmp_path), source="quote")
    assert Organization.objects.filter(source="quote").count() == 399
    assert list(ImportProblem.objects.values_list("row", "code")) == [(2, "imports.unclosed_quote")]


@pytest.mark.parametrize(
    ("rows", "claimed", "told"),
    [
        (b"c-1,Company One\n", False, "nothing changed: everything was already here"),
        (b"c-2,\n", False, "nothing changed: some rows were not imported or left alone, see the counts above"),
        (
            b"c-1,Company Two\n",
            True,
            "nothing changed: some rows were not imported or left alone, see the counts above",
        ),
        (b"c-3,Company Three\n", False, ""),
    ],
    ids=["the same", "refused", "claimed", "new"],
)
def test_the_last_line_says_what_happened(tmp_path: Path, rows: bytes, claimed: bool, told: str) -> None:
    file = tmp_path / "companies.csv"
    file.write_bytes(b"id,name\nc-1,Company One\n")
    call_command("import_deals", str(tmp_path), source="told")
    if claimed:
        Organization.objects.filter(source="told").update(claimed_at=clock.now())
    file.write_bytes(b"id,name\n" + rows)
    printed = io.StringIO()
    call_command("import_deals", str(tmp_path), source="told", stdout=printed)
    assert "".join(line for line in printed.getvalue().splitlines() if line.startswith("nothing changed")) == told
