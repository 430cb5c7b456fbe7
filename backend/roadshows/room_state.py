"""What a room's public feed says, typed: its state, and its events.

An event's payload is exactly the part of the state it changes, so that every reader has one rule for all of them:
the new state is the old one with the payload laid over it. The schema of these is exported for the front end.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from backend.core.wire import Wire
from backend.roadshows.enums import AgendaKind, EventState


class RoadshowItem(Wire):
    """One line of the run of show that everybody may see."""

    id: UUID
    kind: AgendaKind
    title: str
    title_en: str
    speaker: str
    minutes: int


class RoadshowTimer(Wire):
    """Runs when it has an end, by the server's clock; otherwise it stands with `left_ms`, below zero when over time."""

    seconds: int
    ends_at: datetime | None
    left_ms: int


class RoadshowPhase(Wire):
    phase: EventState


class RoadshowAgenda(Wire):
    items: tuple[RoadshowItem, ...]


class RoadshowPage(Wire):
    """Page of the deck on stage, counted from 1; 0 while none is shown."""

    page: int


class RoadshowClock(Wire):
    """None while nothing is on stage."""

    timer: RoadshowTimer | None


class RoadshowShown(RoadshowPage, RoadshowClock):
    """What is on stage, and how many pages its deck has; 0 where none may be shown."""

    item_id: UUID | None
    pages: int


class RoadshowRoomState(RoadshowPhase, RoadshowAgenda, RoadshowShown):
    """Everything the public feed of a room says."""


class PhaseChanged(Wire):
    type: Literal["room.phase_changed"] = "room.phase_changed"
    payload: RoadshowPhase


class AgendaChanged(Wire):
    type: Literal["room.agenda_changed"] = "room.agenda_changed"
    payload: RoadshowAgenda


class ItemShown(Wire):
    type: Literal["stage.item_shown"] = "stage.item_shown"
    payload: RoadshowShown


class PageTurned(Wire):
    type: Literal["stage.page_turned"] = "stage.page_turned"
    payload: RoadshowPage


class TimerSet(Wire):
    type: Literal["stage.timer_set"] = "stage.timer_set"
    payload: RoadshowClock


RoadshowRoomEvent = PhaseChanged | AgendaChanged | ItemShown | PageTurned | TimerSet
room_event: TypeAdapter[RoadshowRoomEvent] = TypeAdapter(Annotated[RoadshowRoomEvent, Field(discriminator="type")])


def reduce(state: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The state after an event. What every reader of a room does.

    What stands under `rows` is laid row by row over the table of that name: null takes a row away.
    """
    after = {**state, **{name: value for name, value in payload.items() if name != "rows"}}
    for table, rows in payload.get("rows", {}).items():
        after[table] = _laid(after.get(table, {}), rows)
    return after


def _laid(table: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, Any]:
    both = {**table, **{key: _row(table.get(key), row) for key, row in rows.items()}}
    return {key: row for key, row in both.items() if row is not None}


def _row(before: Any, part: Any) -> Any:
    return {**before, **part} if isinstance(before, Mapping) and isinstance(part, Mapping) else part
