"""What the backstage adds to the rooms of events."""

from collections.abc import Mapping
from typing import Any

from backend.backstage.selectors.chat import judges_chat_state, speakers_state, team_state
from backend.backstage.selectors.speakers import link_behind, speaks_at
from backend.core.actors import Viewer
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.roadshows.models import Event
from backend.roadshows.rooms import add_part


class Backstage:
    """Who speaks follows the speakers' feed; by a link also the stage of an event that is not for everybody."""

    def may_read(self, viewer: Viewer, feed: FeedName) -> bool:
        if feed.audience is Audience.PUBLIC:
            return link_behind(viewer, feed.room_id) is not None
        return feed.audience is Audience.SPEAKERS and speaks_at(viewer, feed.room_id)

    def state(self, event: Event, feed: FeedName) -> Mapping[str, Any]:
        if feed.audience is Audience.SPEAKERS:
            return speakers_state(event).plain()
        if feed.audience is Audience.JUDGES:
            return judges_chat_state(event).plain()
        if feed.audience is Audience.ORGANIZERS:
            return team_state(event).plain()
        return {}


add_part(Backstage())
