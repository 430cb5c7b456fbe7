"""Going through one table: a first pass that only reads, then batches that write, each in its own transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from backend.core import outbox
from backend.deals.events import HistoryChanged
from backend.deals.imports.columns import COLUMNS, Subject
from backend.deals.imports.parsing import DealRow, OrganizationRow, Parser, cells_by_field
from backend.deals.imports.problems import FileRefused, Problem, shown_value
from backend.deals.imports.reading import Table, open_table
from backend.deals.imports.sources import source_named
from backend.deals.imports.upserts import Writer, Written

BATCH = 1000
MAX_WORDS = 2000
_EVENT_IDS = 500

Parsed = tuple[int, OrganizationRow | DealRow | None, list[Problem]]


@dataclass(frozen=True, slots=True)
class Job:
    """One file to bring in. `separator` is a pattern that parts sector words."""

    path: Path
    name: str
    subject: Subject
    mapping: Mapping[str, str]
    source: str
    today: date
    separator: str = r"\|"


@dataclass(slots=True)
class Totals:
    """Counts of one file so far; survives a killed worker as JSON."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    claimed: int = 0
    rounds_new: int = 0
    problems: int = 0
    unknown_sectors: Counter[str] = field(default_factory=Counter)

    def add(self, rows: int, written: Written, problems: int) -> None:
        self.rows += rows
        self.new += written.new
        self.changed += written.changed
        self.unchanged += written.unchanged
        self.claimed += written.claimed
        self.rounds_new += written.rounds_new
        self.problems += problems
        self.unknown_sectors.update(written.unknown_sectors)

    def to_json(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in _COUNTS}
        return {**counts, "unknown_sectors": dict(self.unknown_sectors.most_common(MAX_WORDS))}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Totals":
        counts = {name: int(data.get(name, 0)) for name in _COUNTS}
        return cls(**counts, unknown_sectors=Counter(data.get("unknown_sectors", {})))


_COUNTS = ("rows", "new", "changed", "unchanged", "claimed", "rounds_new", "problems")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass found: how many rows, and which of them repeat an earlier good one."""

    rows: int
    repeated: frozenset[int]


def survey(job: Job) -> Survey:
    """Read everything once. Keys wait in a temporary table, not in memory. Raises FileRefused."""
    rows = 0
    with transaction.atomic(), open_table(job.path, job.name) as table, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE import_keys (key uuid, row integer) ON COMMIT DROP")
        with cursor.copy("COPY import_keys (key, row) FROM STDIN") as copy:
            for number, row, _ in _parsed(job, table):
                rows += 1
                if row is not None:
                    copy.write_row((_key(row), number))
        cursor.execute(
            "SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY key ORDER BY row) AS nth FROM import_keys) AS k"
            " WHERE nth > 1"
        )
        repeated = frozenset(row for (row,) in cursor.fetchall())
        # A dry run holds one transaction over several files.
        cursor.execute("DROP TABLE import_keys")
        return Survey(rows, repeated)


def _key(row: OrganizationRow | DealRow) -> UUID:
    parts = (row.id,) if isinstance(row, OrganizationRow) else (row.investor_id, row.company_id, *row.key)
    return UUID(bytes=hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest())


def run(
    job: Job,
    writer: Writer,
    surveyed: Survey,
    totals: Totals,
    *,
    save: Callable[[Totals, list[Problem]], None],
    publish: bool = True,
) -> Totals:
    """Write what follows the first `totals.rows` rows, batch by batch; `save` is called inside each transaction.

    Raises FileRefused when the file turns out damaged on the way; batches before that stay.
    """
    with open_table(job.path, job.name) as table:
        rows = islice(_parsed(job, table), totals.rows, None)
        nth = 0
        while batch := list(islice(rows, BATCH)):
            nth += 1
            with transaction.atomic():
                _lock_source(job.source)
                problems, written = _write(job, writer, surveyed, batch)
                totals.add(len(batch), written, len({problem.row for problem in problems}))
                save(totals, problems)
                if nth & (nth - 1) == 0 and written.new:
                    _refresh_statistics()
                if publish:
                    _announce(written.touched)
    return totals


def _write(job: Job, writer: Writer, surveyed: Survey, batch: list[Parsed]) -> tuple[list[Problem], Written]:
    problems, good = [], []
    code, column = ("imports.duplicate_row", "") if job.subject == Subject.DEALS else ("imports.duplicate_id", "id")
    for number, row, wrong in batch:
        problems.extend(wrong)
        if number in surveyed.repeated:
            value = row.id if isinstance(row, OrganizationRow) else ""
            problems.append(Problem(job.name, number, column, code, value))
        elif row is not None:
            good.append(row)
    written = writer.write(job.subject, job.name, good)
    return [*problems, *written.problems], written


def _parsed(job: Job, table: Table) -> Iterator[Parsed]:
    """Every row of the table with its values or its problems."""
    parser = Parser(job.name, job.subject, job.today, source_named(job.source).precision, job.separator)
    places = list(cells_by_field(job.mapping, table.columns))
    for record in table.rows:
        if record.problem:
            yield (
                record.number,
                None,
                [Problem(job.name, record.number, "", record.problem, shown_value(record.excerpt))],
            )
            continue
        row, problems = parser.parse(record.number, {name: record.cells[index] for name, index in places})
        yield record.number, row, problems


def require_columns(job: Job) -> None:
    """Raise FileRefused for a required column that is not there."""
    with open_table(job.path, job.name) as table:
        present = {name for name, _ in cells_by_field(job.mapping, table.columns)}
    for column in COLUMNS[job.subject]:
        if column.required and column.field not in present:
            raise FileRefused("imports.missing_column", column.field)


def _lock_source(source: str) -> None:
    """Two imports of one source take turns, so that neither makes what the other has just made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"import:{source}"])


def _refresh_statistics() -> None:
    """After batches 1, 2, 4, 8…: without it the planner takes freshly filled tables for empty ones and reads them whole.

    The application's role may not do it where it is not the owner; then PostgreSQL warns and goes on.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organizations_organization, deals_fundinground, deals_roundinvestor")


def _announce(touched: set[UUID]) -> None:
    ids = sorted(touched)
    for start in range(0, len(ids), _EVENT_IDS):
        outbox.publish(HistoryChanged(organization_ids=tuple(ids[start : start + _EVENT_IDS])))
