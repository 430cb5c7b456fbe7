"""Bringing in a folder of the import layout: companies, investors, then the deals between them."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.deals.enums import ImportState
from backend.deals.imports import running
from backend.deals.imports.columns import Subject, suggest
from backend.deals.imports.problems import FileRefused, Problem
from backend.deals.imports.reading import open_table
from backend.deals.imports.running import Job, Totals
from backend.deals.imports.upserts import Writer
from backend.deals.models import ImportBatch, ImportProblem
from backend.taxonomy import selectors as taxonomy

FILES = {Subject.COMPANIES: "companies", Subject.INVESTORS: "investors", Subject.DEALS: "investments_train"}
# Kept in the database for reading; the count goes on behind it.
MAX_PROBLEMS = 10_000

Progress = Callable[[Subject, int, int], None]


@dataclass(slots=True)
class FolderReport:
    """What happened to each file, and every row that was not imported."""

    totals: dict[Subject, Totals] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def nothing_changed(self) -> bool:
        return not any(total.new or total.changed for total in self.totals.values())

    @property
    def all_was_here(self) -> bool:
        """No row was refused or left alone, and each is stored as it stands in the file."""
        return self.nothing_changed and not any(total.problems or total.claimed for total in self.totals.values())

    @property
    def unknown_sectors(self) -> Counter[str]:
        return sum((total.unknown_sectors for total in self.totals.values()), Counter())


def files_of(folder: Path) -> dict[Subject, Path]:
    """The files of the layout a folder has, packed or not, in the order they are imported."""
    found = {}
    for subject, stem in FILES.items():
        for suffix in (".csv.gz", ".csv"):
            path = folder / f"{stem}{suffix}"
            if path.is_file():
                found[subject] = path
                break
    return found


def import_folder(
    *, actor: Actor, folder: Path, source: str, credit: str, now: datetime, progress: Progress, dry_run: bool = False
) -> FolderReport:
    """Import what a folder holds, idempotently by external id; with `dry_run` everything is undone at the end.

    Writes one audit row, problems as rows, and `HistoryChanged` for each batch. Raises NotPermitted; a file that
    cannot be read at all becomes a problem with row 0 and the other files go on.
    """
    require(actor, "deals.run_imports")
    report = FolderReport()
    with _undone() if dry_run else nullcontext():
        batch = ImportBatch.objects.create(
            subject="folder", source=source, source_credit=credit, state=ImportState.RUNNING, started_at=now
        )
        writer = Writer(source, credit, taxonomy.word_table())
        for subject, path in files_of(folder).items():
            job = Job(path, path.name, subject, _mapping(path, subject), source, timezone.localdate(now))
            _run_file(job, writer, batch, report, progress, publish=not dry_run)
        _finish(actor, batch, report)
    return report


def _mapping(path: Path, subject: Subject) -> dict[str, str]:
    try:
        with open_table(path) as table:
            return suggest(subject, table.columns)
    except FileRefused:
        # Told again, with its row, when the file is run.
        return {}


def _run_file(
    job: Job, writer: Writer, batch: ImportBatch, report: FolderReport, progress: Progress, *, publish: bool
) -> None:
    totals = report.totals.setdefault(job.subject, Totals())
    try:
        running.require_columns(job)
        surveyed = running.survey(job)
    except FileRefused as refused:
        totals.problems += 1
        problem = Problem(job.name, 0, refused.value, refused.code)
        keep_problems(batch, [problem], room=MAX_PROBLEMS - len(report.problems))
        report.problems.append(problem)
        return

    def save(so_far: Totals, problems: list[Problem]) -> None:
        keep_problems(batch, problems, room=MAX_PROBLEMS - len(report.problems))
        report.problems.extend(problems)
        progress(job.subject, so_far.rows, surveyed.rows)

    running.run(job, writer, surveyed, totals, save=save, publish=publish)


def keep_problems(batch: ImportBatch, problems: list[Problem], *, room: int) -> None:
    """Store problems, at most `room` more of them."""
    ImportProblem.objects.bulk_create(
        ImportProblem(
            batch=batch,
            file_name=problem.file_name[:200],
            row=problem.row,
            column=problem.column[:80],
            code=problem.code,
            value=problem.value[:200],
        )
        for problem in problems[: max(0, room)]
    )


@transaction.atomic
def _finish(actor: Actor, batch: ImportBatch, report: FolderReport) -> None:
    batch.report = {subject.value: totals.to_json() for subject, totals in report.totals.items()}
    batch.rows_total = batch.rows_done = sum(totals.rows for totals in report.totals.values())
    batch.state, batch.finished_at = ImportState.DONE, timezone.now()
    batch.save()
    new = sum(totals.new for totals in report.totals.values())
    changed = sum(totals.changed for totals in report.totals.values())
    audit.record(actor, "import.finished", batch, source=batch.source, rows=batch.rows_done, new=new, changed=changed)


@contextmanager
def _undone() -> Iterator[None]:
    """Everything inside is rolled back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
