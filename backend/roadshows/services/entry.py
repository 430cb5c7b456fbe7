"""Who may take a place at an event that is not for everybody: asked once more while the event is held."""

from datetime import datetime
from uuid import UUID

from backend.accounts.selectors import as_person, proved_contacts
from backend.core.actors import Actor, Viewer
from backend.core.errors import NotFound
from backend.roadshows.contacts import by_contacts
from backend.roadshows.enums import EventVisibility, GuestInvitationState
from backend.roadshows.errors import InvitationGone, InvitationSettled, OwnContactAlone
from backend.roadshows.models import Event, Invitation, Registration
from backend.roadshows.selectors.events import visible_events

# Who declined may still change their mind.
_STILL_GOOD = (GuestInvitationState.INVITED, GuestInvitationState.DECLINED)


def require_entry(actor: Actor, event: Event, *, is_proved: bool, invitation: UUID | None = None) -> None:
    """By an invitation, which is held from here on; otherwise as somebody who may see the event, with a contact of the
    account's own: a code sent to another contact brings in no one else.

    Raises InvitationGone, InvitationSettled, NotFound, OwnContactAlone.
    """
    if invitation is not None:
        _require_good(held_invitation(invitation))
    elif event.visibility != EventVisibility.PUBLIC:
        if not visible_events(actor).filter(pk=event.pk).exists():
            raise NotFound
        if not is_proved:
            raise OwnContactAlone


def may_enter(actor: Viewer, event: Event, contact: str) -> bool:
    """Whether a place may become the actor's by what they are, without an invitation."""
    if event.visibility == EventVisibility.PUBLIC:
        return True
    person = as_person(actor)
    is_own = person is not None and contact in proved_contacts(person)
    return is_own and visible_events(actor).filter(pk=event.pk).exists()


def held_invitation(invitation_id: UUID) -> Invitation:
    """The row as it is now, held until the transaction ends. Raises InvitationGone."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("event").filter(pk=invitation_id).first()
    if row is None:
        raise InvitationGone
    return row


def _require_good(invitation: Invitation) -> None:
    if invitation.state == GuestInvitationState.REVOKED:
        raise InvitationGone
    if invitation.state not in _STILL_GOOD:
        raise InvitationSettled


def take_up(registration: Registration, event: Event, now: datetime) -> None:
    """Whoever was invited by the contact has answered, by whichever way they came."""
    if event.visibility == EventVisibility.INVITED:
        Invitation.objects.filter(by_contacts([registration.contact]), event=event).update(
            state=GuestInvitationState.REGISTERED, registration=registration, answered_at=now, updated_at=now
        )
