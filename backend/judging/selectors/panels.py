"""How an event is judged, and which pitches are."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from backend.deals.models import Pitch
from backend.judging.models import Criterion, Panel, Placing, Sheet
from backend.judging.room_state import (
    RoomJudgesState,
    RoomJudgingDeskState,
    RoomPanel,
    RoomPlace,
    RoomRankingState,
    RoomSheet,
)
from backend.roadshows.models import Event
from backend.roadshows.selectors.stage import public_items


@dataclass(frozen=True, slots=True)
class Judged:
    """A pitch on the run of show that is out, with the first line that names it."""

    line: UUID
    title: str
    title_en: str
    pitch: Pitch


def panel_of(event: Event) -> Panel:
    """As it is kept, or as it is where nobody has set it up."""
    return Panel.objects.filter(event=event).first() or Panel(event=event)


def rubric_of(panel: Panel) -> QuerySet[Criterion]:
    return Criterion.objects.filter(panel=panel.pk).order_by("position")


def applying(rubric: Iterable[Criterion], stage: str) -> list[Criterion]:
    """The criteria for pitches of a stage, in their order."""
    return [one for one in rubric if not one.stages or stage in one.stages]


def judged_of(event: Event) -> list[Judged]:
    """The pitches that are judged, in the order they come on stage; each once."""
    found: dict[UUID, Judged] = {}
    for item in public_items(event).filter(pitch__isnull=False).select_related("pitch__organization__logo"):
        if item.pitch is not None:
            found.setdefault(item.pitch.pk, Judged(item.line, item.title, item.title_en, item.pitch))
    return list(found.values())


def panel_row(panel: Panel) -> RoomPanel:
    return RoomPanel(state=panel.state, method=panel.method, others_scores=panel.others_scores, edition=panel.edition)


def sheet_row(sheet: Sheet) -> RoomSheet:
    return RoomSheet(
        judge=sheet.judge_id,
        pitch=sheet.pitch_id,
        is_complete=sheet.is_complete,
        is_abstained=sheet.is_abstained,
        saved_at=sheet.saved_at,
    )


def place_row(placing: Placing) -> RoomPlace:
    return RoomPlace(place=placing.place, is_tied=placing.is_tied, score=float(placing.score), judges=placing.judges)


def ranking_state(event: Event) -> RoomRankingState:
    rows = Placing.objects.filter(panel__event=event).order_by("place", "line_id")
    return RoomRankingState(ranking={row.line_id: place_row(row) for row in rows})


def judges_state(event: Event) -> RoomJudgesState:
    return RoomJudgesState(panel=panel_row(panel_of(event)))


def judging_desk_state(event: Event) -> RoomJudgingDeskState:
    sheets = Sheet.objects.filter(judge__event=event).order_by("pk")
    return RoomJudgingDeskState(panel=panel_row(panel_of(event)), sheets={one.pk: sheet_row(one) for one in sheets})
