import errno
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from backend.core import clock
from backend.core.errors import DomainError, NotPermitted
from backend.core.models import AuditEntry, OutboxEvent
from backend.files import services, storage
from backend.files.enums import FileKind, FileState
from backend.files.errors import FileTooLarge, StorageFull, TooManyUnused
from backend.files.models import PageImage, StoredFile
from tests.factories.accounts import UserFactory
from tests.support import pdfs
from tests.support.races import overlap
from tests.support.uploads import stored_deck, upload

pytestmark = pytest.mark.django_db


def _picture(width: int = 20, height: int = 10, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, kind)
    return target.getvalue()


def _zip(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def _files_below(storage_root: Path) -> set[str]:
    return {str(path.relative_to(storage_root)) for path in storage_root.rglob("*") if path.is_file()}


def _store(kind: FileKind, name: str, content: bytes) -> StoredFile:
    return services.store_upload(actor=UserFactory.create(), kind=kind, upload=upload(name, content), now=clock.now())


@pytest.mark.parametrize(
    ("kind", "name", "content", "content_type", "state"),
    [
        (FileKind.DECK, "a.pdf", pdfs.deck([["x"]]), "application/pdf", FileState.STORED),
        (FileKind.DECK, "a.png", pdfs.deck([["x"]]), "application/pdf", FileState.STORED),
        (FileKind.EVIDENCE, "a.png", _picture(), "image/png", FileState.STORED),
        (FileKind.EVIDENCE, "a.jpg", _picture(kind="JPEG"), "image/jpeg", FileState.STORED),
        (FileKind.LOGO, "a.png", _picture(), "image/webp", FileState.READY),
        (FileKind.LOGO, "a.webp", _picture(kind="WEBP"), "image/webp", FileState.READY),
        (FileKind.IMPORT, "a.csv", "名称,轮次\n".encode("gb18030"), "text/csv", FileState.READY),
        (FileKind.IMPORT, "a.csv", b"name,round\na\x00b,A\n" * 9, "text/csv", FileState.READY),
        (FileKind.IMPORT, "a.xlsx", _zip("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileState.READY),
    ],
)  # fmt: skip
def test_upload_is_typed_by_its_content(
    kind: FileKind, name: str, content: bytes, content_type: str, state: FileState
) -> None:
    file = _store(kind, name, content)

    assert (file.content_type, file.state, file.refusal) == (content_type, state, "")
    assert storage.absolute(file.path).is_file()


HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (FileKind.DECK, b"", "files.empty"),
        (FileKind.DECK, HTML, "files.type_not_allowed"),
        (FileKind.DECK, HTML + pdfs.deck([["x"]]), "files.type_not_allowed"),
        (FileKind.DECK, _zip("ppt/presentation.xml"), "files.type_not_allowed"),
        (FileKind.DECK, _picture(), "files.type_not_allowed"),
        (FileKind.LOGO, pdfs.deck([["x"]]), "files.type_not_allowed"),
        (FileKind.LOGO, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "files.type_not_allowed"),
        (FileKind.LOGO, b"GIF89a" + HTML, "files.type_not_allowed"),
        (FileKind.LOGO, _picture()[:40], "files.image_broken"),
        (FileKind.LOGO, _picture(5000, 5000), "files.image_too_large"),
        (FileKind.LOGO, b"\x89PNG\r\n\x1a\n" + b"x" * 3_000_000, "files.too_large"),
        (FileKind.EVIDENCE, b"MZ\x90\x00" * 40, "files.type_not_allowed"),
        (FileKind.IMPORT, HTML, "files.type_not_allowed"),
        (FileKind.IMPORT, b"PK\x03\x04" + b"x" * 99, "files.type_not_allowed"),
        (FileKind.IMPORT, bytes(range(32)) * 50, "files.type_not_allowed"),
    ],
    ids=[
        "0 byte", "html named pdf", "html before pdf", "slides", "picture as deck", "pdf as logo", "svg", "gif with html",
        "cut picture", "huge picture", "over the cap", "program", "html as table", "broken archive", "binary as table",
    ],
)  # fmt: skip
def test_s18_wrong_upload_is_refused_and_leaves_nothing(
    kind: FileKind, content: bytes, code: str, storage: Path
) -> None:
    with pytest.raises(DomainError) as refusal:
        _store(kind, "deck.pdf", content)

    assert refusal.value.code == code
    assert (StoredFile.objects.count(), OutboxEvent.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
    assert _files_below(storage) == set()


def test_logo_is_written_anew_without_metadata_or_tail(storage: Path) -> None:
    file = _store(FileKind.LOGO, "logo.png", _picture(900, 300) + HTML)

    content = (storage / file.path).read_bytes()
    assert HTML not in content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size) == ("WEBP", (512, 171))


def test_visitor_may_not_upload(storage: Path) -> None:
    with pytest.raises(NotPermitted):
        services.store_upload(
            actor=AnonymousUser(), kind=FileKind.DECK, upload=upload("a.pdf", pdfs.deck([["x"]])), now=clock.now()
        )
    assert not storage.exists()


class _Endless(SimpleUploadedFile):
    """Says it is small and never ends."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"%PDF-1.7\n"
        while True:
            yield b"x" * 1_000_000


def test_f31_length_that_lies_is_cut_at_the_cap(storage: Path) -> None:
    with pytest.raises(FileTooLarge):
        services.store_upload(
            actor=UserFactory.create(), kind=FileKind.DECK, upload=_Endless("a.pdf", b"small"), now=clock.now()
        )
    assert _files_below(storage) == set()


class _FullDisk(SimpleUploadedFile):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"%PDF-1.7\n"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_is_a_readable_refusal(storage: Path) -> None:
    with pytest.raises(StorageFull) as refusal:
        services.store_upload(
            actor=UserFactory.create(), kind=FileKind.DECK, upload=_FullDisk("a.pdf", b"small"), now=clock.now()
        )
    assert (refusal.value.code, refusal.value.status) == ("files.storage_full", 507)
    assert _files_below(storage) == set()


def test_too_little_free_space_is_refused_before_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.files.storage.RESERVE_BYTES", 2**62)
    with pytest.raises(StorageFull):
        _store(FileKind.DECK, "a.pdf", pdfs.deck([["x"]]))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\decks\\计划书.PDF", "计划书.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.pdf"),
        ('a"\r\nX: y.pdf', "a X y.pdf"),
        ("", "file.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_name_is_made_safe(given: str, kept: str) -> None:
    assert storage.safe_name(given, ".pdf") == kept


def test_same_content_twice_is_one_content_and_two_rows(storage: Path) -> None:
    first, second = stored_deck(UserFactory.create(), process=False), stored_deck(UserFactory.create(), process=False)

    assert first.pk != second.pk
    assert _files_below(storage) == {first.path} == {second.path}


def test_pages_are_made_once(storage: Path) -> None:
    file = stored_deck(UserFactory.create(), ["Hello"], ["World"])
    services.process_file(file_id=file.pk, now=clock.now())

    assert (file.state, file.page_count, file.extracted_text) == (FileState.READY, 2, "Hello\fWorld")
    assert list(PageImage.objects.filter(file=file).values_list("number", flat=True).order_by("number")) == [1, 2]
    assert OutboxEvent.objects.filter(name="files.file_processed").count() == 0, "nobody listens yet"
    assert _files_below(storage) == {file.path, f"{file.path}.pages/0001.webp", f"{file.path}.pages/0002.webp"}


def test_f32_refused_file_leaves_the_next_one_undisturbed() -> None:
    person = UserFactory.create()
    bomb = services.store_upload(
        actor=person, kind=FileKind.DECK, upload=upload("a.pdf", pdfs.flate_bomb()), now=clock.now()
    )
    services.process_file(file_id=bomb.pk, now=clock.now())
    honest = stored_deck(person)

    bomb.refresh_from_db()
    assert (bomb.state, bomb.refusal, bomb.page_count) == (FileState.REFUSED, "files.too_complex", 0)
    assert (honest.state, honest.page_count) == (FileState.READY, 2)


def test_upload_publishes_its_processing_in_the_same_transaction() -> None:
    file = stored_deck(UserFactory.create(), process=False)

    (event,) = OutboxEvent.objects.all()
    assert (event.name, event.payload) == ("files.file_stored", {"file_id": str(file.pk)})
    (entry,) = AuditEntry.objects.all()
    assert (entry.action, entry.subject_id) == ("file.uploaded", str(file.pk))


def test_sweep_forgets_what_nobody_kept_for_a_day_and_only_that(storage: Path) -> None:
    kept, shared, unkept = (
        stored_deck(UserFactory.create()),
        stored_deck(UserFactory.create()),
        stored_deck(UserFactory.create(), ["Other"]),
    )
    services.keep(kept, clock.now())
    assert services.sweep_unkept(now=clock.now()) == 0

    assert services.sweep_unkept(now=clock.now() + timedelta(days=1, minutes=1)) == 2

    assert set(StoredFile.objects.values_list("pk", flat=True)) == {kept.pk}
    assert {shared.pk, unkept.pk}.isdisjoint(set(StoredFile.objects.values_list("pk", flat=True)))
    assert _files_below(storage) == {kept.path, f"{kept.path}.pages/0001.webp", f"{kept.path}.pages/0002.webp"}


def test_released_file_goes_with_the_next_sweep(storage: Path) -> None:
    file = stored_deck(UserFactory.create())
    services.keep(file, clock.now())
    services.release(file)

    services.sweep_unkept(now=clock.now() + timedelta(days=1, minutes=1))

    assert (StoredFile.objects.count(), _files_below(storage)) == (0, set())


def test_unused_uploads_of_one_person_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    person: Any = UserFactory.create()
    file = stored_deck(person, process=False)
    monkeypatch.setattr(services, "MAX_UNUSED_BYTES", file.size + 10)

    with pytest.raises(DomainError) as refusal:
        stored_deck(person, process=False)
    assert refusal.value.code == "files.too_many_unused"
    services.keep(file, clock.now())
    assert stored_deck(person, process=False).state == FileState.STORED


def _two_uploads_at_once(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Any], int]:
    """Two different decks of one person, where only one fits below the cap; the outcomes, and how many were taken."""
    person: Any = UserFactory.create()
    decks = [pdfs.deck([[word]]) for word in ("First", "Second")]
    monkeypatch.setattr(services, "MAX_UNUSED_BYTES", max(len(deck) for deck in decks) + 10)

    def send(deck: bytes) -> None:
        services.store_upload(actor=person, kind=FileKind.DECK, upload=upload("a.pdf", deck), now=clock.now())

    outcomes = overlap(lambda: send(decks[0]), lambda: send(decks[1]))
    return [type(outcome) for outcome in outcomes], StoredFile.objects.filter(uploaded_by=person).count()


@pytest.mark.django_db(transaction=True)
def test_of_two_uploads_at_once_the_cap_lets_one_pass(monkeypatch: pytest.MonkeyPatch, storage: Path) -> None:
    assert _two_uploads_at_once(monkeypatch) == ([type(None), TooManyUnused], 1)
    assert len(_files_below(storage)) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_uploads_would_pass_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same overlap, counted without the lock."""
    monkeypatch.setattr(services, "_lock_unused_of", lambda person: None)
    assert _two_uploads_at_once(monkeypatch) == ([type(None), type(None)], 2)
