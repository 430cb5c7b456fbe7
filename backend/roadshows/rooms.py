"""The rooms of events, for the feeds: who may follow, and what there is to see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from backend.accounts.selectors import as_person
from backend.core.actors import Viewer, is_system
from backend.core.permissions import may
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


def judges_feed(event_id: UUID) -> FeedName:
    return FeedName(KIND, event_id, Audience.JUDGES)


def speakers_feed(event_id: UUID) -> FeedName:
    return FeedName(KIND, event_id, Audience.SPEAKERS)


def organizers_feed(event_id: UUID) -> FeedName:
    return FeedName(KIND, event_id, Audience.ORGANIZERS)


class Part(Protocol):
    """What an app above this one adds to the rooms of events: what each audience sees of it, and who else may come in."""

    def may_read(self, viewer: Viewer, feed: FeedName) -> bool:
        """Whether a viewer may follow a feed that the event's own page does not let them into."""
        ...

    def state(self, event: Event, feed: FeedName) -> Mapping[str, Any]:
        """Its fields of the state of a feed, as plain JSON values."""
        ...


_parts: list[Part] = []


def add_part(part: Part) -> None:
    _parts.append(part)


class EventRoom:
    """The public feed of an event is everybody's who may read its page, the organizers' and the speakers' that of those who
    read what is the host's own. Who else reads them, and others, the parts say.
    """

    def is_open(self, feed: FeedName, *, now: datetime) -> bool:
        return feed.audience is Audience.PUBLIC and Event.objects.filter(open_to_all(), pk=feed.room_id).exists()

    def may_read(self, viewer: Viewer, feed: FeedName, *, now: datetime) -> bool:
        if feed.audience is Audience.PUBLIC and self._is_shown(viewer, feed.room_id):
            return True
        if feed.audience in (Audience.ORGANIZERS, Audience.SPEAKERS):
            event = visible_events(viewer).filter(was_published(), pk=feed.room_id).first()
            if event is not None and may(viewer, "roadshows.read_hosts_own", event):
                return True
        return any(part.may_read(viewer, feed) for part in _parts)

    def _is_shown(self, viewer: Viewer, event_id: UUID) -> bool:
        if as_person(viewer) is None and not is_system(viewer):
            # Without an account nobody is shown more events than everybody.
            return False
        return visible_events(viewer).filter(was_published(), pk=event_id).exists()

    def state(self, feed: FeedName, *, now: datetime) -> Mapping[str, Any]:
        event = Event.objects.filter(pk=feed.room_id).first()
        if event is None:
            raise FeedNotFound
        state = state_of(event).plain() if feed.audience is Audience.PUBLIC else {}
        for part in _parts:
            state |= part.state(event, feed)
        return state


rooms.register(KIND, EventRoom())
