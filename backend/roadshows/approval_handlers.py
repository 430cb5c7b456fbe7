"""Who waits for a host's word, and the host, are told; and what is asked of who is confirmed. Safe to run twice."""

from uuid import UUID

from backend.core import clock, outbox
from backend.notifications import services as notifications
from backend.roadshows import approval_notices, decision_letters, telling
from backend.roadshows.enums import RegistrationState
from backend.roadshows.events import ApprovalAsked, FollowUpDue, RegistrationRefused
from backend.roadshows.models import Registration
from backend.roadshows.selectors.asking import has_follow_up_due
from backend.roadshows.selectors.helping import team_of


@outbox.on(ApprovalAsked)
def on_approval_asked(event: ApprovalAsked) -> None:
    """The host's team once a day for an event, however many ask."""
    row = _reached(event.registration_id, RegistrationState.PENDING_APPROVAL)
    if row is None:
        return
    now = clock.now()
    notifications.notify_all(
        kind=approval_notices.APPROVAL_WAITS,
        recipients=team_of(row.event),
        subject=row.event,
        cause=f"{row.event_id}:{now.date().isoformat()}",
        actor=None,
        now=now,
    )
    decision_letters.send_asked(row)


@outbox.on(RegistrationRefused)
def on_registration_refused(event: RegistrationRefused) -> None:
    row = _reached(event.registration_id, RegistrationState.REJECTED)
    if row is not None:
        decision_letters.send_refused(row)


@outbox.on(FollowUpDue)
def on_follow_up_due(event: FollowUpDue) -> None:
    row = _reached(event.registration_id, RegistrationState.CONFIRMED)
    if row is not None and has_follow_up_due(row):
        telling.send_follow_up(row)


def _reached(registration_id: UUID, state: RegistrationState) -> Registration | None:
    """The row while it is in the state and can be reached."""
    rows = Registration.objects.select_related("event", "ticket_type")
    return rows.filter(pk=registration_id, state=state, contact_removed_at=None).first()
