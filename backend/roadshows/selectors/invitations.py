"""Who was invited to an event: for those who work for its host, and for whoever holds the link of an invitation."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from backend.core.actors import Viewer
from backend.core.digests import digest_of
from backend.core.listing import holding
from backend.core.permissions import may
from backend.roadshows.enums import HOLDS_A_PLACE, GuestInvitationState
from backend.roadshows.errors import InvitationGone
from backend.roadshows.models import Event, Invitation
from backend.roadshows.selectors.events import was_published


def visible_invitations(viewer: Viewer, event: Event) -> QuerySet[Invitation]:
    """All of a visible event for those who work for its host, the last one first; none for anybody else."""
    rows = Invitation.objects.filter(event=event).select_related("registration").order_by("-id")
    return rows if may(viewer, "roadshows.read_hosts_own", event) else rows.none()


def found(rows: QuerySet[Invitation], *, state: str = "", words: str = "") -> QuerySet[Invitation]:
    """Those in the state, whose name or contact has every word."""
    if state:
        rows = rows.filter(state=state)
    return holding(rows, words, ("name", "email", "phone"))


def has_place(invitation: Invitation) -> bool:
    """Whoever registered, and has not given the place back or lost it since."""
    return invitation.registration is not None and invitation.registration.state in HOLDS_A_PLACE


def counts_of(event: Event) -> Mapping[str, int]:
    """How many invitations of an event are in each state."""
    rows = Invitation.objects.filter(event=event).order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(GuestInvitationState.values, 0) | dict(rows)


def invitation_by_secret(secret: str) -> Invitation:
    """The link is the right to see the event. Raises InvitationGone for one that was withdrawn too."""
    rows = Invitation.objects.select_related("event__organization__logo", "event__own_consent", "registration")
    open_events = Event.objects.filter(was_published()).values("pk")
    row = rows.filter(secret_digest=digest_of(secret), event__in=open_events).first()
    if row is None or row.state == GuestInvitationState.REVOKED:
        raise InvitationGone
    return row
