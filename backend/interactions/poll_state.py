"""What a room says of its polls, typed: to everybody, to its organizers, and to each participant of their own answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.core.wire import Wire
from backend.interactions.enums import PollKind, PollState


class RoomPollCount(Wire):
    """`votes` of each choice in its place; None while the result is hidden."""

    voters: int
    votes: tuple[int, ...] | None


class RoomPoll(RoomPollCount):
    """One that everybody reads. `right` are places of choices: of a quiz, once it is closed."""

    id: UUID
    kind: PollKind
    text: str
    choices: tuple[str, ...]
    most: int
    state: Literal["open", "closed"]
    is_on_screen: bool
    right: tuple[int, ...]
    opened_at: datetime


class RoomDeskPoll(Wire):
    """One as its organizers see it, at every time with its result."""

    id: UUID
    kind: PollKind
    text: str
    choices: tuple[str, ...]
    most: int
    shows_early: bool
    state: PollState
    is_on_screen: bool
    right: tuple[int, ...]
    voters: int
    votes: tuple[int, ...]
    created_at: datetime


class RoomDeskPollCount(Wire):
    voters: int
    votes: tuple[int, ...]


class RoomOwnAnswer(Wire):
    chosen: tuple[int, ...]


class PollRows(Wire):
    polls: dict[UUID, RoomPoll | RoomPollCount | None]


class DeskPollRows(Wire):
    """None of a draft that was thrown away."""

    desk_polls: dict[UUID, RoomDeskPoll | RoomDeskPollCount | None]


class AnswerRows(Wire):
    answers: dict[UUID, RoomOwnAnswer | None]


class PollsPayload(Wire):
    rows: PollRows


class DeskPollsPayload(Wire):
    rows: DeskPollRows


class AnswersPayload(Wire):
    rows: AnswerRows


class PollChanged(Wire):
    """It was opened, closed, put on the screen, taken from it or put away."""

    type: Literal["poll.changed"] = "poll.changed"
    payload: PollsPayload


class PollCounted(Wire):
    type: Literal["poll.counted"] = "poll.counted"
    payload: PollsPayload


class DeskPollChanged(Wire):
    type: Literal["desk.polls_changed"] = "desk.polls_changed"
    payload: DeskPollsPayload


class DeskPollCounted(Wire):
    type: Literal["desk.polls_counted"] = "desk.polls_counted"
    payload: DeskPollsPayload


class OwnAnswered(Wire):
    type: Literal["own.poll_answered"] = "own.poll_answered"
    payload: AnswersPayload
