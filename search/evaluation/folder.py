"""The files of a folder of deals: who exists, who invested in whom before the cut, what is asked.

Companies, investors and deals before the cut are read, and the questions of one direction with their candidates. What is
true afterwards lies beside them in files named `truth…`, which nothing here opens.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from search.evaluation.errors import BadFolder

STAGES = {
    "seed": "seed",
    "pre-a": "pre_a",
    "a": "series_a",
    "b": "series_b",
    "c+": "series_c",
    "venture": "venture",
    "pe": "private_equity",
    "strategic": "strategic",
    "ipo": "ipo",
    "other": "other",
    "unknown": "unknown",
}
_NOT_STATED = frozenset({"", "nan", "unknown"})
_YEAR = re.compile(r"[0-9]{1,4}(?:\.0)?")
# No round was ever larger, and powers of ten beyond are no numbers any more.
_MOST_USD = 1e15
# What the engine takes as the id of a document, in bytes.
_LONGEST_ID = 512


class Direction(StrEnum):
    """What the query is."""

    STARTUP = "startup"
    INVESTOR = "investor"


@dataclass(frozen=True, slots=True)
class Company:
    """A company as the source describes it; parts that are not stated are empty."""

    id: str
    name: str
    sectors: tuple[str, ...]
    description: str
    country: str
    region: str
    city: str
    founded: int | None


@dataclass(frozen=True, slots=True)
class Investor:
    """An investor as the source describes it."""

    id: str
    name: str
    country: str
    region: str
    city: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a company: stage as a code of ours, the whole amount in USD."""

    company: str
    stage: str
    amount: float | None
    on: date


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything a measurement may know. `deals` are pairs of investor and round; `asked` the rounds of the query or candidate companies."""

    companies: Mapping[str, Company]
    investors: Mapping[str, Investor]
    deals: Sequence[tuple[str, Round]]
    asked: Mapping[str, Round]
    queries: Sequence[str]
    candidates: Sequence[str]
    cut: date


def read(folder: Path, direction: Direction) -> Folder:
    """Read a folder. Raises BadFolder at the first thing that cannot be used."""
    if not folder.is_dir():
        raise BadFolder(str(folder), "no such folder")
    companies = {company.id: company for company in _companies(folder)}
    investors = {investor.id: investor for investor in _investors(folder)}
    deals = list(_deals(folder, companies, investors))
    if not deals:
        raise BadFolder("investments_train.csv.gz", "no rows")
    asked = _asked(folder, companies)
    if direction is Direction.STARTUP:
        queries, candidates = (
            list(asked),
            _ids(folder, "candidates.csv.gz", "candidate_id", investors, "investors.csv.gz"),
        )
    else:
        queries = _ids(folder, "queries_reverse.csv.gz", "query_id", investors, "investors.csv.gz")
        candidates = _ids(folder, "candidates_reverse.csv.gz", "candidate_id", asked, "queries.csv.gz")
    return Folder(companies, investors, deals, asked, queries, candidates, max(made.on for _, made in deals))


def _companies(folder: Path) -> Iterator[Company]:
    columns = ("id", "name", "sectors", "description", "country", "state", "region", "city", "founded")
    for number, row in _rows(folder, "companies.csv.gz", columns, unique="id"):
        founded = row["founded"]
        if founded and not _YEAR.fullmatch(founded):
            raise BadFolder("companies.csv.gz", f"{founded!r} is not a year", row=number, column="founded")
        yield Company(
            id=row["id"],
            name=row["name"],
            sectors=tuple(dict.fromkeys(word.strip() for word in row["sectors"].split("|") if word.strip())),
            description=row["description"],
            country=_stated(row["country"]),
            region=_stated(row["region"]),
            city=_stated(row["city"]),
            founded=int(founded.removesuffix(".0")) if founded else None,
        )


def _investors(folder: Path) -> Iterator[Investor]:
    columns = ("id", "name", "kind", "country", "region", "city")
    for _, row in _rows(folder, "investors.csv.gz", columns, unique="id"):
        yield Investor(row["id"], row["name"], *(_stated(row[name]) for name in ("country", "region", "city")))


def _deals(
    folder: Path, companies: Mapping[str, Company], investors: Mapping[str, Investor]
) -> Iterator[tuple[str, Round]]:
    file = "investments_train.csv.gz"
    for number, row in _rows(folder, file, ("investor_id", "company_id", "round", "stage", "amount_usd", "date")):
        for column, known in (("investor_id", investors), ("company_id", companies)):
            if row[column] not in known:
                raise BadFolder(file, f"{row[column]!r} is not listed", row=number, column=column)
        yield row["investor_id"], _round(file, number, row, row["company_id"])


def _asked(folder: Path, companies: Mapping[str, Company]) -> dict[str, Round]:
    file = "queries.csv.gz"
    found: dict[str, Round] = {}
    for number, row in _rows(folder, file, ("query_id", "round", "stage", "amount_usd", "date"), unique="query_id"):
        if row["query_id"] not in companies:
            raise BadFolder(file, f"{row['query_id']!r} is not in companies.csv.gz", row=number, column="query_id")
        found[row["query_id"]] = _round(file, number, row, row["query_id"])
    return found


def _round(file: str, number: int, row: Mapping[str, str], company: str) -> Round:
    stage = STAGES.get(row["stage"])
    if stage is None:
        raise BadFolder(file, f"{row['stage']!r} is not a stage", row=number, column="stage")
    try:
        on = date.fromisoformat(row["date"])
    except ValueError:
        raise BadFolder(file, f"{row['date']!r} is not a date", row=number, column="date") from None
    return Round(company, stage, _amount(file, number, row["amount_usd"]), on)


def _amount(file: str, number: int, text: str) -> float | None:
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0 <= amount <= _MOST_USD:
        raise BadFolder(file, f"{text!r} is not an amount", row=number, column="amount_usd")
    return amount or None


def _ids(folder: Path, file: str, column: str, known: Mapping[str, object], listed_in: str) -> list[str]:
    found = []
    for number, row in _rows(folder, file, (column,), unique=column):
        if row[column] not in known:
            raise BadFolder(file, f"{row[column]!r} is not in {listed_in}", row=number, column=column)
        found.append(row[column])
    return found


def _rows(folder: Path, file: str, columns: Sequence[str], *, unique: str = "") -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number as a person counts it: the header is row 1, and rows without anything count and are left out.

    All cells without spaces around them.
    """
    path = folder / file
    if not path.is_file():
        raise BadFolder(file, f"no such file in {folder}")
    seen: set[str] = set()
    number = 1
    try:
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
            table = csv.reader(lines, strict=True)
            names = _header(file, next(table, []), columns)
            while True:
                number += 1
                cells = next(table, None)
                if cells is None:
                    break
                if not cells:
                    continue
                if len(cells) != len(names):
                    raise BadFolder(file, f"{len(names)} cells expected", row=number)
                held = dict(zip(names, cells, strict=True))
                row = {name: held[name].strip() for name in columns}
                if unique:
                    _check_id(file, number, unique, row[unique], seen)
                yield number, row
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as problem:
        raise BadFolder(file, f"cannot be read: {problem}", row=number) from problem
    if unique and not seen:
        raise BadFolder(file, "no rows")


def _header(file: str, names: list[str], columns: Sequence[str]) -> list[str]:
    for name in columns:
        if names.count(name) != 1:
            problem = "the column appears twice" if name in names else "the column is missing"
            raise BadFolder(file, problem, row=1, column=name)
    return names


def _check_id(file: str, number: int, column: str, held: str, seen: set[str]) -> None:
    if not held or held in seen:
        raise BadFolder(file, f"{held!r} is empty or appears twice", row=number, column=column)
    if len(held.encode()) > _LONGEST_ID:
        raise BadFolder(file, f"longer than {_LONGEST_ID} bytes", row=number, column=column)
    seen.add(held)


def _stated(text: str) -> str:
    return "" if text.casefold() in _NOT_STATED else text
