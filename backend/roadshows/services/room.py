"""Saying in the room what has changed, in the transaction of the change."""

from datetime import datetime

from backend.feeds import services as feeds
from backend.feeds.services import Change
from backend.roadshows.models import Event, Stage
from backend.roadshows.room_state import (
    AgendaChanged,
    ItemShown,
    PageTurned,
    PhaseChanged,
    RoadshowClock,
    RoadshowPage,
    RoadshowPhase,
    RoadshowRoomEvent,
    TimerSet,
)
from backend.roadshows.rooms import public_feed
from backend.roadshows.selectors.stage import agenda_of, shown_on


def say(event: Event, *changes: RoadshowRoomEvent, now: datetime) -> None:
    """Write them to the public feed, in one go. An event nobody could read yet has no room to say it in."""
    if event.published_at is None:
        return
    feed = public_feed(event.pk)
    feeds.append([Change(feed, change.type, change.payload.plain()) for change in changes], now=now)


def open_replay(event: Event, *, is_open: bool) -> None:
    """Whether the evening may be watched again, for lists and pages of events; in the transaction of whoever keeps replays."""
    Event.objects.filter(pk=event.pk).update(has_replay=is_open)


def phase_of(event: Event) -> PhaseChanged:
    return PhaseChanged(payload=RoadshowPhase(phase=event.state))


def agenda_changed(event: Event) -> AgendaChanged:
    return AgendaChanged(payload=agenda_of(event))


def seen_since(before: AgendaChanged, event: Event) -> list[AgendaChanged]:
    """What everybody sees of the run of show now. Nothing where they see no change: that a company they do not see was
    asked, or said no, is not even counted.
    """
    after = agenda_changed(event)
    return [after] if after != before else []


def item_shown(stage: Stage) -> ItemShown:
    return ItemShown(payload=shown_on(stage))


def page_turned(stage: Stage) -> PageTurned:
    return PageTurned(payload=RoadshowPage(page=stage.page))


def timer_set(stage: Stage) -> TimerSet:
    return TimerSet(payload=RoadshowClock(timer=shown_on(stage).timer))
