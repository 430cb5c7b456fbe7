"""Bring in a folder of companies, investors and their past deals as reference data."""

import csv
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.deals.imports.columns import Subject
from backend.deals.imports.export import problem_lines
from backend.deals.imports.sources import source_named
from backend.deals.services import import_folders
from backend.deals.services.import_folders import FolderReport

_SHOWN_PROBLEMS = 20
_SHOWN_WORDS = 30


class Command(BaseCommand):
    help = (
        "Import companies.csv[.gz], investors.csv[.gz] and investments_train.csv[.gz] of a folder; other files are "
        "ignored. Rows are reference data with their source shown. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--source", default="", help="name of the catalogue; default: the folder's name")
        parser.add_argument("--credit", default="", help="how the catalogue wants to be named on pages")
        parser.add_argument("--problems", type=Path, help="write every row that was not imported to this CSV file")
        parser.add_argument("--dry-run", action="store_true", help="count and check, then undo everything")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        if not folder.is_dir():
            raise CommandError(f"{options['folder']} is not a folder.")
        if not import_folders.files_of(folder):
            raise CommandError(f"{options['folder']} holds none of the files companies, investors, investments_train.")
        source = options["source"] or folder.name
        if not 0 < len(source) <= 40 or source == "self_reported":
            raise CommandError("The name of a source has 1 to 40 characters and is not self_reported.")
        known = source_named(source)
        if known.measurement_only:
            self.stdout.write(f"{source}: its terms allow measurement only; do not keep it in a site others can see.")
        began = time.monotonic()
        report = import_folders.import_folder(
            actor=SYSTEM,
            folder=folder,
            source=source,
            credit=(options["credit"] or known.credit or source)[:200],
            now=clock.now(),
            progress=self._progress,
            dry_run=options["dry_run"],
        )
        self._tell(report, seconds=time.monotonic() - began, dry_run=options["dry_run"])
        if options["problems"]:
            with options["problems"].open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(problem_lines(report.problems))

    def _progress(self, subject: Subject, done: int, total: int) -> None:
        if done == total or done % 5000 == 0:
            self.stdout.write(f"  {subject.value}: {done:,} of {total:,} rows")

    def _tell(self, report: FolderReport, *, seconds: float, dry_run: bool) -> None:
        for subject, totals in report.totals.items():
            extra = f", {totals.rounds_new:,} new rounds" if subject == Subject.DEALS else ""
            extra += f", {totals.claimed:,} claimed and left alone" if totals.claimed else ""
            self.stdout.write(
                f"{subject.value}: {totals.rows:,} rows: {totals.new:,} new, {totals.changed:,} changed, "
                f"{totals.unchanged:,} unchanged, {totals.problems:,} not imported{extra}"
            )
        if words := report.unknown_sectors:
            shown = ", ".join(f"{word} ({count})" for word, count in words.most_common(_SHOWN_WORDS))
            self.stdout.write(f"sector words without a node of the tree, kept as written ({len(words)}): {shown}")
        for problem in report.problems[:_SHOWN_PROBLEMS]:
            self.stdout.write(f"  {problem.file_name} row {problem.row} {problem.column}: {problem.code}")
        if report.all_was_here:
            self.stdout.write("nothing changed: everything was already here")
        elif report.nothing_changed:
            self.stdout.write("nothing changed: some rows were not imported or left alone, see the counts above")
        self.stdout.write(f"{'dry run, nothing kept' if dry_run else 'done'} ({seconds:.1f} s)")
