"""What happened in a room that others build on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.events import DomainEvent, event


@event("interactions.interest_marked")
@dataclass(frozen=True, slots=True)
class InterestMarked(DomainEvent):
    """An investor let a company know, or asks for more or less than before; introductions and pipelines begin here."""

    mark_id: UUID
    pitch_id: UUID
    firm_id: UUID
    kind: str
    page: int


@event("interactions.interest_withdrawn")
@dataclass(frozen=True, slots=True)
class InterestWithdrawn(DomainEvent):
    """Taken back while the event was on."""

    mark_id: UUID
    pitch_id: UUID
    firm_id: UUID


@event("interactions.questions_handed_on")
@dataclass(frozen=True, slots=True)
class QuestionsHandedOn(DomainEvent):
    """Questions to the pitch of a line went to its company: one by its host's hand, or all that were open at the end."""

    line_id: UUID
    at: datetime
    is_end: bool


@event("interactions.question_answered")
@dataclass(frozen=True, slots=True)
class QuestionAnswered(DomainEvent):
    """The company wrote an answer, or another one."""

    question_id: UUID
    at: datetime
