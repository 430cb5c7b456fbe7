"""Keeping what an event came to when its guests are forgotten."""

from datetime import datetime

from backend.roadshows.enums import EventState, GuestSource
from backend.roadshows.models import Event, EventReport
from backend.roadshows.report import Report, SourceReached
from backend.roadshows.selectors.report import counted

# Ways by which fewer came are told together: nobody is to be found again by a figure about one or two.
FEWEST = 5


def freeze(event: Event, *, now: datetime) -> None:
    """Keep the figures of an event that was held, in the transaction that forgets its guests. Safe to run twice."""
    if event.state != EventState.ENDED or EventReport.objects.filter(event=event).exists():
        return
    EventReport.objects.create(event=event, figures=_coarse(counted(event)).plain(), frozen_at=now)


def _coarse(report: Report) -> Report:
    """Which way somebody took is known from what they were: that goes with them where few took it."""
    few = [one for one in report.sources if one.registered < FEWEST]
    if not few:
        return report
    together = SourceReached(
        source=GuestSource.OTHER,
        registered=sum(one.registered for one in few),
        confirmed=sum(one.confirmed for one in few),
        came=sum(one.came for one in few),
    )
    many = [one for one in report.sources if one.registered >= FEWEST]
    return report.model_copy(update={"sources": [*many, together]})
