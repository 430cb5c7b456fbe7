"""Everything a search needs, put together once by the caller."""

from __future__ import annotations

from dataclasses import dataclass

from search.client import Connection
from search.knowledge import Knowledge
from search.matching.model import Model
from search.records import ObjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A cluster, the prefix of our indices in it, what we know of the world, and the model of past deals.

    `cursor_key` signs cursors; all processes of one site share it.
    """

    connection: Connection
    prefix: str
    knowledge: Knowledge
    model: Model
    cursor_key: bytes

    def read_alias(self, kind: ObjectKind) -> str:
        """Where searches go."""
        return f"{self.prefix}{kind}"

    def write_alias(self, kind: ObjectKind) -> str:
        """Where changes go."""
        return f"{self.prefix}{kind}-write"

    def next_alias(self, kind: ObjectKind) -> str:
        """The index that is being rebuilt beside the live one, while there is one."""
        return f"{self.prefix}{kind}-next"
