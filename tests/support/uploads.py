"""Uploads as Django hands them over."""

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.core import clock
from backend.core.actors import Actor
from backend.files import services
from backend.files.enums import FileKind
from backend.files.models import StoredFile
from tests.support import pdfs


def upload(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def stored_deck(actor: Actor, *pages: list[str], process: bool = True) -> StoredFile:
    """A real deck on disk, its pages made unless `process` is False."""
    content = pdfs.deck(list(pages) or [["Hello"], ["World"]])
    file = services.store_upload(actor=actor, kind=FileKind.DECK, upload=upload("deck.pdf", content), now=clock.now())
    if process:
        services.process_file(file_id=file.pk, now=clock.now())
        file.refresh_from_db()
    return file
