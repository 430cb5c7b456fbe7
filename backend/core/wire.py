"""The base of what is said over sockets."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """Typed and frozen; keys that nobody knows are refused, and a default is said as any other value."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    def plain(self) -> dict[str, Any]:
        """As plain JSON values, the same in an event and in a snapshot."""
        return self.model_dump(mode="json")
