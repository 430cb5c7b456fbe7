"""Reads. A person sees the uploads they made; everybody else goes through the app that keeps the file."""

from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer
from backend.files.enums import FileKind
from backend.files.errors import FileNotUsable
from backend.files.models import StoredFile


def visible_uploads(viewer: Viewer) -> QuerySet[StoredFile]:
    """The viewer's own uploads, newest first."""
    person = as_person(viewer)
    return StoredFile.objects.filter(uploaded_by=person).order_by("-id") if person else StoredFile.objects.none()


def usable_upload(actor: Viewer, file_id: UUID, kind: FileKind, *, lock: bool = False) -> StoredFile:
    """The actor's own upload of this kind that nothing keeps yet; `lock` holds it for the transaction that will keep it.

    Raises FileNotUsable for any other id.
    """
    rows = visible_uploads(actor).filter(pk=file_id, kind=kind, kept_at=None)
    file = (rows.select_for_update() if lock else rows).first()
    if file is None:
        raise FileNotUsable(fields={"file": [FileNotUsable.message]})
    return file
