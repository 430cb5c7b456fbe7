from dataclasses import dataclass
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("files.file_stored")
@dataclass(frozen=True, slots=True)
class FileStored(DomainEvent):
    """A file was taken whose pages must now be made."""

    file_id: UUID


@event("files.file_processed")
@dataclass(frozen=True, slots=True)
class FileProcessed(DomainEvent):
    """Its pages are there, or it was refused."""

    file_id: UUID
