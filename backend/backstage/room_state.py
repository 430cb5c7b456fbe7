"""What the backstage adds to what a room says, typed: to its organizers, to its judges, and to who speaks.

An event's payload is the part of the state it changes; what stands under `rows` is laid row by row over the table of that name.
A speaker's notes are in no feed.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from backend.backstage.enums import CueLight
from backend.core.wire import Wire


class RoomChatLine(Wire):
    """`author`: the account or the judge, so that one's own words are known as such."""

    id: UUID
    text: str
    name: str
    by: Literal["host", "judge"]
    author: UUID | None
    said_at: datetime


class RoomCue(Wire):
    """For the speaker of `line`: a light, blank for none, and words, blank for none."""

    line: UUID
    light: CueLight | Literal[""]
    note: str
    given_at: datetime


class CuePayload(Wire):
    cue: RoomCue | None


class RoomSpeakersState(CuePayload):
    """What the speakers' feed says."""


class RoomJudgesChatState(Wire):
    """What the judges' feed says of the talk with the host."""

    judges_chat: dict[UUID, RoomChatLine]


class RoomTeamState(RoomJudgesChatState, CuePayload):
    """What the organizers' feed says of the backstage."""

    team_chat: dict[UUID, RoomChatLine]


class JudgesChatRows(Wire):
    judges_chat: dict[UUID, RoomChatLine | None]


class TeamChatRows(Wire):
    team_chat: dict[UUID, RoomChatLine | None]


class JudgesChatPayload(Wire):
    rows: JudgesChatRows


class TeamChatPayload(Wire):
    rows: TeamChatRows


class CueGiven(Wire):
    """Or taken away."""

    type: Literal["stage.cue_given"] = "stage.cue_given"
    payload: CuePayload


class JudgesChatted(Wire):
    """Something was said, taken back, or is too old to be shown."""

    type: Literal["backstage.judges_chatted"] = "backstage.judges_chatted"
    payload: JudgesChatPayload


class TeamChatted(Wire):
    type: Literal["backstage.team_chatted"] = "backstage.team_chatted"
    payload: TeamChatPayload


SpeakersEvent = CueGiven
JudgesChatEvent = JudgesChatted
TeamEvent = CueGiven | JudgesChatted | TeamChatted
speakers_event: TypeAdapter[SpeakersEvent] = TypeAdapter(SpeakersEvent)
judges_chat_event: TypeAdapter[JudgesChatEvent] = TypeAdapter(JudgesChatEvent)
team_event: TypeAdapter[TeamEvent] = TypeAdapter(Annotated[TeamEvent, Field(discriminator="type")])
