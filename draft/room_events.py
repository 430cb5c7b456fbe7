"""What happens in a room, typed: each type with its payload, and what it does to the state its readers hold.

`reduce` is the reference of the front end's reducer: both are held against the same recorded runs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Payload(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageItem(Payload):
    """One point of the agenda as the room sees it."""

    id: UUID
    kind: str
    title: str
    title_en: str
    speaker: str
    minutes: int
    organization: str
    pages: int


class Timer(Payload):
    """Running until `ends_at`, or paused with `left_ms` to go; never counted down by messages."""

    seconds: int
    ends_at: datetime | None
    left_ms: int | None


class RoomState(Payload):
    """All a reader of the public feed sees of the room."""

    phase: str
    items: list[StageItem]
    item_id: UUID | None
    page: int
    timer: Timer | None


class PhaseChanged(Payload):
    """The room opened or ended."""

    phase: str


class AgendaChanged(Payload):
    items: list[StageItem]


class ItemShown(Payload):
    """Another point of the agenda is on, or none; its deck opens at its first page and no time runs."""

    item_id: UUID | None


class PageTurned(Payload):
    page: int


class TimerSet(Payload):
    timer: Timer | None


EVENTS: Mapping[str, type[Payload]] = {
    "room.phase_changed": PhaseChanged,
    "room.agenda_changed": AgendaChanged,
    "stage.item_shown": ItemShown,
    "stage.page_turned": PageTurned,
    "stage.timer_set": TimerSet,
}


def reduce(state: Mapping[str, Any], event_type: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The state after one event, in wire form. Raises KeyError for a type nobody knows."""
    new = dict(state)
    match EVENTS[event_type].__name__:
        case "ItemShown":
            return {**new, "item_id": payload["item_id"], "page": 1, "timer": None}
        case _:
            return {**new, **payload}
