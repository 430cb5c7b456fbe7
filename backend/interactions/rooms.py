"""What the audience adds to the rooms of events."""

from collections.abc import Mapping
from typing import Any

from backend.core.actors import Viewer
from backend.feeds.enums import Audience
from backend.feeds.errors import FeedNotFound
from backend.feeds.names import FeedName
from backend.interactions.models import Participant
from backend.interactions.selectors.participants import participant_of
from backend.interactions.selectors.states import audience_state, backstage_state, participant_state
from backend.roadshows.models import Event
from backend.roadshows.rooms import add_part


class TakingPart:
    """A participant reads what is their own; whoever came in by a ticket also follows a room that is not for everybody."""

    def may_read(self, viewer: Viewer, feed: FeedName) -> bool:
        if feed.audience not in (Audience.PUBLIC, Audience.PERSON):
            return False
        known = participant_of(viewer, feed.room_id)
        return known is not None and feed.person_id in (None, known.pk)

    def state(self, event: Event, feed: FeedName) -> Mapping[str, Any]:
        if feed.audience is Audience.PUBLIC:
            return audience_state(event).plain()
        if feed.audience is Audience.ORGANIZERS:
            return backstage_state(event).plain()
        if feed.audience is Audience.PERSON:
            known = Participant.objects.filter(event=event)
            participant = known.filter(pk=feed.person_id).first() if feed.person_id else None
            if participant is None:
                raise FeedNotFound
            return participant_state(participant).plain()
        return {}


add_part(TakingPart())
