"""Taking files, making their pages, keeping and forgetting them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Protocol
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import ProtectedError, Sum

from backend.accounts.models import User
from backend.accounts.selectors import as_person
from backend.core import audit, outbox
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.files import storage
from backend.files.addresses import open_signed, page_of, pages_shown, signed_address
from backend.files.enums import FileKind, FileState
from backend.files.errors import FileEmpty, FileTooLarge, TooManyUnused, TypeNotAllowed
from backend.files.events import FileProcessed, FileStored
from backend.files.kinds import KindRules, rules_of
from backend.files.logos import reencode_logo
from backend.files.models import PageImage, StoredFile
from backend.files.rendering import Rendered, render
from backend.files.sniffing import SUFFIXES, FileType, sniff
from backend.files.storage import Spooled

__all__ = [
    "Upload",
    "copy_of",
    "keep",
    "open_signed",
    "page_of",
    "pages_shown",
    "process_file",
    "release",
    "signed_address",
    "store_upload",
    "sweep_unkept",
]

log = structlog.get_logger(__name__)

UNKEPT_FOR = timedelta(days=1)
MAX_UNUSED_BYTES = 512 * 1024 * 1024


class Upload(Protocol):
    """What Django hands over; anything with a name, a size and chunks will do."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


def store_upload(*, actor: Actor, kind: FileKind, upload: Upload, now: datetime) -> StoredFile:
    """Take a file: check size, type by content and free space, then store it; pages follow from a worker.

    Raises NotPermitted, FileEmpty, FileTooLarge, TypeNotAllowed, ImageBroken, ImageTooLarge, StorageFull,
    TooManyUnused; then nothing is left on disk or in the database.
    """
    require(actor, "files.upload")
    rules = rules_of(kind)
    size = upload.size or 0
    if size > rules.max_bytes:
        raise FileTooLarge
    # Before any byte is written, for the good answer; what holds is the same question under the lock in `_store`.
    _require_few_unused(as_person(actor), size)
    storage.require_space(size)
    with storage.working_folder() as folder:
        spooled = storage.spool(upload.chunks(), folder, max_bytes=rules.max_bytes)
        if spooled.size == 0:
            raise FileEmpty
        found = sniff(spooled.path)
        if found not in rules.types:
            raise TypeNotAllowed(rules.wrong_type)
        if kind == FileKind.LOGO:
            found = FileType.WEBP
            spooled = storage.spool(BytesIO(reencode_logo(spooled.path)), _below(folder), max_bytes=rules.max_bytes)
        return _store(actor, kind, rules, found, spooled, upload.name or "")


def _below(folder: Path) -> Path:
    target = folder / "again"
    target.mkdir()
    return target


def _require_few_unused(person: User | None, size: int) -> None:
    if person is None:
        return
    unused = StoredFile.objects.filter(uploaded_by=person, kept_at=None).aggregate(total=Sum("size"))["total"] or 0
    if unused + size > MAX_UNUSED_BYTES:
        raise TooManyUnused


@transaction.atomic
def _store(actor: Actor, kind: FileKind, rules: KindRules, found: FileType, spooled: Spooled, name: str) -> StoredFile:
    person = as_person(actor)
    _lock_unused_of(person)
    _require_few_unused(person, spooled.size)
    _lock_content(spooled.sha256)
    storage.put(spooled.path, storage.content_path(spooled.sha256))
    file = StoredFile.objects.create(
        kind=kind,
        state=FileState.STORED if rules.is_rendered else FileState.READY,
        name=storage.safe_name(name, SUFFIXES[found]),
        content_type=found.value,
        size=spooled.size,
        sha256=spooled.sha256,
        path=storage.content_path(spooled.sha256),
        uploaded_by=person,
    )
    audit.record(actor, "file.uploaded", file, kind=kind.value, size=spooled.size)
    if rules.is_rendered:
        outbox.publish(FileStored(file_id=file.pk))
    return file


def _lock_content(sha256: str) -> None:
    """One upload or removal of a content at a time, until the transaction ends."""
    _lock(sha256)


def _lock_unused_of(person: User | None) -> None:
    """One upload of a person is counted at a time, until the transaction ends."""
    if person is not None:
        _lock(f"files.unused:{person.pk}")


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def keep(file: StoredFile, now: datetime) -> None:
    """The calling app uses this file from now on; the sweep leaves it alone."""
    StoredFile.objects.filter(pk=file.pk).update(kept_at=now)
    file.kept_at = now


def copy_of(file: StoredFile, now: datetime) -> StoredFile:
    """A kept row of its own for the same content and pages, for an app that keeps it longer or shorter than the first.

    The file is ready. Nothing is written on disk: one content is there once, however many rows.
    """
    _lock_content(file.sha256)
    pages = list(file.pages.order_by("number"))
    names = ("kind", "state", "name", "content_type", "size", "sha256", "path", "page_count", "extracted_text")
    copied = {name: getattr(file, name) for name in names}
    copy = StoredFile.objects.create(**copied, uploaded_by_id=file.uploaded_by_id, kept_at=now)
    PageImage.objects.bulk_create(
        PageImage(file=copy, number=page.number, path=page.path, width=page.width, height=page.height) for page in pages
    )
    return copy


def release(file: StoredFile) -> None:
    """The calling app no longer uses this file; the next sweep removes it."""
    StoredFile.objects.filter(pk=file.pk).update(kept_at=None)
    file.kept_at = None


def process_file(*, file_id: UUID, now: datetime) -> None:
    """Make the pages of a stored file, once. Quiet when it is gone or done; safe to run twice or side by side."""
    open_states = (FileState.STORED, FileState.PROCESSING)
    file = StoredFile.objects.filter(pk=file_id, state__in=open_states).first()
    if file is None:
        return
    StoredFile.objects.filter(pk=file_id, state=FileState.STORED).update(state=FileState.PROCESSING)
    source = storage.absolute(file.path)
    with storage.working_folder() as folder:
        rendered = render(source, folder) if source.is_file() else Rendered(refusal="files.missing")
        _finish(file_id, rendered)


@transaction.atomic
def _finish(file_id: UUID, rendered: Rendered) -> None:
    open_states = (FileState.STORED, FileState.PROCESSING)
    file = StoredFile.objects.select_for_update().filter(pk=file_id, state__in=open_states).first()
    if file is None:
        return
    _lock_content(file.sha256)
    file.refusal = rendered.refusal
    file.state = FileState.REFUSED if rendered.refusal else FileState.READY
    file.page_count = len(rendered.pages)
    file.extracted_text = rendered.text
    for number, page in enumerate(rendered.pages, start=1):
        storage.put(page.path, storage.page_path(file.sha256, number))
    PageImage.objects.bulk_create(
        PageImage(
            file=file,
            number=number,
            path=storage.page_path(file.sha256, number),
            width=page.width,
            height=page.height,
        )
        for number, page in enumerate(rendered.pages, start=1)
    )
    file.save(update_fields=["refusal", "state", "page_count", "extracted_text", "updated_at"])
    outbox.publish(FileProcessed(file_id=file.pk))


def sweep_unkept(*, now: datetime) -> int:
    """Forget files nobody has kept for a day, and remove bytes no row refers to. Returns how many rows went."""
    removed = 0
    for file in StoredFile.objects.filter(kept_at=None, created_at__lt=now - UNKEPT_FOR).order_by("id")[:500]:
        removed += _forget(file)
    storage.remove_abandoned_folders(now - UNKEPT_FOR)
    return removed


def _forget(file: StoredFile) -> bool:
    """The row first, its bytes in a second transaction: a crash between leaves bytes without a row, never the reverse."""
    try:
        with transaction.atomic():
            gone, _ = StoredFile.objects.filter(pk=file.pk, kept_at=None).delete()
    except ProtectedError:
        log.warning("unkept_file_in_use", file_id=str(file.pk))
        return False
    if not gone:
        return False
    with transaction.atomic():
        _lock_content(file.sha256)
        if not StoredFile.objects.filter(sha256=file.sha256).exists():
            storage.remove_content(file.sha256)
    return True
