"""What may be watched of an evening that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actors import Viewer
from backend.feeds import ready
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.feeds.models import FeedEvent
from backend.replays.condensing import TABLES
from backend.replays.errors import ReplayNotYet, ReplayUnknown
from backend.replays.models import Replay
from backend.replays.permissions import WRITES_REPLAY
from backend.replays.room_state import RoomReplayState
from backend.roadshows.enums import EventState
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed

PHASE_CHANGED = "room.phase_changed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A replay as it is watched: without what the room shows no more."""

    replay: Replay
    start: dict[str, Any]
    log: list[dict[str, Any]]
    may_write: bool


def replay_state(event: Event) -> RoomReplayState:
    return RoomReplayState(has_replay=Replay.objects.filter(event=event, is_open=True).exists())


def left_something(event: Event) -> bool:
    """The event went on and ended, and its room still says so: there is something to keep."""
    told = FeedEvent.objects.filter(feed__name=str(public_feed(event.pk)), type=PHASE_CHANGED)
    phases = {payload.get("phase") for payload in told.values_list("payload", flat=True)}
    return {EventState.LIVE, EventState.ENDED} <= phases


def replay_for(viewer: Viewer, event_id: UUID, *, now: datetime) -> Shown:
    """For who may follow the room, once it is open; for who writes it before that too.

    Raises ReplayUnknown; ReplayNotYet for who writes it, between the end of the evening and when it is kept.
    """
    feed = public_feed(event_id)
    try:
        feeds.readable_feed(viewer, str(feed), now=now)
    except FeedNotFound as error:
        raise ReplayUnknown from error
    replay = Replay.objects.select_related("event__organization").filter(event=event_id).first()
    if replay is None:
        event = Event.objects.select_related("organization").get(pk=event_id)
        raise ReplayNotYet if WRITES_REPLAY(viewer, event) and left_something(event) else ReplayUnknown
    may_write = WRITES_REPLAY(viewer, replay.event)
    if not (replay.is_open or may_write):
        raise ReplayUnknown
    # One that lies ready, as for whoever joins the room: it is asked for by as many.
    present = ready.snapshot_at(feed, feeds.position(feed), now=now).snapshot.state
    start = {**replay.start, **{table: _shown(replay.start.get(table, {}), table, present) for table in TABLES}}
    return Shown(
        replay=replay,
        start=_of_lines(start, present),
        log=[{"ms": one["ms"], "payload": _as_shown(one["payload"], present)} for one in replay.log],
        may_write=may_write,
    )


def _as_shown(payload: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """What was hidden, taken down or withdrawn since is read nowhere, as in the room itself."""
    payload = _of_lines(payload, present)
    if "rows" not in payload:
        return payload
    rows = {table: _shown(changed, table, present) for table, changed in payload["rows"].items()}
    return {**payload, "rows": {table: changed for table, changed in rows.items() if changed}}


def _of_lines(payload: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Without the lines that the room names no more: a company took back its yes, and its turn was on an empty stage."""
    known = {line["id"] for line in present.get("items", ())}
    kept = dict(payload)
    if "items" in kept:
        kept["items"] = [line for line in kept["items"] if line["id"] in known]
    if kept.get("item_id") is not None and kept["item_id"] not in known:
        kept |= {"item_id": None, "page": 0, "pages": 0, "timer": None}
    return kept


def _shown(rows: Mapping[str, Any], table: str, present: Mapping[str, Any]) -> dict[str, Any]:
    return {row_id: row for row_id, row in rows.items() if row_id in present.get(table, {})}
