"""Series of events, as those read them who work on them. What everybody sees of one are its events, by their own list."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from backend.core.actors import Viewer
from backend.organizations import selectors as organizations
from backend.roadshows.enums import SeriesRule
from backend.roadshows.errors import SeriesTooLong, SeriesTooShort
from backend.roadshows.models import Event, EventSeries
from backend.roadshows.recurrence import MOST, days_of


def visible_series(viewer: Viewer) -> QuerySet[EventSeries]:
    """Those of the viewer's own organizations, the newest first."""
    rows = EventSeries.objects.select_related("organization__logo").order_by("-id")
    return rows.filter(organization__in=list(organizations.roles_of(viewer)))


def events_in(series: EventSeries) -> QuerySet[Event]:
    """All its events in any state, in their order."""
    return Event.objects.filter(series=series).prefetch_related("quotas").order_by("series_position")


def days_from(event: Event, *, rule: str, count: int | None, until: date | None) -> list[date]:
    """The days of a series that begins with this event, which are at least two.

    Raises SeriesTooShort, SeriesTooLong.
    """
    days = days_of(SeriesRule(rule), timezone.localtime(event.starts_at).date(), count=count, until=until)
    if len(days) < 2:
        raise SeriesTooShort
    if len(days) > MOST:
        raise SeriesTooLong(fields={"until": [SeriesTooLong.message]})
    return days
