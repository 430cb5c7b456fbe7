"""What the owner of a kind of room tells the feeds about it. This app knows no topic."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from backend.core.actors import Viewer
from backend.feeds.names import FeedName


class Room(Protocol):
    """Registered once by the app that owns the kind."""

    def is_open(self, feed: FeedName, *, now: datetime) -> bool:
        """Whether the feed is everybody's now, whoever asks."""
        ...

    def may_read(self, viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
        """Whether this viewer may follow a feed that is not; together the one answer for sockets and for REST."""
        ...

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        """What the feed's readers see of the room, from the database, as plain JSON values."""
        ...


_rooms: dict[str, Room] = {}


def register(kind: str, room: Room) -> None:
    """Name the owner of a kind of room. Raises KeyError when the kind has one."""
    if kind in _rooms:
        raise KeyError(f"rooms of kind {kind} have an owner")
    _rooms[kind] = room


def owner_of(feed: FeedName) -> Room | None:
    return _rooms.get(feed.room_kind)
