"""Importing one uploaded file: map its columns, try it out, run it, resume it after a killed worker."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Literal
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from backend.accounts.selectors import as_person
from backend.core import audit, outbox
from backend.core.actors import SYSTEM, Actor
from backend.core.errors import Invalid
from backend.core.languages import text
from backend.core.permissions import require
from backend.deals.enums import SELF_REPORTED, ImportState
from backend.deals.errors import ImportUnreadable, WrongState
from backend.deals.events import ImportFinished, ImportStarted
from backend.deals.imports import running
from backend.deals.imports.columns import COLUMNS, Subject, missing, suggest
from backend.deals.imports.problems import SENTENCES, FileRefused, Problem, shown_value
from backend.deals.imports.reading import open_table
from backend.deals.imports.running import Job, Totals
from backend.deals.imports.sources import source_named
from backend.deals.imports.upserts import Writer
from backend.deals.models import ImportBatch
from backend.deals.services.import_folders import MAX_PROBLEMS, keep_problems
from backend.files import selectors as files
from backend.files import services as file_services
from backend.files import storage
from backend.files.enums import FileKind
from backend.taxonomy import selectors as taxonomy

log = structlog.get_logger(__name__)

Mode = Literal["check", "import"]
PREVIEW_ROWS = 20
# Uploads come from spreadsheets, where people part words in many ways.
_SEPARATORS = r"[|;；、,，]"
_STARTS: Mapping[Mode, tuple[ImportState, ...]] = {
    "check": (ImportState.UPLOADED, ImportState.CHECKED, ImportState.DONE, ImportState.FAILED),
    "import": (ImportState.CHECKED, ImportState.DONE, ImportState.FAILED),
}
_NO_COLUMN = text("文件中没有这一列。", "The file has no such column.")
_NEEDED = text("必须指定对应的列。", "A column is needed for this.")
_NO_FIELD = text("没有这个字段。", "There is no such field.")
_RESERVED = text("此名称不能用作来源。", "This name cannot be used for a source.")


class _Overtaken(Exception):
    """Another worker has gone on with this import; this one stops without a trace."""


@transaction.atomic
def create_import(
    *, actor: Actor, file_id: UUID, subject: Subject, source: str, source_credit: str, now: datetime
) -> ImportBatch:
    """Keep the upload, read its header, suggest a mapping. Raises NotPermitted, FileNotUsable, ImportUnreadable."""
    require(actor, "deals.run_imports")
    if source == SELF_REPORTED:
        raise Invalid(fields={"source": [_RESERVED]})
    file = files.usable_upload(actor, file_id, FileKind.IMPORT)
    try:
        with open_table(storage.absolute(file.path), file.name) as table:
            columns = list(table.columns)
            preview = [[shown_value(cell) for cell in row.cells] for row in islice(table.rows, PREVIEW_ROWS)]
    except FileRefused as refused:
        raise ImportUnreadable(SENTENCES[refused.code], fields={"file": [SENTENCES[refused.code]]}) from refused
    batch = ImportBatch.objects.create(
        subject=subject,
        file=file,
        source=source,
        source_credit=source_credit or source_named(source).credit or source,
        mapping=suggest(subject, columns),
        report={"columns": columns, "suggested": suggest(subject, columns), "preview": preview},
        started_by=as_person(actor),
    )
    file_services.keep(file, now)
    audit.record(actor, "import.created", batch, source=source, of=subject.value)
    return batch


@transaction.atomic
def set_mapping(*, actor: Actor, batch: ImportBatch, mapping: Mapping[str, str]) -> ImportBatch:
    """Say which column means what; a dry run is needed again. Raises NotPermitted, WrongState, Invalid."""
    require(actor, "deals.run_imports")
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.RUNNING or batch.file_id is None:
        raise WrongState
    subject = Subject(batch.subject)
    known = {column.field for column in COLUMNS[subject]}
    fields: dict[str, list[Any]] = {name: [_NO_FIELD] for name in mapping if name not in known}
    for name in missing(subject, mapping, batch.report["columns"]):
        fields.setdefault(name, [_NO_COLUMN if mapping.get(name) else _NEEDED])
    if fields:
        raise Invalid(fields=fields)
    batch.mapping = {name: header for name, header in mapping.items() if header}
    batch.state = ImportState.UPLOADED
    batch.save(update_fields=["mapping", "state", "updated_at"])
    audit.record(actor, "import.mapped", batch, mapping=batch.mapping)
    return batch


@transaction.atomic
def start_import(*, actor: Actor, batch: ImportBatch, mode: Mode, now: datetime) -> ImportBatch:
    """Hand the file to a worker, to try it out or to bring it in. Raises NotPermitted, WrongState, Invalid."""
    require(actor, "deals.run_imports")
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.file_id is None or batch.state not in _STARTS[mode]:
        raise WrongState
    if lacking := missing(Subject(batch.subject), batch.mapping, batch.report["columns"]):
        raise Invalid(fields={name: [_NEEDED] for name in lacking})
    batch.problems.all().delete()
    kept = {key: batch.report[key] for key in ("columns", "suggested", "preview")}
    batch.report = {**kept, "mode": mode, "totals": Totals().to_json()}
    batch.state, batch.rows_done, batch.rows_total = ImportState.RUNNING, 0, None
    batch.started_at, batch.finished_at, batch.started_by = now, None, as_person(actor)
    batch.save()
    audit.record(actor, f"import.{mode}_started", batch, source=batch.source)
    outbox.publish(ImportStarted(batch_id=batch.pk))
    return batch


def run_import(*, batch_id: UUID, now: datetime) -> None:
    """What the worker does. Quiet when there is nothing to do; goes on where a killed worker stopped."""
    batch = ImportBatch.objects.select_related("file").filter(pk=batch_id, state=ImportState.RUNNING).first()
    if batch is None or batch.file is None:
        return
    job = Job(
        path=storage.absolute(batch.file.path),
        name=batch.file.name,
        subject=Subject(batch.subject),
        mapping=batch.mapping,
        source=batch.source,
        today=timezone.localdate(now),
        separator=_SEPARATORS,
    )
    try:
        _try_out(batch, job) if batch.report["mode"] == "check" else _bring_in(batch, job)
    except _Overtaken:
        log.info("import_overtaken", batch_id=str(batch_id))
    except FileRefused as refused:
        _finish(batch, ImportState.FAILED, refusal=refused.code)
    except Exception:
        _finish(batch, ImportState.FAILED, refusal="core.crashed")
        raise


def _writer(batch: ImportBatch) -> Writer:
    return Writer(batch.source, batch.source_credit, taxonomy.word_table())


def _try_out(batch: ImportBatch, job: Job) -> None:
    """Do everything, keep only the counts and the problems."""
    totals, found = Totals(), list[Problem]()
    surveyed = running.survey(job)

    def save(so_far: Totals, problems: list[Problem]) -> None:
        found.extend(problems[: MAX_PROBLEMS - len(found)])

    with transaction.atomic():
        running.run(job, _writer(batch), surveyed, totals, save=save, publish=False)
        transaction.set_rollback(True)
    with transaction.atomic():
        locked = _still_running(batch, expected_rows=0)
        keep_problems(locked, found, room=MAX_PROBLEMS)
        locked.rows_total, locked.report["totals"] = surveyed.rows, totals.to_json()
        locked.save(update_fields=["rows_total", "report", "updated_at"])
    _finish(batch, ImportState.CHECKED)


def _bring_in(batch: ImportBatch, job: Job) -> None:
    surveyed = running.survey(job)
    totals = Totals.from_json(batch.report["totals"])
    ImportBatch.objects.filter(pk=batch.pk).update(rows_total=surveyed.rows)
    before = totals.rows

    def save(so_far: Totals, problems: list[Problem]) -> None:
        """Counts, problems and the place to go on from are kept with the rows themselves, or not at all."""
        nonlocal before
        locked = _still_running(batch, expected_rows=before)
        keep_problems(locked, problems, room=MAX_PROBLEMS - locked.problems.count())
        locked.rows_done, locked.report["totals"] = so_far.rows, so_far.to_json()
        locked.save(update_fields=["rows_done", "report", "updated_at"])
        before = so_far.rows

    running.run(job, _writer(batch), surveyed, totals, save=save)
    _finish(batch, ImportState.DONE)


def _still_running(batch: ImportBatch, *, expected_rows: int) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportState.RUNNING or locked.rows_done != expected_rows:
        raise _Overtaken
    return locked


@transaction.atomic
def _finish(batch: ImportBatch, state: ImportState, *, refusal: str = "") -> None:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportState.RUNNING:
        return
    if refusal:
        locked.report["refusal"] = refusal
    locked.state, locked.finished_at = state, timezone.now()
    locked.save(update_fields=["state", "finished_at", "report", "updated_at"])
    totals = locked.report["totals"]
    counts = {name: totals[name] for name in ("rows", "new", "changed", "unchanged", "problems")}
    audit.record(locked.started_by or SYSTEM, f"import.{state.value}", locked, source=locked.source, **counts)
    outbox.publish(ImportFinished(batch_id=locked.pk, at=locked.finished_at))
