"""The rooms of events, for the feeds: who may follow, and what there is to see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actors import Viewer
from backend.feeds import rooms
from backend.feeds.enums import Audience
from backend.feeds.errors import FeedNotFound
from backend.feeds.names import FeedName
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import open_to_all, visible_events, was_published
from backend.roadshows.selectors.stage import state_of

KIND = "roadshow"


def public_feed(event_id: UUID) -> FeedName:
    return FeedName(KIND, event_id, Audience.PUBLIC)


class EventRoom:
    """The public feed of an event is everybody's who may read its page; it has no other feeds yet."""

    def may_read(self, viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
        if feed.audience is not Audience.PUBLIC:
            return False
        # A hall full of people asks: what is for everybody takes one look.
        if Event.objects.filter(open_to_all(), pk=feed.room_id).exists():
            return True
        return visible_events(viewer).filter(was_published(), pk=feed.room_id).exists()

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        event = Event.objects.filter(pk=feed.room_id).first()
        if event is None:
            raise FeedNotFound
        return state_of(event).plain()


rooms.register(KIND, EventRoom())
