"""What judging adds to what a room says, typed: to everybody, to the judges, and to its organizers.

An event's payload is the part of the state it changes; what stands under `rows` is laid row by row over the table of that name.
Points and comments are in no feed: each judge, and the host, reads them for themselves.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from backend.core.wire import Wire
from backend.judging.enums import JudgingMethod, OthersScores, PanelState


class RoomPlace(Wire):
    """What everybody reads of one pitch once it is revealed. `score` of 100."""

    place: int
    is_tied: bool
    score: float
    judges: int


class RoomRankingState(Wire):
    """What the public feed says beside the stage: by line of the run of show, empty until the results are revealed."""

    ranking: dict[UUID, RoomPlace]


class RoomPanel(Wire):
    """`edition` of the rubric: who has another one reads it anew."""

    state: PanelState
    method: JudgingMethod
    others_scores: OthersScores
    edition: int


class PanelPayload(Wire):
    panel: RoomPanel


class RoomJudgesState(PanelPayload):
    """What the judges' feed says. It counts nothing of what others hand in, so that nobody learns from it who has."""


class RoomSheet(Wire):
    """Who handed in for which pitch, and not what."""

    judge: UUID
    pitch: UUID
    is_complete: bool
    is_abstained: bool
    saved_at: datetime


class RoomJudgingDeskState(PanelPayload):
    """What the organizers' feed says of judging."""

    sheets: dict[UUID, RoomSheet]


class RankingRows(Wire):
    ranking: dict[UUID, RoomPlace | None]


class RankingPayload(Wire):
    rows: RankingRows


class SheetRows(Wire):
    sheets: dict[UUID, RoomSheet]


class SheetsPayload(Wire):
    rows: SheetRows


class ResultsRevealed(Wire):
    """Or withdrawn, which takes every row away."""

    type: Literal["judging.revealed"] = "judging.revealed"
    payload: RankingPayload


class PanelSet(Wire):
    """Its state, its method, its rubric, or what judges see of each other."""

    type: Literal["judging.panel_set"] = "judging.panel_set"
    payload: PanelPayload


class SheetSaved(Wire):
    type: Literal["judging.sheet_saved"] = "judging.sheet_saved"
    payload: SheetsPayload


RankingEvent = ResultsRevealed
JudgesEvent = PanelSet
JudgingDeskEvent = PanelSet | SheetSaved
ranking_event: TypeAdapter[RankingEvent] = TypeAdapter(RankingEvent)
judges_event: TypeAdapter[JudgesEvent] = TypeAdapter(JudgesEvent)
judging_desk_event: TypeAdapter[JudgingDeskEvent] = TypeAdapter(
    Annotated[JudgingDeskEvent, Field(discriminator="type")]
)
