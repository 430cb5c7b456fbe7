"""What every answer may carry, added to the exported OpenAPI schema."""

from typing import Any

from backend.backstage.room_state import RoomJudgesChatState, RoomSpeakersState, RoomTeamState
from backend.core.wire import Wire
from backend.interactions.room_state import RoomAudienceState, RoomBackstageState, RoomParticipantState
from backend.judging.room_state import RoomJudgesState, RoomJudgingDeskState, RoomRankingState
from backend.live.messages import client_message, server_message
from backend.replays.room_state import RoomReplayState
from backend.roadshows.room_state import RoadshowRoomState, room_event

_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["code", "detail", "fields"],
    "properties": {
        "code": {"type": "string", "description": "stable, for programs"},
        "detail": {"type": "string", "description": "a sentence in the caller's language"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
_CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


def require_what_is_always_sent(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Our serializers always write every field, so every property of an answer is required; unknown is null or blank."""
    for name, component in result.get("components", {}).get("schemas", {}).items():
        if component.get("properties") and not name.endswith("Request"):
            component["required"] = sorted(component["properties"])
    return result


def add_live_messages(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What goes over a socket, from the same models that read and write it."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    template = "#/components/schemas/{model}"
    for name, written in (
        ("LiveClientMessage", client_message.json_schema(ref_template=template, mode="validation")),
        ("LiveServerMessage", server_message.json_schema(ref_template=template, mode="serialization")),
        ("RoadshowRoomState", _written(RoadshowRoomState, template)),
        ("RoomAudienceState", _written(RoomAudienceState, template)),
        ("RoomBackstageState", _written(RoomBackstageState, template)),
        ("RoomParticipantState", _written(RoomParticipantState, template)),
        ("RoomRankingState", _written(RoomRankingState, template)),
        ("RoomJudgesState", _written(RoomJudgesState, template)),
        ("RoomJudgingDeskState", _written(RoomJudgingDeskState, template)),
        ("RoomReplayState", _written(RoomReplayState, template)),
        ("RoomSpeakersState", _written(RoomSpeakersState, template)),
        ("RoomJudgesChatState", _written(RoomJudgesChatState, template)),
        ("RoomTeamState", _written(RoomTeamState, template)),
        ("RoadshowRoomEvent", room_event.json_schema(ref_template=template, mode="serialization")),
    ):
        schemas |= written.pop("$defs", {})
        schemas[name] = written
    return result


def _written(state: type[Wire], template: str) -> dict[str, Any]:
    return state.model_json_schema(ref_template=template, mode="serialization")


def add_shared_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every operation may be refused with the one error shape."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = _ERROR
    for operations in result["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", {"description": "Refused", "content": _CONTENT})
    return result
