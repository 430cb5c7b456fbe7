"""What holders of tickets read in the app of another version of the agenda. The words are made when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.core import clock
from backend.core.languages import text
from backend.notifications.kinds import Kind, Message, register
from backend.roadshows.agenda_telling import in_words
from backend.roadshows.enums import HEARS_OF_EVENT, EventState
from backend.roadshows.models import Event
from backend.roadshows.notices import named
from backend.roadshows.selectors.agenda import newest_release, news_since

AGENDA_CHANGED = "roadshows.agenda_changed"


def _still_held(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """Events to come or on for which the person still holds a ticket."""
    rows = Event.objects.filter(registrations__person=person, registrations__state__in=HEARS_OF_EVENT)
    rows = rows.filter(state__in=(EventState.PUBLISHED, EventState.LIVE), ends_at__gt=clock.now())
    return rows.distinct().in_bulk(list(ids))


def _tell_changed(row: Event) -> Message:
    """The newest version beside the one before it, whichever the news was of."""
    title = named(text("您报名的{event}更新了议程", "{event} has a new agenda"), row)
    release = newest_release(row)
    said = in_words(news_since(row, release.number - 1)) if release else ""
    return Message(title, said, f"/events/{row.pk}")


register(Kind(AGENDA_CHANGED, "tickets", _still_held, _tell_changed))
