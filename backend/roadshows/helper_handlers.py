"""Who is asked to help, who answered and whose help has ended: told to those it concerns. Safe to run twice."""

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.accounts.selectors import person_known_as
from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.organizations.selectors.members import workers_of
from backend.roadshows import helper_notices, helper_telling
from backend.roadshows.enums import HelperState
from backend.roadshows.events import HelperAnswered, HelperEnded, HelperInvited
from backend.roadshows.models import EventHelper
from backend.roadshows.selectors.helping import told_of

_ANSWERS = {
    HelperState.ACCEPTED: helper_notices.HELPER_ACCEPTED,
    HelperState.DECLINED: helper_notices.HELPER_DECLINED,
}


@outbox.on(HelperInvited)
def on_helper_invited(event: HelperInvited) -> None:
    """A person gets the link by mail; whose address an account has proved reads of it there as well."""
    row = _rows().filter(pk=event.helper_id, state=HelperState.INVITED).first()
    if row is None:
        return
    known = person_known_as(row.email) if row.email else None
    people = told_of(row) | ({known} if known is not None else set())
    _tell(helper_notices.HELPER_INVITED, people, row, row.invited_by)
    if row.email:
        helper_telling.send_invitation(row)


@outbox.on(HelperAnswered)
def on_helper_answered(event: HelperAnswered) -> None:
    row = _rows().filter(pk=event.helper_id, state__in=list(_ANSWERS)).first()
    if row is not None:
        people = set(workers_of(row.event.organization_id))
        _tell(_ANSWERS[HelperState(row.state)], people, row, row.answered_by)


@outbox.on(HelperEnded)
def on_helper_ended(event: HelperEnded) -> None:
    """The other side."""
    row = _rows().filter(pk=event.helper_id).first()
    if row is None:
        return
    if event.by_host:
        _tell(helper_notices.HELPER_ENDED, told_of(row), row, row.ended_by)
    else:
        _tell(helper_notices.HELPER_LEFT, set(workers_of(row.event.organization_id)), row, row.ended_by)


def _rows() -> QuerySet[EventHelper]:
    return EventHelper.objects.select_related(
        "event__organization", "organization", "person", "invited_by", "answered_by", "ended_by"
    )


def _tell(kind: str, people: set[User], row: EventHelper, actor: User | None) -> None:
    notifications.notify_all(kind=kind, recipients=people, subject=row, actor=actor, now=clock.now())
