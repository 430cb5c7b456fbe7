"""What the audience adds to what a room says, typed: to everybody, to its organizers, and to each participant alone.

An event's payload is the part of the state it changes, as everywhere in a room; what stands under `rows` is laid row by
row over the table of that name, and null takes a row away.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from backend.core.wire import Wire
from backend.interactions.enums import HiddenBecause, InterestKind, QuestionState
from backend.interactions.poll_state import (
    DeskPollChanged,
    DeskPollCounted,
    OwnAnswered,
    PollChanged,
    PollCounted,
    RoomDeskPoll,
    RoomOwnAnswer,
    RoomPoll,
)

Shown = Literal["visible", "on_screen", "answered", "deferred"]


class RoomQuestionVotes(Wire):
    votes: int


class RoomQuestion(RoomQuestionVotes):
    """One that everybody reads. `name` is blank where its asker wants that; `line` was on stage when it was asked; `answer`
    is what the company wrote afterwards.
    """

    id: UUID
    line: UUID | None
    text: str
    name: str
    state: Shown
    answer: str
    asked_at: datetime


class RoomDeskMuted(Wire):
    is_muted: bool


class RoomDeskQuestion(RoomDeskMuted):
    """One as its organizers see it, whatever became of it. Nothing in it joins two questions of who asks as nobody."""

    id: UUID
    line: UUID | None
    text: str
    name: str
    state: QuestionState
    hidden_because: HiddenBecause | Literal[""]
    is_held: bool
    has_pitch: bool
    asked_at: datetime


class RoomOwnQuestion(Wire):
    """One as its asker sees it."""

    id: UUID
    text: str
    state: QuestionState
    hidden_because: HiddenBecause | Literal[""]
    is_anonymous: bool
    asked_at: datetime


class RoomQuestionCounts(Wire):
    """Of all that were asked: shown to everybody, so that nobody wonders whether questions vanish."""

    asked: int
    answered: int
    hidden: int


class QuestionsCounted(Wire):
    counts: RoomQuestionCounts


class QuestionsTaken(Wire):
    takes_questions: bool


class RoomAnnouncement(Wire):
    """What the host says to everybody, as long as it stands."""

    text: str
    said_at: datetime


class RoomAudienceState(QuestionsCounted, QuestionsTaken):
    """What the public feed of a room says beside the stage."""

    questions: dict[UUID, RoomQuestion]
    polls: dict[UUID, RoomPoll]
    announcements: dict[UUID, RoomAnnouncement]


class RoomDeskRules(Wire):
    takes_questions: bool
    looks_first: bool
    slow_seconds: int
    held_words: tuple[str, ...]


class RoomBackstageState(Wire):
    """What the organizers' feed says."""

    rules: RoomDeskRules
    desk: dict[UUID, RoomDeskQuestion]
    desk_polls: dict[UUID, RoomDeskPoll]


class RoomOwnMark(Wire):
    """What the participant let the company of a pitch know; nobody else in the room does."""

    kind: InterestKind
    page: int
    marked_at: datetime


class RoomParticipantState(Wire):
    """What one participant's own feed says. `marks` by pitch, `answers` by poll."""

    is_muted: bool
    marks: dict[UUID, RoomOwnMark]
    mine: dict[UUID, RoomOwnQuestion]
    voted: dict[UUID, Literal[True]]
    answers: dict[UUID, RoomOwnAnswer]


class QuestionRows(Wire):
    questions: dict[UUID, RoomQuestion | None]


class VoteRows(Wire):
    """None of a question that was hidden since."""

    questions: dict[UUID, RoomQuestionVotes | None]


class DeskRows(Wire):
    desk: dict[UUID, RoomDeskQuestion | RoomDeskMuted]


class OwnRows(Wire):
    mine: dict[UUID, RoomOwnQuestion]


class VotedRows(Wire):
    voted: dict[UUID, Literal[True] | None]


class MarkRows(Wire):
    marks: dict[UUID, RoomOwnMark | None]


class AnnouncementRows(Wire):
    announcements: dict[UUID, RoomAnnouncement | None]


class AnnouncementsPayload(Wire):
    rows: AnnouncementRows


class MarksPayload(Wire):
    rows: MarkRows


class RulesPayload(Wire):
    rules: RoomDeskRules


class MovedPayload(QuestionsCounted):
    rows: QuestionRows


class VotesPayload(Wire):
    rows: VoteRows


class DeskPayload(Wire):
    rows: DeskRows


class OwnPayload(Wire):
    rows: OwnRows


class VotedPayload(Wire):
    rows: VotedRows


class MutedPayload(Wire):
    is_muted: bool


class QuestionMoved(Wire):
    """A question came, went or changed, or only their number did."""

    type: Literal["question.moved"] = "question.moved"
    payload: MovedPayload


class QuestionVoted(Wire):
    type: Literal["question.voted"] = "question.voted"
    payload: VotesPayload


class QuestionsOpened(Wire):
    type: Literal["question.taken"] = "question.taken"
    payload: QuestionsTaken


class Announced(Wire):
    """Said, or taken down."""

    type: Literal["room.announced"] = "room.announced"
    payload: AnnouncementsPayload


class RulesSet(Wire):
    type: Literal["desk.rules_set"] = "desk.rules_set"
    payload: RulesPayload


class DeskChanged(Wire):
    type: Literal["desk.questions_changed"] = "desk.questions_changed"
    payload: DeskPayload


class OwnChanged(Wire):
    type: Literal["own.questions_changed"] = "own.questions_changed"
    payload: OwnPayload


class OwnVoted(Wire):
    type: Literal["own.voted"] = "own.voted"
    payload: VotedPayload


class OwnMarked(Wire):
    type: Literal["own.marked"] = "own.marked"
    payload: MarksPayload


class OwnMuted(Wire):
    type: Literal["own.muted"] = "own.muted"
    payload: MutedPayload


AudienceEvent = QuestionMoved | QuestionVoted | QuestionsOpened | PollChanged | PollCounted | Announced
BackstageEvent = RulesSet | DeskChanged | DeskPollChanged | DeskPollCounted
ParticipantEvent = OwnChanged | OwnVoted | OwnMarked | OwnMuted | OwnAnswered
audience_event: TypeAdapter[AudienceEvent] = TypeAdapter(Annotated[AudienceEvent, Field(discriminator="type")])
backstage_event: TypeAdapter[BackstageEvent] = TypeAdapter(Annotated[BackstageEvent, Field(discriminator="type")])
participant_event: TypeAdapter[ParticipantEvent] = TypeAdapter(Annotated[ParticipantEvent, Field(discriminator="type")])
