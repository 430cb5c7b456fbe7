"""What replays add to the rooms of events."""

from collections.abc import Mapping
from typing import Any

from backend.core.actors import Viewer
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.replays.selectors.replays import replay_state
from backend.roadshows.models import Event
from backend.roadshows.rooms import add_part


class Replays:
    """They let nobody in."""

    def may_read(self, viewer: Viewer, feed: FeedName) -> bool:
        return False

    def state(self, event: Event, feed: FeedName) -> Mapping[str, Any]:
        return replay_state(event).plain() if feed.audience is Audience.PUBLIC else {}


add_part(Replays())
