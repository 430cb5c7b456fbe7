"""Telling whoever registered what is new in an agenda. Run again, a listener tells nobody anew."""

from django.db.models import Q

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.roadshows import agenda_notices, agenda_telling
from backend.roadshows.enums import HEARS_OF_EVENT, EventState
from backend.roadshows.events import AgendaNewsDue, AgendaReleased
from backend.roadshows.models import AgendaRelease, Event, Registration
from backend.roadshows.selectors.agenda import known_at, newest_release, news_since

_OPEN = (EventState.PUBLISHED, EventState.LIVE)


@outbox.on(AgendaReleased)
def on_agenda_released(event: AgendaReleased) -> None:
    """One event for each holder, so that one address that is refused holds up nobody else."""
    row = Event.objects.filter(pk=event.event_id, state__in=_OPEN).first()
    if row is not None and news_since(row, event.number - 1):
        holders = Registration.objects.filter(event=row, state__in=HEARS_OF_EVENT).order_by("id")
        for pk in holders.values_list("pk", flat=True):
            outbox.publish(AgendaNewsDue(registration_id=pk, number=event.number))


@outbox.on(AgendaNewsDue)
def on_agenda_news_due(event: AgendaNewsDue) -> None:
    """What is new since the version they know: of two releases before a mail one mail is sent, and none again."""
    rows = Registration.objects.filter(state__in=HEARS_OF_EVENT, event__state__in=_OPEN)
    row = rows.select_related("event", "person").filter(pk=event.registration_id).first()
    release = newest_release(row.event) if row is not None else None
    if row is None or release is None:
        return
    changes = news_since(row.event, row.told_agenda or known_at(row.event, row.created_at))
    if not _is_news(row, release) or not changes:
        return
    agenda_telling.send_agenda(row, release, changes)
    if row.person is not None and row.person.is_active:
        notifications.notify(
            kind=agenda_notices.AGENDA_CHANGED,
            recipient=row.person,
            subject=row.event,
            cause=f"{row.event_id}:{release.number}",
            now=clock.now(),
        )


def _is_news(row: Registration, release: AgendaRelease) -> bool:
    """Whether the holder was not told of this version; from now on they were. A ticket given back meanwhile is told
    nothing.
    """
    unaware = Registration.objects.filter(Q(told_agenda=None) | Q(told_agenda__lt=release.number), pk=row.pk)
    return unaware.filter(state__in=HEARS_OF_EVENT).update(told_agenda=release.number) == 1
