"""What may be watched of an evening that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actors import Viewer
from backend.feeds import selectors as feeds
from backend.feeds.errors import FeedNotFound
from backend.replays.condensing import TABLES
from backend.replays.errors import ReplayUnknown
from backend.replays.models import Replay
from backend.replays.permissions import WRITES_REPLAY
from backend.replays.room_state import RoomReplayState
from backend.roadshows.models import Event
from backend.roadshows.rooms import public_feed


@dataclass(frozen=True, slots=True)
class Shown:
    """A replay as it is watched: without what the room shows no more."""

    replay: Replay
    start: dict[str, Any]
    log: list[dict[str, Any]]
    may_write: bool


def replay_state(event: Event) -> RoomReplayState:
    return RoomReplayState(has_replay=Replay.objects.filter(event=event, is_open=True).exists())


def replay_for(viewer: Viewer, event_id: UUID, *, now: datetime) -> Shown:
    """For who may follow the room, once it is open; for who writes it before that too. Raises ReplayUnknown."""
    feed = public_feed(event_id)
    try:
        feeds.readable_feed(viewer, str(feed), now=now)
    except FeedNotFound as error:
        raise ReplayUnknown from error
    replay = Replay.objects.select_related("event__organization").filter(event=event_id).first()
    may_write = replay is not None and WRITES_REPLAY(viewer, replay.event)
    if replay is None or not (replay.is_open or may_write):
        raise ReplayUnknown
    present = feeds.snapshot(feed, now=now).state
    return Shown(
        replay=replay,
        start={**replay.start, **{table: _shown(replay.start.get(table, {}), table, present) for table in TABLES}},
        log=[{"ms": one["ms"], "payload": _as_shown(one["payload"], present)} for one in replay.log],
        may_write=may_write,
    )


def _as_shown(payload: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """What was hidden, taken down or withdrawn since is read nowhere, as in the room itself."""
    if "rows" not in payload:
        return dict(payload)
    rows = {table: _shown(changed, table, present) for table, changed in payload["rows"].items()}
    return {**payload, "rows": {table: changed for table, changed in rows.items() if changed}}


def _shown(rows: Mapping[str, Any], table: str, present: Mapping[str, Any]) -> dict[str, Any]:
    return {row_id: row for row_id, row in rows.items() if row_id in present.get(table, {})}
