"""What happened to pitches, theses and the record of past rounds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("deals.pitch_changed")
@dataclass(frozen=True, slots=True)
class PitchChanged(DomainEvent):
    """Anything about a pitch changed: text, state, team, or who may read what."""

    pitch_id: UUID


@event("deals.pitch_published")
@dataclass(frozen=True, slots=True)
class PitchPublished(DomainEvent):
    """Investors may find it from now on. Not repeated when a paused pitch is resumed."""

    pitch_id: UUID
    at: datetime


@event("deals.thesis_changed")
@dataclass(frozen=True, slots=True)
class ThesisChanged(DomainEvent):
    """A thesis was written, shown, hidden or removed."""

    thesis_id: UUID
    firm_id: UUID


@event("deals.history_changed")
@dataclass(frozen=True, slots=True)
class HistoryChanged(DomainEvent):
    """Past rounds of these companies or investors were added or corrected."""

    organization_ids: tuple[UUID, ...]

    @property
    def subject(self) -> str:
        return f"deals.history:{self.organization_ids[0]}"


@event("deals.import_started")
@dataclass(frozen=True, slots=True)
class ImportStarted(DomainEvent):
    """An operator asked for a dry run or a run of an uploaded file."""

    batch_id: UUID


@event("deals.pitch_submitted")
@dataclass(frozen=True, slots=True)
class PitchSubmitted(DomainEvent):
    pitch_id: UUID
    version: int


@event("deals.pitch_decided")
@dataclass(frozen=True, slots=True)
class PitchDecided(DomainEvent):
    """A reviewer approved a pitch or sent it back."""

    pitch_id: UUID
    version: int
    approved: bool


@event("deals.revision_submitted")
@dataclass(frozen=True, slots=True)
class RevisionSubmitted(DomainEvent):
    pitch_id: UUID
    version: int


@event("deals.revision_decided")
@dataclass(frozen=True, slots=True)
class RevisionDecided(DomainEvent):
    """A reviewer made the changes the pitch, or gave them back."""

    pitch_id: UUID
    version: int
    approved: bool


@event("deals.blocks_granted")
@dataclass(frozen=True, slots=True)
class BlocksGranted(DomainEvent):
    """A firm was named as a reader."""

    grant_id: UUID


@event("deals.import_finished")
@dataclass(frozen=True, slots=True)
class ImportFinished(DomainEvent):
    """A dry run or a run is through, or failed."""

    batch_id: UUID
    at: datetime
