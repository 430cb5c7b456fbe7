"""What a host is told of those who wait for its word. The words are made when they are read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, Q

from backend.accounts.models import User
from backend.core.languages import text
from backend.notifications.kinds import Kind, Message, register
from backend.roadshows.enums import EventState, RegistrationState
from backend.roadshows.models import Event
from backend.roadshows.notices import named
from backend.roadshows.selectors.events import events_worked_for

APPROVAL_WAITS = "roadshows.approval_waits"
_WAITS = Q(registrations__state=RegistrationState.PENDING_APPROVAL)


def _waiting(person: User, ids: Collection[UUID]) -> Mapping[UUID, Event]:
    """As long as somebody waits and can be decided of."""
    rows = events_worked_for(person).filter(state__in=(EventState.PUBLISHED, EventState.LIVE))
    rows = rows.annotate(asked=Count("registrations", filter=_WAITS)).filter(asked__gt=0)
    return rows.in_bulk(list(ids))


def _tell_waiting(row: Event) -> Message:
    title = named(text("活动{event}有报名待审批", "People ask for a place at {event}"), row)
    said = text("待审批：{count} 位。名额已为他们保留。", "Waiting for your word: {count}. Their places are held.")
    body = str(said).format(count=getattr(row, "asked", 0))
    return Message(title, body, f"/org/events/{row.pk}/guests?state=pending_approval")


register(Kind(APPROVAL_WAITS, "hosting", _waiting, _tell_waiting))
