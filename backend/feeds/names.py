"""The name of a feed: which room, and for whom. `roadshow:<id>:public`, `roadshow:<id>:person:<id>`."""

import re
from dataclasses import dataclass
from uuid import UUID

from backend.feeds.enums import Audience

_NAME = re.compile(
    r"(?P<kind>[a-z_]{1,30}):(?P<room>[0-9a-f-]{36}):(?P<audience>[a-z]{1,12})(?::(?P<person>[0-9a-f-]{36}))?"
)


@dataclass(frozen=True, slots=True)
class FeedName:
    """`person_id` is there exactly when the audience is one person."""

    room_kind: str
    room_id: UUID
    audience: Audience
    person_id: UUID | None = None

    def __post_init__(self) -> None:
        if (self.audience is Audience.PERSON) != (self.person_id is not None):
            raise ValueError("a feed for one person names the person, and no other feed does")

    def __str__(self) -> str:
        tail = f":{self.person_id}" if self.person_id else ""
        return f"{self.room_kind}:{self.room_id}:{self.audience.value}{tail}"

    @classmethod
    def parse(cls, written: str) -> "FeedName":
        """Only the one way of writing a name is taken. Raises ValueError."""
        match = _NAME.fullmatch(written)
        if match is None:
            raise ValueError("not the name of a feed")
        person = match["person"]
        name = cls(match["kind"], UUID(match["room"]), Audience(match["audience"]), UUID(person) if person else None)
        if str(name) != written:
            raise ValueError("not the name of a feed")
        return name
