"""Reminding companies of the final decks they have not brought."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.roadshows import deck_notices
from backend.roadshows.enums import EventState
from backend.roadshows.models import AgendaItem, Event
from backend.roadshows.selectors.final_decks import confirmed_slots, missing

# How long before it is due; the last one that has come is the one that is sent.
BEFORE = (timedelta(hours=6), timedelta(hours=48))
_OPEN = (EventState.UNDER_REVIEW, EventState.PUBLISHED, EventState.LIVE)


def remind_decks(*, now: datetime) -> int:
    """Tell the teams whose deck is due soon and not there, once for each of the two times. Returns how many were told.

    Who was asked later than a reminder would have come is not reminded by it.
    """
    told = 0
    rows = Event.objects.filter(state__in=_OPEN, decks_due_at__gt=now, decks_due_at__lte=now + max(BEFORE))
    for event in rows.order_by("pk"):
        for slot in missing(confirmed_slots(event)):
            told += _remind(event, slot, now)
    return told


@transaction.atomic
def _remind(event: Event, slot: AgendaItem, now: datetime) -> int:
    if event.decks_due_at is None or slot.pitch is None:
        return 0
    before = next(one for one in BEFORE if event.decks_due_at - now <= one)
    asked = [at for at in (event.decks_asked_at, slot.answered_at) if at is not None]
    if any(at > event.decks_due_at - before for at in asked):
        return 0
    hours = before // timedelta(hours=1)
    return notifications.notify_all(
        kind=deck_notices.DECK_DUE,
        recipients=workers_of(slot.pitch.organization_id),
        subject=slot,
        cause=f"{slot.pk}:{event.decks_due_at.isoformat()}:{hours}",
        now=now,
    )
