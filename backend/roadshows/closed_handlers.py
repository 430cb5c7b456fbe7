"""Letters of events that are not for everybody. Safe to run twice."""

from django.db.models import QuerySet

from backend.core import clock, outbox
from backend.roadshows import closed_telling as telling
from backend.roadshows.enums import GuestInvitationState, RegistrationState
from backend.roadshows.events import InvitationSent, MinutesDue, MinutesShared
from backend.roadshows.models import Invitation, Minutes, Registration
from backend.roadshows.selectors.events import takes_registrations
from backend.roadshows.selectors.mailings import has_opted_out


@outbox.on(InvitationSent)
def on_invitation_sent(event: InvitationSent) -> None:
    """Not to who wants no more mails of this host: they were asked by nobody but it."""
    rows = Invitation.objects.select_related("event__organization").filter(state=GuestInvitationState.INVITED)
    row = rows.filter(pk=event.invitation_id).first()
    if row is None or not takes_registrations(row.event, clock.now()):
        return
    if not has_opted_out(row.event.organization_id, row.contact):
        telling.send_invitation(row)


@outbox.on(MinutesShared)
def on_minutes_shared(event: MinutesShared) -> None:
    """One event for each, so that one address that is refused holds up nobody else."""
    for pk in _guests().filter(event=event.event_id).values_list("pk", flat=True):
        outbox.publish(MinutesDue(registration_id=pk))


@outbox.on(MinutesDue)
def on_minutes_due(event: MinutesDue) -> None:
    row = _guests().select_related("event").filter(pk=event.registration_id).first()
    if row is not None and Minutes.objects.filter(event=row.event_id, shared_at__isnull=False).exists():
        telling.send_minutes(row)


def _guests() -> QuerySet[Registration]:
    """Those who had a place and can be reached."""
    rows = Registration.objects.filter(state=RegistrationState.CONFIRMED, contact_removed_at=None)
    return rows.order_by("id")
