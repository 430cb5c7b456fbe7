"""What a replay adds to what a room says to everybody."""

from typing import Literal

from pydantic import TypeAdapter

from backend.core.wire import Wire


class RoomReplayState(Wire):
    """Whether the evening can be watched again."""

    has_replay: bool


class ReplayOpened(Wire):
    """Or shut again."""

    type: Literal["room.replay_opened"] = "room.replay_opened"
    payload: RoomReplayState


ReplayEvent = ReplayOpened
replay_event: TypeAdapter[ReplayEvent] = TypeAdapter(ReplayEvent)
