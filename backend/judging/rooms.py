"""What judging adds to the rooms of events."""

from collections.abc import Mapping
from typing import Any

from backend.core.actors import Viewer
from backend.feeds.enums import Audience
from backend.feeds.names import FeedName
from backend.judging.selectors.judges import judge_behind
from backend.judging.selectors.panels import judges_state, judging_desk_state, ranking_state
from backend.roadshows.models import Event
from backend.roadshows.rooms import add_part


class Judging:
    """A judge's link opens the stage and the judges' feed of its event, also where the event is not for everybody."""

    def may_read(self, viewer: Viewer, feed: FeedName) -> bool:
        if feed.audience not in (Audience.PUBLIC, Audience.JUDGES):
            return False
        return judge_behind(viewer, feed.room_id) is not None

    def state(self, event: Event, feed: FeedName) -> Mapping[str, Any]:
        if feed.audience is Audience.PUBLIC:
            return ranking_state(event).plain()
        if feed.audience is Audience.JUDGES:
            return judges_state(event).plain()
        if feed.audience is Audience.ORGANIZERS:
            return judging_desk_state(event).plain()
        return {}


add_part(Judging())
