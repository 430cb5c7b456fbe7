"""A room that exists for tests: its state is what was written to its feed, and only named readers may follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actors import Viewer
from backend.feeds.enums import Audience
from backend.feeds.models import FeedEvent
from backend.feeds.names import FeedName
from tests.support.counting import reduce

KIND = "test_room"


def feed_of(room_id: UUID, audience: Audience = Audience.PUBLIC, person_id: UUID | None = None) -> FeedName:
    return FeedName(KIND, room_id, audience, person_id)


class CountingRoom:
    """Counts its events by type; the public feed is everybody's, one person's is theirs, any other is nobody's."""

    def is_open(self, feed: FeedName, *, now: datetime) -> bool:
        return feed.audience is Audience.PUBLIC

    def may_read(self, viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
        return feed.person_id is not None and feed.person_id == viewer.pk

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        state: dict[str, int] = {}
        for event in FeedEvent.objects.filter(feed__name=str(feed)).order_by("seq"):
            state = reduce(state, event.type)
        return state
